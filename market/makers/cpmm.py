"""The constant-product market maker, in the form with a weight that Manifold calls Maniswap.

The maker holds Y YES and N NO shares, and every trade keeps Y^p N^(1 - p): what is paid is changed
into pairs of a YES and a NO share, and shares of the side that is bought leave the pool. The
probability is p N / ((1 - p) Y + p N). A trade that moves its log-odds by r leaves
N e^(p r) and Y e^(-(1 - p) r), and in this form nothing is raised to a power nor cancels.

In other words: a maker with constant expected log utility, whose belief is p and whose wealth is
Y if yes and N if no. What it can lose is what it holds. Source of the mechanism: Manifold's
calculate-cpmm.ts; of the logarithmic utility: Chen & Pennock 2007, UAI.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from market.makers.pairs import columns, facing
from market.makers.root import increasing_root
from market.makers.sides import opening, payout, signs, spending

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["CPMM"]


@dataclass(frozen=True, slots=True)
class CPMM:
    """A constant-product maker on binary questions, without a fee.

    Attributes:
        yes: YES shares in the pool, above 0.
        no: NO shares in the pool, above 0.
        weight: The exponent p, in (0, 1): the probability while both sides are alike.
    """

    yes: Floats
    no: Floats
    weight: Floats

    @classmethod
    def opened(cls, liquidity: ArrayLike, prior: ArrayLike) -> Self:
        """A pool of as many shares of either side, which are also the most that it can lose.

        Args:
            liquidity: Shares of each side.
            prior: The first probability.

        Raises:
            ValueError: The liquidity is not above 0, or the prior not between 0 and 1.

        >>> CPMM.opened(100, 0.5).shares(1, 10).round(6).item()
        19.090909
        """
        pairs, price = opening(liquidity, prior)
        return cls.of(pairs, pairs, price)

    @classmethod
    def of(cls, yes: ArrayLike, no: ArrayLike, weight: ArrayLike = 0.5) -> Self:
        """A pool of numbers that broadcast.

        Raises:
            ValueError: Shares are not above 0, or the weight not between 0 and 1.

        >>> CPMM.of(150, 50).price.item()
        0.25
        """
        held, against, exponent = columns(yes, no, weight)
        if not np.all((held > 0.0) & (against > 0.0)):
            raise ValueError("a pool must hold shares of both sides")
        if not np.all((exponent > 0.0) & (exponent < 1.0)):
            raise ValueError("the weight must lie between 0 and 1")
        return cls(held, against, exponent)

    @property
    def price(self) -> Floats:
        """The price of a YES share, in credits: the market's probability."""
        here = self.weight * self.no
        price: Floats = here / ((1.0 - self.weight) * self.yes + here)
        return price

    def cost(self, side: ArrayLike, shares: ArrayLike) -> Floats:
        """What shares of a side cost; to sell them is to buy the other side and redeem the pairs.

        Args:
            side: 1 for YES, 0 for NO.
            shares: How many; below 0 they are sold.

        >>> CPMM.of(100, 100).cost(1, [10, -10]).round(6).tolist()
        [5.124922, -4.875078]
        """
        _, other, weight = self._facing(side)
        cost: Floats = other * np.expm1(weight * self._rise(side, shares))
        return cost

    def shares(self, side: ArrayLike, budget: ArrayLike) -> Floats:
        """How many shares of a side a budget buys.

        Args:
            side: 1 for YES, 0 for NO.
            budget: What is spent, from 0.

        Raises:
            ValueError: A side is neither, or a budget is below 0.
        """
        return self._shares(side, self._rise_for(side, budget))

    def shares_to(self, side: ArrayLike, price: ArrayLike) -> Floats:
        """How many shares of a side, bought or, below 0, sold, move the price there.

        Args:
            side: 1 for YES, 0 for NO.
            price: The probability of YES afterwards, in (0, 1).
        """
        return self._shares(side, self._rise_to(side, price))

    def budget_to(self, side: ArrayLike, price: ArrayLike) -> Floats:
        """What has to be spent on a side to move the price there; below 0, what selling brings.

        Args:
            side: 1 for YES, 0 for NO.
            price: The probability of YES afterwards, in (0, 1).

        >>> CPMM.of(100, 100).budget_to([1, 0], 0.6).round(6).tolist()
        [22.474487, -18.350342]
        """
        _, other, weight = self._facing(side)
        budget: Floats = other * np.expm1(weight * self._rise_to(side, price))
        return budget

    def after(self, side: ArrayLike, shares: ArrayLike) -> Self:
        """The pool once such a trade is made."""
        return self._moved(side, self._rise(side, shares))

    def after_spending(self, side: ArrayLike, budget: ArrayLike) -> Self:
        """The pool once a budget is spent: exact also where next to nothing is left of a side.

        >>> CPMM.of(100, 100).after_spending(1, 1e9).yes.round(12).item()
        9.999999e-06
        """
        return self._moved(side, self._rise_for(side, budget))

    def with_liquidity(self, amount: ArrayLike) -> Self:
        """The pool with more pairs in it, and the weight that keeps the probability.

        Args:
            amount: Pairs added, or, below 0, taken out.

        Raises:
            ValueError: The pool does not hold as many.

        >>> CPMM.of(150, 50).with_liquidity(20).weight.round(6).item()
        0.447368
        """
        pairs, price = np.asarray(amount, np.float64), self.price
        yes, no = self.yes + pairs, self.no + pairs
        here = price * yes
        return type(self).of(yes, no, here / (here + (1.0 - price) * no))

    @property
    def worst_loss(self) -> Floats:
        """What the pool would pay for the side of which it holds more, and may hold none of."""
        return np.maximum(self.yes, self.no)

    payout = staticmethod(payout)

    def _facing(self, side: ArrayLike) -> tuple[Floats, Floats, Floats]:
        """Shares of the side and of the other in the pool, and the side's weight."""
        own, other = facing(side, self.yes, self.no)
        return own, other, facing(side, self.weight, 1.0 - self.weight)[0]

    def _shares(self, side: ArrayLike, rise: Floats) -> Floats:
        """Shares of a side that raise its log-odds: the pairs made of what is paid, and more."""
        own, other, weight = self._facing(side)
        shares: Floats = other * np.expm1(weight * rise) - own * np.expm1((weight - 1.0) * rise)
        return shares

    def _rise_for(self, side: ArrayLike, budget: ArrayLike) -> Floats:
        _, other, weight = self._facing(side)
        rise: Floats = np.log1p(spending(budget) / other) / weight
        return rise

    def _rise_to(self, side: ArrayLike, price: ArrayLike) -> Floats:
        target = np.asarray(price, np.float64)
        odds = target / (1.0 - target) * (1.0 - self.weight) * self.yes
        rise: Floats = signs(side) * np.log(odds / (self.weight * self.no))
        return rise

    def _rise(self, side: ArrayLike, shares: ArrayLike) -> Floats:
        """How much the log-odds of a side rise as shares are bought."""
        bought, own, other, weight = columns(shares, *self._facing(side))
        if np.all(weight == 0.5):  # noqa: PLR2004 -- even weights make the equation a quadratic
            return _even_rise(bought, own, other)

        def over(rise: Floats) -> tuple[Floats, Floats]:
            paid, left = np.exp(weight * rise), np.exp((weight - 1.0) * rise)
            slope = weight * other * paid + (1.0 - weight) * own * left
            return self._shares(side, rise) - bought, slope

        low = -np.log1p(np.maximum(-bought, 0.0) / own) / (1.0 - weight)
        high = np.log1p(np.maximum(bought, 0.0) / other) / weight
        start = np.clip(bought / (weight * other + (1.0 - weight) * own), low, high)
        return increasing_root(over, low, high, start)

    def _moved(self, side: ArrayLike, rise: Floats) -> Self:
        up = signs(side) * rise
        yes, no = self.yes * np.exp((self.weight - 1.0) * up), self.no * np.exp(self.weight * up)
        return type(self)(*columns(yes, no, self.weight))


def _even_rise(shares: Floats, own: Floats, other: Floats) -> Floats:
    """The rise where p = 1/2, from the root of c^2 + c (own + other - shares) = other shares."""
    total = own + other - shares
    root = np.hypot(shares + other - own, 2.0 * np.sqrt(own * other))
    with np.errstate(divide="ignore", invalid="ignore"):  # the branch that is not taken
        cost = np.where(total > 0.0, 2.0 * other * shares / (total + root), 0.5 * (root - total))
    return np.asarray(2.0 * np.log1p(cost / other), np.float64)
