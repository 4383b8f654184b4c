"""The liquidity-sensitive LMSR: the market becomes deeper as it sells.

The liquidity b is alpha times all the shares outstanding, in C(q) = b ln sum(e^(q_i / b)) before
a trade and after it alike. (To hold b fixed during a trade is another market, and not a safe one:
a round trip through it earns money.) C and its prices, the slopes of C, belong to all q >= 0
together: C grows in proportion to q, so that C(q) = sum(q_i p_i), and the prices depend on the
ratios of q alone. They sum to more than 1, up to 1 + 2 alpha ln 2: what pays for the liquidity.
Source: Othman, Pennock, Reeves & Sandholm 2013, ACM Transactions on Economics and Computation
1(3).

With d = own - other and S = own + other, C = other + b softplus(d / b); a trade of s changes d / b
by 2 s other / (b (S + s)). In these terms nothing cancels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from market.makers.logarithms import softplus, softplus_rise
from market.makers.pairs import columns, facing
from market.makers.root import increasing_root
from market.makers.sides import opening, payout, signs, spending
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["LSLMSR"]


@dataclass(frozen=True, slots=True)
class LSLMSR:
    """A liquidity-sensitive LMSR on binary questions.

    A set of a YES and a NO share costs more than it pays, so that selling YES is not buying NO.

    Attributes:
        yes: YES shares outstanding, those it began with among them.
        no: NO shares outstanding.
        alpha: Liquidity for each share outstanding, above 0.
    """

    yes: Floats
    no: Floats
    alpha: Floats

    @classmethod
    def opened(cls, liquidity: ArrayLike, prior: ArrayLike, alpha: ArrayLike = 0.05) -> Self:
        """A maker at its beginning.

        Args:
            liquidity: The first b.
            prior: The first probability, short of the limits that alpha sets.
            alpha: Liquidity for each share outstanding.

        Raises:
            ValueError: The liquidity or alpha is not above 0, or the prior out of reach.

        >>> maker = LSLMSR.opened(1, 0.6)
        >>> maker.price.round(12).item(), (0.05 * (maker.yes + maker.no)).item()
        (0.6, 1.0)
        """
        scale, price = opening(liquidity, prior)
        depth, target, slope = columns(scale, logit(price), _above_zero(alpha))
        if not np.all(np.abs(target) < _log_odds(1.0 / slope, slope)[0]):
            raise ValueError("with this alpha the prior is out of reach")
        lead = slope * _lead_at(target, slope, np.zeros_like(target))
        half = 0.5 * depth / slope
        return cls.of(half * (1.0 + lead), half * (1.0 - lead), slope)

    @classmethod
    def of(cls, yes: ArrayLike, no: ArrayLike, alpha: ArrayLike) -> Self:
        """A maker of numbers that broadcast.

        Raises:
            ValueError: Shares are below 0 or none at all, or alpha is not above 0.

        >>> LSLMSR.of(10, 10, 0.05).cost(1, 5).round(6).item()
        4.32954
        """
        held, against, slope = columns(yes, no, _above_zero(alpha))
        if not np.all((held >= 0.0) & (against >= 0.0) & (held + against > 0.0)):
            raise ValueError("shares outstanding must not be below 0, nor all be 0")
        return cls(held, against, slope)

    @property
    def prices(self) -> Floats:
        """What the next share costs, of YES and of NO, on the last axis; more than 1 together."""
        sides = ((self.yes, self.no), (self.no, self.yes))
        return np.stack([_first_price(*pair, self.alpha) for pair in sides], axis=-1)

    @property
    def price(self) -> Floats:
        """The market's probability of YES: its price as a share of the two prices."""
        prices = self.prices
        return np.asarray(prices[..., 0] / prices.sum(axis=-1), np.float64)

    def cost(self, side: ArrayLike, shares: ArrayLike) -> Floats:
        """What shares of a side cost; infinite where more are sold than are outstanding.

        Args:
            side: 1 for YES, 0 for NO.
            shares: How many; below 0 they are sold.
        """
        bought = np.asarray(shares, np.float64)
        own, other = facing(side, self.yes, self.no)
        sold_out = bought < -own
        total, more = own + other, np.where(sold_out, own, own + bought) + other
        liquidity = self.alpha * total
        odds = (own - other) / liquidity
        with np.errstate(invalid="ignore"):  # nothing is left of either side
            rise = np.where(more > 0.0, 2.0 * bought * other / (liquidity * more), 0.0)
        deeper = self.alpha * bought * softplus(odds + rise)
        cost: Floats = np.where(sold_out, np.inf, deeper + liquidity * softplus_rise(odds, rise))
        return cost

    def shares(self, side: ArrayLike, budget: ArrayLike) -> Floats:
        """How many shares of a side a budget buys, from 0: by Newton's method.

        C is convex, so that the first price is a lower bound of the mean price; and a share costs
        a credit at least, less what C is above the side's own shares.

        Args:
            side: 1 for YES, 0 for NO.
            budget: What is spent, from 0.

        Raises:
            ValueError: A side is neither, or a budget is below 0.
        """
        own, other = facing(side, self.yes, self.no)
        spent, own, other, alpha = columns(spending(budget), own, other, self.alpha)

        def over(shares: Floats) -> tuple[Floats, Floats]:
            return self.cost(side, shares) - spent, _first_price(own + shares, other, alpha)

        liquidity = alpha * (own + other)
        above = liquidity * softplus((other - own) / liquidity)
        with np.errstate(divide="ignore", invalid="ignore"):  # a price may be too small for doubles
            most = np.fmin(spent / _first_price(own, other, alpha), spent + above)
        return increasing_root(over, np.zeros_like(most), most, most)

    def shares_to(self, side: ArrayLike, price: ArrayLike) -> Floats:
        """How many shares of a side, bought or, below 0, sold, move the probability there.

        Infinite where no trade on that side does: probabilities have a limit short of 1, at which
        one side alone is outstanding.

        Args:
            side: 1 for YES, 0 for NO.
            price: The probability of YES afterwards, in (0, 1).
        """
        own, other = facing(side, self.yes, self.no)
        target, own, other, alpha = columns(signs(side) * logit(price), own, other, self.alpha)
        lead = (own - other) / (own + other)
        led = alpha * _lead_at(target, alpha, lead / alpha)
        with np.errstate(divide="ignore", invalid="ignore"):  # the other side is left behind
            shares = (own + other) * (led - lead) / (1.0 - led)
        reached = np.abs(target) < _log_odds(1.0 / alpha, alpha)[0]
        found: Floats = np.where(reached, shares, np.copysign(np.inf, target))
        return found

    def after(self, side: ArrayLike, shares: ArrayLike) -> Self:
        """The maker once such a trade is made, of no more shares sold than are outstanding."""
        yes, no = facing(side, shares, 0.0)
        return type(self)(*columns(self.yes + yes, self.no + no, self.alpha))

    @property
    def worst_loss(self) -> Floats:
        """C less the shares of the side of which fewer are outstanding.

        C is never less than what either side is owed, so that no path costs more than this. What
        the maker began with is its own.
        """
        liquidity = self.alpha * (self.yes + self.no)
        return np.asarray(liquidity * softplus(np.abs(self.yes - self.no) / liquidity), np.float64)

    payout = staticmethod(payout)


