"""Worlds in which what can be known is known exactly."""
