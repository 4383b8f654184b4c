"""The quadratic market scoring rule: the Brier score as a market.

The price rises in proportion to the shares bought, by 1 / (2 b) each, so that it reaches 0 or 1
after a number of them; more cannot be traded at any price. Cost is shares times the mean of the
prices before and after. Source: Hanson 2003, Information Systems Frontiers 5:107, with the rule
-b (p - outcome)^2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from market.makers.pairs import facing
from market.makers.sides import opening, payout, signs, spending, within

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["Quadratic"]


@dataclass(frozen=True, slots=True)
class Quadratic:
    """Binary markets of the quadratic market scoring rule.

    Attributes:
        liquidity: The factor b of the rule, in credits.
        price: The price of a YES share: the market's probability, and the whole state.
    """

    liquidity: Floats
    price: Floats

    @classmethod
    def opened(cls, liquidity: ArrayLike, prior: ArrayLike) -> Self:
        """Markets that open at a price.

        Args:
            liquidity: The factor b, above 0.
            prior: The first price, in (0, 1).

        Raises:
            ValueError: The liquidity is not above 0, or the prior not between 0 and 1.

        >>> Quadratic.opened(100, 0.5).cost(1, [20, 100, 101]).round(6).tolist()
        [11.0, 75.0, inf]
        """
        return cls(*opening(liquidity, prior))

    def cost(self, side: ArrayLike, shares: ArrayLike) -> Floats:
        """What shares of a side cost; shares below 0 are sold, and bring what is below 0.

        Args:
            side: 1 for YES, 0 for NO.
            shares: How many; infinite cost where the price would leave [0, 1].

        Raises:
            ValueError: A side is neither.
        """
        price, other = facing(side, self.price, 1.0 - self.price)
        bought = np.asarray(shares, np.float64)
        rise = within(bought / (2.0 * self.liquidity), -price, other)
        return np.where(np.isnan(rise), np.inf, bought * (price + 0.5 * rise))

    def shares(self, side: ArrayLike, budget: ArrayLike) -> Floats:
        """How many shares of a side a budget buys, all that there are at most.

        Args:
            side: 1 for YES, 0 for NO.
            budget: What is spent, from 0.

        Raises:
            ValueError: A side is neither, or a budget is below 0.

        >>> Quadratic.opened(100, 0.5).shares(1, [11, 75, 80]).round(6).tolist()
        [20.0, 100.0, 100.0]
        """
        price, other = facing(side, self.price, 1.0 - self.price)
        spent = spending(budget)
        after = np.sqrt(price * price + spent / self.liquidity)
        mean = np.where(spent > 0.0, 0.5 * (price + after), 1.0)
        return np.minimum(spent / mean, 2.0 * self.liquidity * other)

    def shares_to(self, side: ArrayLike, price: ArrayLike) -> Floats:
        """How many shares of a side, bought or, below 0, sold, move the price there.

        Args:
            side: 1 for YES, 0 for NO.
            price: The probability of YES afterwards, in [0, 1].

        Raises:
            ValueError: A side is neither.

        >>> Quadratic.opened(100, 0.5).shares_to([1, 0], 0.6).round(6).tolist()
        [20.0, -20.0]
        """
        rise = np.asarray(price, np.float64) - self.price
        return signs(side) * 2.0 * self.liquidity * rise

    def after(self, side: ArrayLike, shares: ArrayLike) -> Self:
        """The markets once such a trade is made; NaN where it cannot be.

        Raises:
            ValueError: A side is neither.
        """
        rise = signs(side) * np.asarray(shares, np.float64) / (2.0 * self.liquidity)
        return replace(self, price=self.price + within(rise, -self.price, 1.0 - self.price))

    @property
    def worst_loss(self) -> Floats:
        """The most that the maker can lose from this state on: b max(p, 1 - p)^2."""
        return self.liquidity * np.square(np.maximum(self.price, 1.0 - self.price))

    payout = staticmethod(payout)
