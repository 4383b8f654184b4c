"""Experiments: scenarios, the sweep over their grids, and the tables that result."""
