"""Mechanisms: how what people think becomes what is said, or a price."""
