"""Experiments: blocks of a scenario, the sweep over them all, and the tables that result."""
