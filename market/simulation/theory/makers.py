"""Laws of market makers: no free money, no unbounded loss, and what scoring rules promise.

Random trades that can be made in any order, in many markets at once, with every maker of the
registry. Sources: Hanson 2003, Information Systems Frontiers 5:107; Abernethy, Chen & Vaughan 2013,
ACM Transactions on Economics and Computation 1(2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from market.makers.registry import MAKERS, Law, opened
from market.simulation.theory.check import at_most, vanishes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from market.makers.maker import Maker
    from market.makers.registry import Mechanism
    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort
    from scoring.rules import Rule

    Floats = NDArray[np.float64]

__all__ = ["makers"]

_SUBSIDY = 100.0
_TRADES = 12
_OUTCOMES = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class _Trades:
    """Purchases, a row for each trade and a column for each market.

    Attributes:
        side: 1 for YES, 0 for NO.
        shares: How many.
    """

    side: Floats
    shares: Floats

    @classmethod
    def drawn(cls, maker: Maker, dice: np.random.Generator) -> Self:
        """Parts of what would bring the price near an end."""
        side = dice.integers(0, 2, (_TRADES, maker.price.size)).astype(np.float64)
        reach = maker.shares_to(side, np.where(side > 0.0, 0.98, 0.02))
        return cls(side, dice.random(side.shape) * reach / _TRADES)

    def made(self, maker: Maker) -> tuple[Maker, Floats]:
        """The maker after all of them, and what they cost together."""
        paid = np.zeros(maker.price.shape)
        for side, shares in zip(self.side, self.shares, strict=True):
            paid += maker.cost(side, shares)
            maker = maker.after(side, shares)
        return maker, paid

    def worth(self, maker: Maker, outcome: float) -> Floats:
        """What all the shares pay at an outcome."""
        worth: Floats = np.sum(self.shares * maker.payout(self.side, outcome), axis=0)
        return worth

    def shuffled(self, dice: np.random.Generator) -> Self:
        """The same in another order."""
        order = dice.permutation(_TRADES)
        return type(self)(self.side[order], self.shares[order])

    def back(self) -> Self:
        """The sales that undo them."""
        return type(self)(self.side, -self.shares)


class _Market(NamedTuple):
    """Markets of one mechanism.

    Attributes:
        mechanism: The mechanism.
        first: The makers as they opened.
        trades: What was bought.
        last: The makers after it.
        paid: What it cost in each market.
    """

    mechanism: Mechanism
    first: Maker
    trades: _Trades
    last: Maker
    paid: Floats

    @classmethod
    def traded(cls, name: str, prior: Floats, dice: np.random.Generator) -> Self:
        """Markets that opened at some prices, and were traded in."""
        first = opened(name, subsidy=_SUBSIDY, prior=prior)
        trades = _Trades.drawn(first, dice)
        return cls(MAKERS[name], first, trades, *trades.made(first))

    def lost(self, outcome: float) -> Floats:
        """What the makers lose at an outcome."""
        return self.trades.worth(self.last, outcome) - self.paid


def makers(effort: Effort) -> Iterator[Check]:
    """Every market maker: bounded loss, no arbitrage, and the score that it pays."""
    dice = effort.rng("makers")
    prior = dice.uniform(0.05, 0.95, effort.size(5000, 200))
    markets = [_Market.traded(name, prior, dice) for name in MAKERS]
    lost = [market.lost(outcome) for market in markets for outcome in _OUTCOMES]
    yield at_most("loss of a maker with 100 credits to lose", lost, _SUBSIDY)
    off = [one.trades.shuffled(dice).made(one.first)[1] - one.paid for one in markets]
    yield vanishes("trades in another order: change of the cost", off)
    off = [one.trades.back().shuffled(dice).made(one.last)[1] + one.paid for one in markets]
    yield vanishes("all sold again in another order: total cost", off)
    fair = [one.first for one in markets if Law.SETS_COST_ONE in one.mechanism.laws]
    yield vanishes("7 shares of both sides: cost less 7 credits", [_set(one) for one in fair])
    ruled = [_unexplained(one, one.mechanism.rule) for one in markets if one.mechanism.rule]
    yield vanishes("loss of a rule's maker less b times gain in score", ruled)


def _set(maker: Maker) -> Floats:
    """What seven complete sets cost beyond seven credits, the less likely side first."""
    rare = np.where(maker.price < 0.5, 1.0, 0.0)  # noqa: PLR2004 - one half
    first, second = maker.cost(rare, 7.0), maker.after(rare, 7.0).cost(1.0 - rare, 7.0)
    return first + second - 7.0


def _unexplained(market: _Market, rule: Rule) -> list[Floats]:
    """What the makers lose beyond the liquidity times what their last price scores better."""
    before, after = market.first.price, market.last.price
    liquidity = _SUBSIDY / market.mechanism.opened(1.0, before).worst_loss
    return [
        market.lost(outcome) - liquidity * (rule.loss(before, outcome) - rule.loss(after, outcome))
        for outcome in _OUTCOMES
    ]