def _above_zero(alpha: ArrayLike) -> Floats:
    slope = np.asarray(alpha, np.float64)
    if not np.all(slope > 0.0):
        raise ValueError("alpha must be above 0")
    return slope


def _first_price(own: Floats, other: Floats, alpha: Floats) -> Floats:
    """What the next share of a side costs."""
    total = own + other
    odds = (own - other) / (alpha * total)
    price: Floats = alpha * softplus(odds) + 2.0 * expit(odds) * other / total
    return price


def _log_odds(odds: Floats, alpha: Floats) -> tuple[Floats, Floats]:
    """Log-odds of the market's probability where (own - other) / b is so much, and their slope."""
    lead = alpha * odds
    price = alpha * softplus(odds) + expit(odds) * (1.0 - lead)
    against = alpha * softplus(-odds) + expit(-odds) * (1.0 + lead)
    bend = expit(odds) * expit(-odds)
    with np.errstate(divide="ignore", invalid="ignore"):  # a price may be too small for doubles
        return np.log(price / against), bend * ((1.0 - lead) / price + (1.0 + lead) / against)


def _lead_at(target: Floats, alpha: Floats, start: Floats) -> Floats:
    """Where (own - other) / b must be for the probability's log-odds to be the target."""

    def over(odds: Floats) -> tuple[Floats, Floats]:
        value, slope = _log_odds(odds, alpha)
        return value - target, slope

    return increasing_root(over, -1.0 / alpha, 1.0 / alpha, start)
