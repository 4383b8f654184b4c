"""A price as it was shown to somebody, which may have been rounded."""

from __future__ import annotations

import re
from typing import NamedTuple

from cli.typed.units import parse_price
from market.errors import UsageError

__all__ = ["Seen", "parse_seen"]

_SHOWN = re.compile(r"[0-9]*\.?([0-9]*) ?(%?)")


class Seen(NamedTuple):
    """A price to so many decimals.

    Attributes:
        price: The price.
        decimals: How many.
        percent: Whether they are those of a percentage.
    """

    price: float
    decimals: int
    percent: bool

    def fits(self, price: float) -> bool:
        """Whether another price would be shown alike.

        >>> parse_seen("30.0%").fits(0.30049), parse_seen("30.0%").fits(0.3006)
        (True, False)
        """
        return self.shown(price) == self.shown(self.price)

    def shown(self, price: float) -> str:
        """A price to these decimals.

        >>> parse_seen("30.0%").shown(0.3444), parse_seen("0.300").shown(0.3444)
        ('34.4%', '0.344')
        """
        return f"{price:.{self.decimals}{'%' if self.percent else 'f'}}"


def parse_seen(text: str) -> Seen:
    """Read a price as it was shown: a percentage, or a fraction of one.

    Raises:
        Refused: It is more certain than a market's price may be.
        UsageError: It is neither.
    """
    price, found = parse_price(text), _SHOWN.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{text.strip()} is not as prices are shown.", "Write it as 30.0% or 0.3.")
    return Seen(price, len(found[1]), bool(found[2]))
