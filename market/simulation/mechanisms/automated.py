"""A market with an automated maker: people trade in random order, each to his best utility."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.makers.registry import MAKERS, opened
from market.simulation.mechanisms.mechanism import Priced
from market.simulation.parameters import ParameterError, above, between
from market.simulation.traders.demand import Endowment, crra, demand
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from market.simulation.scene import Scene
    from market.simulation.streams import Streams

__all__ = ["Automated"]


@dataclass(frozen=True, slots=True)
class Automated:
    """A market maker, and how often everybody trades with it.

    Attributes:
        name: What results call it.
        maker: A mechanism of `market.makers.registry`.
        subsidy: The most that the maker of a question can lose, credits, above 0.
        prior: The price at which it opens.
        sweeps: How often everybody who looks at a moment comes to trade, each time in an order of
            its own.
    """

    name: str
    maker: str = "lmsr"
    subsidy: float = 100.0
    prior: float = 0.5
    sweeps: int = 1

    def __post_init__(self) -> None:
        if self.maker not in MAKERS:
            raise ParameterError("maker", f"must be one of {', '.join(MAKERS)}, not {self.maker!r}")
        above("subsidy", self.subsidy)
        between("prior", self.prior, 0.001, 0.999)
        above("sweeps", self.sweeps)

    def run(self, scene: Scene, streams: Streams) -> Priced:
        """Play a block."""
        rng = streams.rng(f"order of {self.name}")
        people, columns = scene.shape
        maker = opened(self.maker, subsidy=np.full(columns, self.subsidy), prior=self.prior)
        cash = np.broadcast_to(scene.people.wealth, scene.shape).copy()
        owned = np.zeros((2, *scene.shape))
        prices = []
        for moment in range(scene.layout.moments):
            opinion = scene.opinion_at(moment)
            for _ in range(self.sweeps):
                for who in rng.permutation(people):
                    endowment = Endowment(cash[who], owned[1, who], owned[0, who])
                    aversion = crra(np.broadcast_to(scene.people.aversion, scene.shape)[who])
                    wanted = demand(maker, expit(opinion[who]), endowment, aversion)
                    shares = np.where(scene.looks[moment, who], wanted.shares, 0.0)
                    cash[who] -= maker.cost(wanted.side, shares)
                    owned[1, who] += np.where(wanted.side == 1.0, shares, 0.0)
                    owned[0, who] += np.where(wanted.side == 0.0, shares, 0.0)
                    maker = maker.after(wanted.side, shares)
            prices.append(logit(maker.price))
        return Priced(np.stack(prices), {})
