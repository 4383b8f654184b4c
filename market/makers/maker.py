"""What every market maker offers, whatever its mechanism.

A maker is an immutable state: parameters and quantities as arrays that broadcast, an element for
each market, so that a single market and ten thousand replicates are priced by one expression.
Sides are told as outcomes are: 1 for YES, 0 for NO. Money that a trader pays is above 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["Maker"]


class Maker(Protocol):
    """A market maker on binary questions."""

    @classmethod
    def opened(cls, liquidity: ArrayLike, prior: ArrayLike) -> Self:
        """A maker that has sold nothing yet.

        Args:
            liquidity: The mechanism's own scale of money. Twice as much makes every cost and
                loss of twice as many shares twice as high.
            prior: The first price, in (0, 1).

        Raises:
            ValueError: The liquidity is not above 0, or the prior not between 0 and 1.
        """
        ...

    @property
    def price(self) -> Floats:
        """The market's probability of YES."""
        ...

    def cost(self, side: ArrayLike, shares: ArrayLike) -> Floats:
        """What shares of a side cost; shares below 0 are sold, and bring what is below 0.

        Args:
            side: 1 for YES, 0 for NO.
            shares: How many; infinite cost where the mechanism cannot sell so many.
        """
        ...

    def shares(self, side: ArrayLike, budget: ArrayLike) -> Floats:
        """How many shares of a side a budget buys: the inverse of `cost`.

        Args:
            side: 1 for YES, 0 for NO.
            budget: What is spent, from 0.
        """
        ...

    def shares_to(self, side: ArrayLike, price: ArrayLike) -> Floats:
        """How many shares of a side, bought or, below 0, sold, move the price there.

        Args:
            side: 1 for YES, 0 for NO.
            price: The probability of YES afterwards, in (0, 1).
        """
        ...

    def after(self, side: ArrayLike, shares: ArrayLike) -> Self:
        """The maker once such a trade is made."""
        ...

    @property
    def worst_loss(self) -> Floats:
        """The most that the maker can lose from this state on, whatever is traded."""
        ...

    def payout(self, side: ArrayLike, outcome: ArrayLike) -> Floats:
        """What a share of a side pays at an outcome: the settlement.

        Args:
            side: 1 for YES, 0 for NO.
            outcome: 1 for yes, 0 for no.
        """
        ...
