"""The floor of any market maker, through the protocol that all of them keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.traders.demand import Endowment, demand, utility
from market.simulation.traders.outright import outright
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.makers.maker import Maker
    from market.simulation.mechanisms.tastes import Tastes
    from market.simulation.mechanisms.turn import Turn

    Floats = NDArray[np.float64]

__all__ = ["AnyFloor"]


class AnyFloor:
    """Markets of a maker.

    Attributes:
        maker: Its state in all columns.
        spent: Credits that everybody has paid, less what came back: forecasters, columns.
        yes: YES shares that everybody owns.
        no: NO shares.
    """

    def __init__(
        self, maker: Maker, tastes: Tastes, shape: tuple[int, int], *, redeems: bool
    ) -> None:
        """``redeems``: whether a set of both shares costs a credit, and is worth one."""
        self.maker = maker
        self.spent, self.yes, self.no = np.zeros((3, *shape))
        self._tastes, self._redeems = tastes, redeems

    @property
    def log_odds(self) -> Floats:
        """Those of the price, by column."""
        return logit(self.maker.price)

    def trade(self, turn: Turn, belief: Floats) -> Floats:
        """Let those trade whose turn it is; see `Floor`."""
        tastes = self._tastes
        spent, yes, no = turn.of(self.spent), turn.of(self.yes), turn.of(self.no)
        owned = Endowment(np.maximum(turn.of(tastes.wealth) - spent, 0.0), yes, no)
        averse = utility(turn.of(tastes.relative), turn.of(tastes.absolute))
        wants = demand if self._redeems else outright
        side, shares, _ = wants(self.maker, expit(belief), owned, averse)
        shares = np.where(turn.acts, shares, 0.0)
        cost = self.maker.cost(side, shares)
        self.maker = self.maker.after(side, shares)
        yes, no = yes + side * shares, no + (1.0 - side) * shares
        pairs = np.minimum(yes, no) if self._redeems else 0.0
        for table, row in ((self.spent, spent + cost), (self.yes, yes), (self.no, no)):
            turn.put(table, row - pairs)
        return np.abs(cost)

    def profit(self, outcome: Floats) -> Floats:
        """What everybody has gained; see `Floor`."""
        paid = [shares * self.maker.payout(side, outcome) for side, shares in
                ((1, self.yes), (0, self.no))]
        gain: Floats = paid[0] + paid[1] - self.spent
        return gain
