"""Self-financed wagering: everybody stakes a part of his wealth on what he says, and scores pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.makers.wagering import no_arbitrage_wagering, weighted_score_wagering
from market.simulation.limits import held
from market.simulation.mechanisms.mechanism import Priced
from market.simulation.parameters import ParameterError, between
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.scene import Scene
    from market.simulation.streams import Streams

    Floats = NDArray[np.float64]

__all__ = ["Wagering"]

_RULES = {"no-arbitrage": no_arbitrage_wagering, "weighted-score": weighted_score_wagering}

_ROUNDING = 1e-12
"""Part of all stakes up to which it is rounding that sums of gains and losses are not 0."""


@dataclass(frozen=True, slots=True)
class Wagering:
    """Wagers on what is said; the price is its mean, weighted by stakes.

    Whoever looks, and trades, stakes once; what he said last is what he is paid for.

    Attributes:
        name: What results call it.
        rule: How stakes are paid out: ``no-arbitrage`` or ``weighted-score``; see
            `market.makers.wagering`.
        share: Share of the wealth that is staked, in (0, 1].
    """

    name: str
    rule: str = "no-arbitrage"
    share: float = 0.1

    def __post_init__(self) -> None:
        if self.rule not in _RULES:
            raise ParameterError("rule", f"must be one of {', '.join(_RULES)}, not {self.rule!r}")
        between("share", self.share, 1e-6, 1.0)

    def run(self, scene: Scene, streams: Streams) -> Priced:
        """Play a block.

        Its figures: ``traders`` who staked; ``volume``, what they staked, credits; ``exchanged``,
        what the winners of it won; ``surplus``, what stays with the house.
        """
        del streams
        said, staked = np.zeros(scene.shape), np.zeros(scene.shape)
        price = np.full((scene.layout.moments, scene.layout.columns), np.nan)
        for moment in range(scene.layout.moments):
            speaks = scene.looks[moment] & (scene.people.trades > 0.0)
            opinion = expit(held(scene.opinion_at(moment)))
            said = np.where(speaks, opinion, said)
            staked = np.where(speaks, self.share * scene.people.wealth, staked)
            price[moment] = _mean(said, staked)
        profit = self._profit(said, staked, scene.truth.outcome)
        volume, kept = staked.sum(axis=0), -profit.sum(axis=0)
        figures = {
            "traders": np.count_nonzero(staked, axis=0).astype(np.float64),
            "volume": volume,
            "exchanged": np.maximum(profit, 0.0).sum(axis=0),
            "surplus": np.where(np.abs(kept) > _ROUNDING * volume, kept, 0.0),
        }
        return Priced(logit(price), figures, profit)

    def _profit(self, said: Floats, staked: Floats, outcome: Floats) -> Floats:
        """What everybody gains; where somebody is alone, nothing is to be won."""
        with np.errstate(invalid="ignore"):
            profit = _RULES[self.rule](said.T, staked.T, outcome).T
        return np.where(np.count_nonzero(staked, axis=0) > 1, profit, 0.0)


def _mean(said: Floats, staked: Floats) -> Floats:
    """Mean of what is said, weighted by stakes; NaN without a stake."""
    with np.errstate(invalid="ignore"):
        mean: Floats = np.sum(staked * said, axis=0) / staked.sum(axis=0)
    return mean
