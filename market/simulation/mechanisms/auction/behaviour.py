"""What people want of a book in their turn: to trade at its prices, and to quote their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Index = NDArray[np.intp]

__all__ = ["Behaviour", "Quote", "Standing"]


class Standing(NamedTuple):
    """Where people stand in the middle of their turn; an entry for each of them.

    Attributes:
        ticks: Ticks in a credit.
        owned: What they will be paid by outcome, in units of money: 2, people.
        bought: Units of YES that they have bought in this turn, below 0 if they sold.
    """

    ticks: int
    owned: Ints
    bought: Ints


class Quote(NamedTuple):
    """The prices at which people are ready to wait.

    Attributes:
        bids: Whether to buy; else they offer.
        tick: The price; it need be none that the book can take.
    """

    bids: NDArray[np.bool_]
    tick: Ints


class Behaviour(Protocol):
    """How people behave: one of them in each of some columns."""

    def wants(self, which: Index, tick: Ints, standing: Standing) -> Floats:
        """Units of YES that some of them want to buy now at a price; below 0 to sell.

        Args:
            which: Their entries.
            tick: The price for each.
            standing: Where they stand.
        """
        ...

    def quote(self, standing: Standing) -> Quote:
        """Where all of them wait for others, once the book offers nothing that they want.

        Args:
            standing: Where they stand.
        """
        ...
