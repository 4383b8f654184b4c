"""What people type for credits, shares and prices: numbers that are read to the last unit."""

from __future__ import annotations

import re

from cli.typed.values import parse_probability
from market.errors import UsageError
from market.exchange.credits import UNIT
from market.exchange.orders import fit_price

__all__ = ["parse_credits", "parse_price", "parse_shares"]

_LONGEST = 40
_MOST = 1_000_000
_DECIMALS = len(str(UNIT)) - 1
_PLAIN = re.compile(r"(?=\.?[0-9])([0-9]*)(?:\.([0-9]*))?")


def parse_credits(text: str) -> int:
    """Read an amount of credits.

    Returns:
        Units: exactly what was written.

    Raises:
        UsageError: It is no such amount, has more than six decimals, or is not above 0; the hint
            says what may have been meant.

    >>> parse_credits("10"), parse_credits("0.000001"), parse_credits(" 12.50 ")
    (10000000, 1, 12500000)
    """
    return _units(text, "amount of credits")


def parse_shares(text: str) -> int:
    """Read a number of shares; as `parse_credits`."""
    return _units(text, "number of shares")


def parse_price(text: str) -> float:
    """Read a price at which a market can be: a probability.

    Raises:
        Refused: It is more certain than a market's price may be.
        UsageError: It is no probability.
    """
    return fit_price(parse_probability(text))


def _units(text: str, thing: str) -> int:
    words = text.strip()
    found = _PLAIN.fullmatch(words) if len(words) <= _LONGEST else None
    if found is not None:
        whole, part = int(found[1] or 0), (found[2] or "").rstrip("0")
        units = whole * UNIT + int(part.ljust(_DECIMALS, "0"))
        if len(part) <= _DECIMALS and 0 < units <= _MOST * UNIT:
            return units
    from cli.typed.hints.units import meant_amount

    shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    raise UsageError(f"{shown or 'nothing'} is no {thing}.", meant_amount(words, _MOST))
