"""How certain a live forecast may be."""

from __future__ import annotations

__all__ = ["HIGHEST", "LOWEST"]

LOWEST, HIGHEST = 0.001, 0.999
"""Between these a live forecast lies, so that nobody is ruined by one careless certainty."""
