"""The spherical market scoring rule.

With the rule b p(outcome) / h, h = sqrt(p^2 + (1 - p)^2), scores are b times the sine and cosine
of an angle, and shares are the change of their difference. In units of b it runs from -1, where
the price is 0, to 1: after a number of shares no more can be traded at any price. What is here
called the *edge* is how far it is from -1, which keeps the digits of small prices. Sources:
Hanson 2003, Information Systems Frontiers 5:107; Gneiting & Raftery 2007, JASA 102:359.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from market.makers.moves import spherical
from market.makers.pairs import facing
from market.makers.sides import opening, payout, signs, spending, within

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["Spherical"]


@dataclass(frozen=True, slots=True)
class Spherical:
    """Binary markets of the spherical market scoring rule.

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

        >>> Spherical.opened(100, 0.5).cost(1, [20, 100, 101]).round(6).tolist()
        [10.710678, 70.710678, inf]
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
        after = _moved(price, other, bought / self.liquidity)
        first, second = 1.0 / np.hypot(price, other), 1.0 / np.hypot(after, 1.0 - after)
        mean = (price * first + after * second) / (first + second)
        return np.where(np.isnan(mean), np.inf, bought * mean)

    def shares(self, side: ArrayLike, budget: ArrayLike) -> Floats:
        """How many shares of a side a budget buys, all that there are at most.

        Args:
            side: 1 for YES, 0 for NO.
            budget: What is spent, from 0.

        Raises:
            ValueError: A side is neither, or a budget is below 0.

        >>> Spherical.opened(100, 0.5).shares(1, [15, 70.710678, 80]).round(6).tolist()
        [27.333409, 100.0, 100.0]
        """
        price, other = facing(side, self.price, 1.0 - self.price)
        norm = np.hypot(price, other)
        sine, cosine = price / norm, other / norm
        spent = np.minimum(spending(budget) / self.liquidity, cosine)
        left = cosine - spent
        after = np.sqrt((1.0 + left) * (sine * sine / (1.0 + cosine) + spent))
        gained = np.where(spent > 0.0, sine + after, 1.0)
        return self.liquidity * spent * (1.0 + (cosine + left) / gained)

    def shares_to(self, side: ArrayLike, price: ArrayLike) -> Floats:
        """How many shares of a side, bought or, below 0, sold, move the price there.

        Args:
            side: 1 for YES, 0 for NO.
            price: The probability of YES afterwards, in [0, 1].

        Raises:
            ValueError: A side is neither.

        >>> Spherical.opened(100, 0.5).shares_to([1, 0], 0.6).round(6).tolist()
        [27.73501, -27.73501]
        """
        return signs(side) * spherical(self.liquidity, self.price, price).shares

    def after(self, side: ArrayLike, shares: ArrayLike) -> Self:
        """The markets once such a trade is made; NaN where it cannot be.

        Raises:
            ValueError: A side is neither.
        """
        change = signs(side) * np.asarray(shares, np.float64) / self.liquidity
        return replace(self, price=_moved(self.price, 1.0 - self.price, change))

    @property
    def worst_loss(self) -> Floats:
        """The most that the maker can lose from this state on: b less the lower score."""
        other = 1.0 - self.price
        return self.liquidity * (1.0 - np.minimum(self.price, other) / np.hypot(self.price, other))

    payout = staticmethod(payout)


def _moved(price: Floats, other: Floats, change: Floats) -> Floats:
    """The price of a side after a trade in units of b; NaN where no price is so far away."""
    edge = _edge(price, other)
    moved = edge + within(change, -edge, 2.0 - edge)
    nearer = np.minimum(moved, 2.0 - moved)
    room = moved * (2.0 - moved)
    root = np.sqrt(1.0 + room)
    unlikely = room / (root * (root + 1.0 - nearer))
    return np.asarray(np.where(moved <= 1.0, unlikely, 1.0 - unlikely))


def _edge(price: Floats, other: Floats) -> Floats:
    """1 more than the difference of the scores, in units of b: 0 at a price of 0, 2 at 1."""
    norm = np.hypot(price, other)
    lead = np.abs(other - price)
    short = 2.0 * price * other / (norm * (norm + lead))
    return np.asarray(np.where(price <= other, short, 2.0 - short))
