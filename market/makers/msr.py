"""Any proper scoring rule as a market maker.

The state of a market is how much more its price scores at YES than at NO, in units of the
liquidity: x shares of YES bought add x / b to it. With L1 and L0 the losses of a price p at YES
and at NO, the state at p is L0 - L1, and what has been paid by then, with the loss of the first
price, is the convex cost function: C = L0 = state + L1. Where a rule does not tell probabilities
apart its price stands still or jumps, while C remains what it is, the greatest of
p (state - L0 + L1) + L0 over all p. Sources: Hanson 2003, Information Systems Frontiers 5:107;
Abernethy, Chen & Vaughan 2013, ACM Transactions on Economics and Computation 1(2).

For the log, Brier and spherical rules the closed forms of ``lmsr``, ``quadratic`` and
``spherical`` are quicker and exact: here every price is the root of an equation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Self

import numpy as np

from market.makers.sides import opening, payout, signs, spending, within

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from scoring.rules import Rule

    Floats = NDArray[np.float64]

__all__ = ["MSR"]

_ONE = np.float64(1.0).view(np.int64)
"""The bits of 1: those of all numbers from 0 to 1 are no more, and in the same order."""

_HALVINGS = 63
"""After as many one of these is left."""


@dataclass(frozen=True, slots=True)
class MSR:
    """Binary markets of a proper scoring rule.

    Attributes:
        rule: The rule.
        liquidity: The factor b of its losses, in credits.
        state: How much less the price loses at YES than at NO, in units of b.
    """

    rule: Rule
    liquidity: Floats
    state: Floats

    @classmethod
    def opened(cls, rule: Rule, liquidity: ArrayLike, prior: ArrayLike) -> Self:
        """Markets that open at a price.

        Args:
            rule: A proper rule.
            liquidity: The factor b, above 0.
            prior: The first price, in (0, 1).

        Raises:
            ValueError: The rule is improper, the liquidity is not above 0, or the prior not
                between 0 and 1.

        >>> from scoring.rules import BRIER
        >>> MSR.opened(BRIER, 100, 0.5).cost(1, [20, 100, 101]).round(6).tolist()
        [11.0, 75.0, inf]
        """
        scale, price = opening(liquidity, prior)
        return cls(rule.required_proper(), scale, _lead(rule, price))

    @property
    def price(self) -> Floats:
        """The price of a YES share: the market's probability."""
        return _inverse(partial(_lead, self.rule), self.state)

    def cost(self, side: ArrayLike, shares: ArrayLike) -> Floats:
        """What shares of a side cost; shares below 0 are sold, and bring what is below 0.

        Args:
            side: 1 for YES, 0 for NO.
            shares: How many; infinite cost where no price is so far away.

        Raises:
            ValueError: A side is neither.
        """
        sign, bought = signs(side), np.asarray(shares, np.float64) / self.liquidity
        change = self._possible(sign * bought)
        then = replace(self, state=self.state + np.nan_to_num(change))
        before, after = self.price, then.price
        rise = then._paid(sign, after) - self._paid(sign, before)  # noqa: SLF001 - its own kind
        # The mean price lies between the two: of a small trade most digits are known.
        ends = bought * _own(sign, before), bought * _own(sign, after)
        rise = np.clip(rise, np.minimum(*ends), np.maximum(*ends))
        return np.where(np.isnan(change), np.inf, self.liquidity * rise)

    def shares(self, side: ArrayLike, budget: ArrayLike) -> Floats:
        """How many shares of a side a budget buys, all that there are at most.

        Args:
            side: 1 for YES, 0 for NO.
            budget: What is spent, from 0.

        Raises:
            ValueError: A side is neither, or a budget is below 0.

        >>> from scoring.rules import SPHERICAL
        >>> MSR.opened(SPHERICAL, 100, 0.5).shares(1, 15).round(6).item()
        27.333409
        """
        sign = signs(side)
        target = self._paid(sign, self.price) + spending(budget) / self.liquidity

        def loss(own: Floats) -> Floats:
            return self.rule.loss(_own(sign, own), np.where(sign > 0.0, 0.0, 1.0))

        own = _inverse(loss, target)
        reached = sign * _lead(self.rule, _own(sign, own)) + (target - loss(own)) / own
        most = np.where(sign > 0.0, _lead(self.rule, 1.0), -_lead(self.rule, 0.0))
        return self.liquidity * (np.minimum(reached, most) - sign * self.state)

    def shares_to(self, side: ArrayLike, price: ArrayLike) -> Floats:
        """How many shares of a side, bought or, below 0, sold, move the price there.

        Args:
            side: 1 for YES, 0 for NO.
            price: The probability of YES afterwards, in (0, 1).

        Raises:
            ValueError: A side is neither, or a price lies outside [0, 1].
        """
        return signs(side) * self.liquidity * (_lead(self.rule, price) - self.state)

    def after(self, side: ArrayLike, shares: ArrayLike) -> Self:
        """The markets once such a trade is made; NaN where it cannot be.

        Raises:
            ValueError: A side is neither.
        """
        change = signs(side) * np.asarray(shares, np.float64) / self.liquidity
        return replace(self, state=self.state + self._possible(change))

    @property
    def worst_loss(self) -> Floats:
        """The most that the maker can lose from this state on: the price's greater loss."""
        price = self.price
        losses = (self._paid(signs(side), price) for side in (1, 0))
        return self.liquidity * np.maximum(*losses)

    payout = staticmethod(payout)

    def _possible(self, change: Floats) -> Floats:
        """A change of the state that some price has; NaN where none has."""
        lowest, highest = (_lead(self.rule, price) - self.state for price in (0.0, 1.0))
        return within(change, lowest, highest)

    def _paid(self, sign: Floats, price: Floats) -> Floats:
        """The cost function of a side in units of b: what the price loses if the other wins."""
        loss = self.rule.loss(price, np.where(sign > 0.0, 0.0, 1.0))
        return loss + sign * _own(sign, price) * (self.state - _lead(self.rule, price))


def _own(sign: Floats, price: Floats) -> Floats:
    """The price of a side, given that of YES; or the other way round."""
    return np.where(sign > 0.0, price, 1.0 - price)


def _lead(rule: Rule, price: ArrayLike) -> Floats:
    """How much less a price loses at YES than at NO."""
    return np.asarray(rule.loss(price, 0.0) - rule.loss(price, 1.0))


def _inverse(function: Callable[[Floats], Floats], target: Floats) -> Floats:
    """The least double above 0 at which an increasing function of it has reached a target.

    Halves not the interval but the doubles in it, which are as close to 0 as they come. Where
    the target is not reached below 1, it is the last double before.
    """
    low, high = np.zeros(target.shape, np.int64), np.full(target.shape, _ONE - 1)
    for _ in range(_HALVINGS):
        middle = (low + high + 1) // 2
        is_there = function(middle.view(np.float64)) >= target
        low, high = np.where(is_there, low, middle), np.where(is_there, middle, high)
    return high.view(np.float64)
