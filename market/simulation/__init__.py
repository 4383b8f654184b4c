"""Simulated crowds. They emit reports like anybody else and are scored on the same path."""
