"""Credits and shares: both are counted in whole millionths."""

from __future__ import annotations

__all__ = ["GRANT", "UNIT", "in_credits"]

UNIT = 1_000_000
"""Units in a credit, and in a share: what a share pays if it wins is one credit."""

GRANT = 1_000 * UNIT
"""What a trader begins with, from the house."""


def in_credits(units: int) -> str:
    """An amount in credits, or a number of shares, to the last unit.

    >>> in_credits(6_430_803), in_credits(-20_000_000), in_credits(0)
    ('6.430803', '-20.000000', '0.000000')
    """
    whole, part = divmod(abs(units), UNIT)
    return f"{'-' if units < 0 else ''}{whole}.{part:06}"
