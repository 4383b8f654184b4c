"""Scenario files: what they may say, and the points of a grid that they become."""
