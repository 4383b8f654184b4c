"""Laws of market makers: no free money, no unbounded loss, and what scoring rules promise.

Random trades that can be made in any order, in many markets at once, with every maker of the
registry. Sources: Hanson 2003, Information Systems Frontiers 5:107; Abernethy, Chen & Vaughan 2013,
ACM Transactions on Economics and Computation 1(2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from market.makers.registry import MAKERS, Law, opened
from market.simulation.theory.check import at_most, vanishes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from market.makers.maker import Maker
    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort

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

    def shuffled(self, dice: np.random.Generator) -> Self:
        """The same in another order."""
        order = dice.permutation(_TRADES)
        return type(self)(self.side[order], self.shares[order])

    def back(self) -> Self:
        """The sales that undo them."""
        return type(self)(self.side, -self.shares)


def makers(effort: Effort) -> Iterator[Check]:
    """Every market maker: bounded loss, no arbitrage, and the score that it pays."""
    dice = effort.rng("makers")
    prior = dice.uniform(0.05, 0.95, effort.size(2000, 200))
    first = {name: opened(name, subsidy=_SUBSIDY, prior=prior) for name in MAKERS}
    orders = {name: _Trades.drawn(maker, dice) for name, maker in first.items()}
    last = {name: orders[name].made(maker) for name, maker in first.items()}
    yield _bounded(orders, last)
    other = {name: orders[name].shuffled(dice).made(first[name])[1] for name in MAKERS}
    off = [other[name] - paid for name, (_, paid) in last.items()]
    yield vanishes("trades in another order: change of the cost", off)
    undone = {name: orders[name].back().shuffled(dice) for name in MAKERS}
    got = [undone[name].made(maker)[1] + paid for name, (maker, paid) in last.items()]
    yield vanishes("all sold again in another order: total cost", got)
    yield _sets(first)
    yield _scored(first, orders, last)


def _owed(maker: Maker, trades: _Trades, outcome: float) -> Floats:
    """What all shares that were bought pay at an outcome."""
    pays = [maker.payout(side, outcome) for side in _OUTCOMES]
    bought = [np.sum(trades.shares * (trades.side == side), axis=0) for side in _OUTCOMES]
    owed: Floats = np.sum(np.stack(bought) * np.stack(np.broadcast_arrays(*pays, bought[0])[:2]), 0)
    return owed


def _bounded(orders: dict[str, _Trades], last: dict[str, tuple[Maker, Floats]]) -> Check:
    worst = [
        (_owed(maker, orders[name], outcome) - paid).max()
        for name, (maker, paid) in last.items()
        for outcome in _OUTCOMES
    ]
    return at_most("loss of a maker with 100 credits to lose", worst, _SUBSIDY)


def _sets(first: dict[str, Maker]) -> Check:
    """Complete sets, where the law is that they cost a credit."""
    off = []
    for name, maker in first.items():
        if Law.SETS_COST_ONE in MAKERS[name].laws:
            rare = np.where(maker.price < 0.5, 1.0, 0.0)  # noqa: PLR2004 - one half
            both = maker.cost(rare, 7.0) + maker.after(rare, 7.0).cost(1.0 - rare, 7.0)
            off.append(both - 7.0)
    return vanishes("7 shares of both sides: cost less 7 credits", off)


def _scored(
    first: dict[str, Maker],
    orders: dict[str, _Trades],
    last: dict[str, tuple[Maker, Floats]],
) -> Check:
    """The exact loss of the market of a scoring rule: what its last price scores better."""
    off = []
    for name, (maker, paid) in last.items():
        rule = MAKERS[name].rule
        if rule is not None:
            scale = first[name].worst_loss / MAKERS[name].opened(1.0, first[name].price).worst_loss
            for outcome in _OUTCOMES:
                gain = rule.loss(first[name].price, outcome) - rule.loss(maker.price, outcome)
                off.append(_owed(maker, orders[name], outcome) - paid - scale * gain)
    return vanishes("loss of a rule's maker less b times gain of its price", off)
