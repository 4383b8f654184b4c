"""The times that a text names, and the days that they mean."""
