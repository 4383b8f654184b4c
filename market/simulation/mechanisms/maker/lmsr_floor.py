"""The floor of an LMSR: a few expressions for each turn, on log-odds and in units of b."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.traders.lmsr import (
    Prospect,
    Purchase,
    averse_purchase,
    kelly_purchase,
    neutral_purchase,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.makers.lmsr import LMSR
    from market.simulation.mechanisms.queue import Queue
    from market.simulation.mechanisms.tastes import Tastes

    Floats = NDArray[np.float64]

__all__ = ["LMSRFloor"]

_LEAST = 1e-100
"""Money, in units of b, that stands for none, so that it has a logarithm."""


class LMSRFloor:
    """Markets of the logarithmic market scoring rule.

    What somebody has gained is kept as its mean over the two outcomes and half its difference
    between them: seen from either side, only the sign of the latter changes.

    Attributes:
        log_odds: Those of the price, by column: the whole state of the maker.
    """

    def __init__(self, maker: LMSR, tastes: Tastes, shape: tuple[int, int]) -> None:
        """All columns have makers of the same liquidity."""
        self.log_odds = np.array(maker.log_odds)
        self._liquidity = maker.liquidity.flat[0]
        self._gains = np.zeros(shape), np.zeros(shape)
        stiffness = 1.0 + tastes.absolute * self._liquidity
        self._tastes = tastes.wealth / self._liquidity, tastes.relative, stiffness
        self._cautious = bool(np.any(stiffness > 1.0))
        self._averse = bool(np.any(tastes.relative > 0.0))
        self._daring = bool(np.any(tastes.relative == 0.0))
        self._kelly = not self._cautious and bool(np.all(tastes.relative == 1.0))

    def admit(self, people: Queue) -> None:
        """Open a sweep; see `Floor`."""
        self._people = people
        self._mean, self._half, self._wealth, self._relative, self._stiffness = (
            people.of(table) for table in (*self._gains, *self._tastes)
        )

    def dismiss(self) -> None:
        """Close a sweep; see `Floor`."""
        for table, rows in zip(self._gains, (self._mean, self._half), strict=True):
            self._people.put(table, rows)

    def trade(self, turn: int, belief: Floats, acts: NDArray[np.bool_]) -> Floats:
        """Let those trade whose turn it is; see `Floor`."""
        mean, half = self._mean[turn], self._half[turn]
        worth, stiffness = self._wealth[turn] + mean, self._stiffness[turn]
        off = self.log_odds - belief
        if self._cautious:
            off += 2.0 * (stiffness - 1.0) * half
        if self._averse:
            if_yes, if_no = np.maximum(worth + half, _LEAST), np.maximum(worth - half, _LEAST)
            off += self._relative[turn] * np.log(if_yes / if_no)
        # The side bought is the one that is too cheap: the sign is that of buying NO.
        sign, pull = np.copysign(1.0, off), np.abs(off) * acts
        odds, behind = np.exp(sign * self.log_odds), sign * half
        purse = np.maximum(worth + behind, _LEAST)
        other = np.maximum(worth - behind, _LEAST) if self._averse else purse  # not looked at
        paid, gained = self._purchase(turn, Prospect(odds, pull, purse, other))
        moved = sign * (paid + gained)
        self.log_odds -= moved
        half -= 0.5 * moved
        mean += 0.5 * (gained - paid)
        return self._liquidity * paid

    def profit(self, outcome: Floats) -> Floats:
        """What everybody has gained; see `Floor`."""
        mean, half = self._gains
        gain: Floats = mean + np.where(outcome == 1.0, half, -half)
        return self._liquidity * gain

    def _purchase(self, turn: int, seen: Prospect) -> Purchase:
        """What is paid and gained by all, averse or not."""
        relative, stiffness = self._relative[turn], self._stiffness[turn]
        if self._kelly:
            return kelly_purchase(seen)
        if not self._averse:
            return neutral_purchase(seen, stiffness)
        careful = averse_purchase(seen, relative, stiffness)
        if not self._daring:
            return careful
        bold = neutral_purchase(seen, stiffness)
        both = zip(careful, bold, strict=True)
        return Purchase(*(np.where(relative > 0.0, *pair) for pair in both))
