"""The floor of an LMSR: a few expressions for each turn, on log-odds and in units of b."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.traders.lmsr import averse_purchase, neutral_purchase

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.makers.lmsr import LMSR
    from market.simulation.mechanisms.tastes import Tastes
    from market.simulation.mechanisms.turn import Turn

    Floats = NDArray[np.float64]

__all__ = ["LMSRFloor"]

_LEAST = 1e-100
"""Money, in units of b, that is left of nothing, so that it has a logarithm."""


class LMSRFloor:
    """Markets of the logarithmic market scoring rule.

    What somebody has gained is kept as its mean over the two outcomes, and half its difference
    between them: seen from either side, only the sign of the latter changes.

    Attributes:
        log_odds: Those of the price, by column: the whole state of the maker.
        mean: Mean gain, in units of b: forecasters, columns.
        half: Half of what YES would bring more than NO.
    """

    def __init__(self, maker: LMSR, tastes: Tastes, shape: tuple[int, int]) -> None:
        """All columns have a maker of the same liquidity."""
        self.log_odds = np.array(maker.log_odds)
        self.mean, self.half = np.zeros(shape), np.zeros(shape)
        self._liquidity = maker.liquidity.flat[:1]
        self._wealth = tastes.wealth / self._liquidity
        self._relative, self._absolute = tastes.relative, tastes.absolute * self._liquidity
        self._averse = bool(np.any(tastes.relative > 0.0))

    def trade(self, turn: Turn, belief: Floats) -> Floats:
        """Let those trade whose turn it is; see `Floor`."""
        mean, half = turn.of(self.mean), turn.of(self.half)
        worth, relative = turn.of(self._wealth) + mean, turn.of(self._relative)
        absolute = turn.of(self._absolute)
        pull = belief - self.log_odds - 2.0 * absolute * half
        if self._averse:
            if_yes, if_no = np.maximum(worth + half, _LEAST), np.maximum(worth - half, _LEAST)
            pull -= relative * np.log(if_yes / if_no)
        sign, pull = np.copysign(1.0, pull), np.abs(pull) * turn.acts
        odds, ahead = np.exp(-sign * self.log_odds), sign * half
        purse = np.maximum(worth - ahead, _LEAST)
        paid, gained = neutral_purchase(odds, pull, purse, 1.0 + absolute)
        if self._averse:
            other = np.maximum(worth + ahead, _LEAST)
            careful = averse_purchase(odds, pull, purse, other, relative, 1.0 + absolute)
            paid = np.where(relative > 0.0, careful.paid, paid)
            gained = np.where(relative > 0.0, careful.gained, gained)
        moved = sign * (paid + gained)
        self.log_odds += moved
        turn.put(self.mean, mean + 0.5 * (gained - paid))
        turn.put(self.half, half + 0.5 * moved)
        return self._liquidity * paid

    def profit(self, outcome: Floats) -> Floats:
        """What everybody has gained; see `Floor`."""
        gain: Floats = self.mean + np.where(outcome == 1.0, self.half, -self.half)
        return self._liquidity * gain
