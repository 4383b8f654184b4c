"""Claims as a pack of drafted questions."""
