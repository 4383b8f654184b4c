"""Articles: their claims, the questions they become, and the phrases that carry a probability."""
