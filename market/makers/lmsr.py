"""The logarithmic market scoring rule: a price is a logistic function of what was sold.

With log-odds of the price of a side t, and x shares of it in units of the liquidity b, a trade
costs b ln(1 - p + p e^x), p = 1 / (1 + e^-t). Sources: Hanson 2003, Information Systems Frontiers
5:107; Hanson 2007, Journal of Prediction Markets 1:3.

No cost is the difference of two values of the cost function, which have all their digits in
common where a trade is small; nor is it the logarithm of a sum of nearly 1. The error is below
1e-15 of the cost, however small, that belongs to the log-odds and to x as they were rounded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from market.makers.logarithms import softplus, softplus_rise
from market.makers.sides import opening, payout, signs, spending
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["LMSR", "liquidity_for"]

_SMALL = 1.0
"""Money, in units of b, up to which a budget is small."""

_FURTHEST = 700.0
"""Log-odds of the least probability that a double holds in full."""


@dataclass(frozen=True, slots=True)
class LMSR:
    """Binary markets of the logarithmic market scoring rule.

    Attributes:
        liquidity: The parameter b, in credits.
        log_odds: Those of the price of YES: the whole state.
    """

    liquidity: Floats
    log_odds: Floats

    @classmethod
    def opened(cls, liquidity: ArrayLike, prior: ArrayLike) -> Self:
        """Markets that open at a price.

        Args:
            liquidity: The parameter b, above 0.
            prior: The first price, in (0, 1).

        Raises:
            ValueError: The liquidity is not above 0, or the prior not between 0 and 1.

        >>> LMSR.opened(100, 0.5).cost(1, [10, -10]).round(6).tolist()
        [5.124948, -4.875052]
        """
        scale, price = opening(liquidity, prior)
        return cls(scale, logit(price))

    @classmethod
    def of_quantities(cls, yes: ArrayLike, no: ArrayLike, liquidity: ArrayLike) -> Self:
        """Markets that have sold so many shares of each side since they opened at one half.

        Raises:
            ValueError: The liquidity is not above 0.

        >>> LMSR.of_quantities(10, 0, 100).price.round(6).item()
        0.524979
        """
        scale, _ = opening(liquidity, 0.5)
        lead = np.asarray(yes, np.float64) - np.asarray(no, np.float64)
        return cls(scale, lead / scale)

    @property
    def price(self) -> Floats:
        """The price of a YES share, in credits: the market's probability."""
        return expit(self.log_odds)

    def cost(self, side: ArrayLike, shares: ArrayLike) -> Floats:
        """What shares of a side cost; shares below 0 are sold, and bring what is below 0.

        Args:
            side: 1 for YES, 0 for NO.
            shares: How many.

        Raises:
            ValueError: A side is neither.

        >>> LMSR.of_quantities(1e6, 0, 1).cost([1, 0], 1e-10).tolist()
        [1e-10, 0.0]
        """
        bought = np.asarray(shares, np.float64) / self.liquidity
        return self.liquidity * softplus_rise(signs(side) * self.log_odds, bought)

    def shares(self, side: ArrayLike, budget: ArrayLike) -> Floats:
        """How many shares of a side a budget buys.

        Args:
            side: 1 for YES, 0 for NO.
            budget: What is spent, from 0.

        Raises:
            ValueError: A side is neither, or a budget is below 0.

        >>> LMSR.opened(100, 0.5).shares(1, 10).round(6).item()
        19.090283
        """
        spent = spending(budget) / self.liquidity
        return self.liquidity * _bought(signs(side) * self.log_odds, spent)

    def shares_to(self, side: ArrayLike, price: ArrayLike) -> Floats:
        """How many shares of a side, bought or, below 0, sold, move the price there.

        Args:
            side: 1 for YES, 0 for NO.
            price: The probability of YES afterwards, in (0, 1).

        Raises:
            ValueError: A side is neither.

        >>> LMSR.opened(100, 0.5).shares_to([1, 0], 0.6).round(6).tolist()
        [40.546511, -40.546511]
        """
        return signs(side) * self.liquidity * (logit(price) - self.log_odds)

    def after(self, side: ArrayLike, shares: ArrayLike) -> Self:
        """The markets once such a trade is made.

        Raises:
            ValueError: A side is neither.
        """
        bought = np.asarray(shares, np.float64) / self.liquidity
        return replace(self, log_odds=self.log_odds + signs(side) * bought)

    @property
    def worst_loss(self) -> Floats:
        """The most that the maker can lose from this state on: b ln(1 / p) of the less likely."""
        return self.liquidity * softplus(np.abs(self.log_odds))

    payout = staticmethod(payout)


def liquidity_for(subsidy: ArrayLike, prior: ArrayLike = 0.5) -> Floats:
    """The parameter b of a market that opens at a price and loses a subsidy at most.

    >>> liquidity_for([69.3147, 230.2585], [0.5, 0.1]).round(2).tolist()
    [100.0, 100.0]
    """
    return np.asarray(subsidy, np.float64) / softplus(np.abs(logit(prior)))


def _bought(log_odds: Floats, spent: Floats) -> Floats:
    """The shares that a budget buys, both in units of b: ln((e^m - 1 + p) / p)."""
    p = expit(log_odds)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):  # in the other branch
        near = np.log1p(np.expm1(spent) / p)
        far = spent + softplus(-log_odds) + np.log(p * np.exp(-spent) - np.expm1(-spent))
    return np.where((spent < _SMALL) & (log_odds > -_FURTHEST), near, far)
