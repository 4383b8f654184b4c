"""Markets with an automated maker."""
