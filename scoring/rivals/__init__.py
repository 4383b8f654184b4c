"""Scores and orders of other platforms, each under its own name and by its own formula."""
