"""Amounts and positions in words."""

from __future__ import annotations

from market.exchange.credits import in_credits

__all__ = ["held", "short"]


def short(units: int) -> str:
    """Credits or shares, not below 0, without zeros at the end.

    >>> short(20_000_000), short(12_500_000), short(0)
    ('20', '12.5', '0')
    """
    return in_credits(units).rstrip("0").rstrip(".")


def held(position: int) -> str:
    """A position: YES shares, or NO shares below 0; in units.

    >>> held(20_000_000), held(-500_000), held(0)
    ('20 YES', '0.5 NO', 'none')
    """
    if not position:
        return "none"
    return f"{short(abs(position))} {'YES' if position > 0 else 'NO'}"
