"""The floor of any market maker, through the protocol that all of them keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.traders.demand import Endowment, demand, utility
from market.simulation.traders.outright import outright
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from market.makers.maker import Maker
    from market.simulation.mechanisms.queue import Queue
    from market.simulation.mechanisms.tastes import Tastes
    from market.simulation.traders.demand import Demand

    Floats = NDArray[np.float64]

__all__ = ["AnyFloor"]


class AnyFloor:
    """Markets of a maker.

    Attributes:
        maker: Its state in all columns.
    """

    def __init__(
        self, maker: Maker, tastes: Tastes, shape: tuple[int, int], *, redeems: bool
    ) -> None:
        """``redeems``: whether a set of both shares costs a credit, and is worth one."""
        self.maker, self._redeems = maker, redeems
        self._wants: Callable[..., Demand] = demand if redeems else outright
        self._accounts = np.zeros((3, *shape))
        self._tastes = tastes

    @property
    def log_odds(self) -> Floats:
        """Those of the price, by column."""
        return logit(self.maker.price)

    def admit(self, people: Queue) -> None:
        """Open a sweep; see `Floor`."""
        self._people, tastes = people, self._tastes
        self._spent, self._yes, self._no = (people.of(table) for table in self._accounts)
        self._wealth, self._relative, self._absolute = (
            people.of(trait) for trait in (tastes.wealth, tastes.relative, tastes.absolute)
        )

    def dismiss(self) -> None:
        """Close a sweep; see `Floor`."""
        for table, rows in zip(self._accounts, (self._spent, self._yes, self._no), strict=True):
            self._people.put(table, rows)

    def trade(self, turn: int, belief: Floats, acts: NDArray[np.bool_]) -> Floats:
        """Let those trade whose turn it is; see `Floor`."""
        spent, yes, no = self._spent[turn], self._yes[turn], self._no[turn]
        owned = Endowment(np.maximum(self._wealth[turn] - spent, 0.0), yes, no)
        averse = utility(self._relative[turn], self._absolute[turn])
        side, shares, _ = self._wants(self.maker, expit(belief), owned, averse)
        shares = np.where(acts, shares, 0.0)
        cost = self.maker.cost(side, shares)
        self.maker = self.maker.after(side, shares)
        yes += side * shares
        no += (1.0 - side) * shares
        spent += cost
        if self._redeems:
            pairs = np.minimum(yes, no)
            yes -= pairs
            no -= pairs
            spent -= pairs
        return np.abs(cost)

    def profit(self, outcome: Floats) -> Floats:
        """What everybody has gained; see `Floor`."""
        spent, yes, no = self._accounts
        paid = [self.maker.payout(side, outcome) for side in (1, 0)]
        gain: Floats = yes * paid[0] + no * paid[1] - spent
        return gain
