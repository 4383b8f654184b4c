"""A market with an automated maker: people trade in random order, each to his best utility.

The maker knows nothing, and everybody who comes sees its whole schedule of prices. Whose turn it
is trades once; the order is another at each moment, in each sweep and in each lane. A budget is
for a question: nobody can carry a gain from one to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.makers.lmsr import LMSR
from market.makers.registry import MAKERS, Law, opened
from market.simulation.limits import held
from market.simulation.mechanisms.activation import orders
from market.simulation.mechanisms.hearing import Hearing
from market.simulation.mechanisms.maker.any_floor import AnyFloor
from market.simulation.mechanisms.maker.lmsr_floor import LMSRFloor
from market.simulation.mechanisms.mechanism import SWEEPS, Priced
from market.simulation.mechanisms.queue import queue
from market.simulation.mechanisms.tastes import tastes_of
from market.simulation.parameters import ParameterError, between

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.mechanisms.maker.floor import Floor
    from market.simulation.mechanisms.queue import Queue
    from market.simulation.mechanisms.tastes import Tastes
    from market.simulation.scene import Scene
    from market.simulation.streams import Streams

    Floats = NDArray[np.float64]

__all__ = ["Automated"]

_CRUMB = 1e-6
"""Credits up to which nothing is called a trade."""

_MONEY = 1e-6, 1e12


@dataclass(frozen=True, slots=True)
class Automated:
    """A market maker, and how often everybody trades with it.

    Attributes:
        name: What results call it.
        maker: A mechanism of `market.makers.registry`.
        subsidy: The most that the maker of a question can lose, credits, above 0.
        liquidity: In its place the mechanism's own scale of money, of ``lmsr`` the b; 0 for none.
        prior: The price at which it opens.
        sweeps: How often everybody who looks at a moment comes to trade, each time in an order of
            its own.
    """

    name: str
    maker: str = "lmsr"
    subsidy: float = 100.0
    liquidity: float = 0.0
    prior: float = 0.5
    sweeps: int = 1

    def __post_init__(self) -> None:
        if self.maker not in MAKERS:
            raise ParameterError("maker", f"must be one of {', '.join(MAKERS)}, not {self.maker!r}")
        between("subsidy", self.subsidy, *_MONEY)
        if self.liquidity != 0.0:
            between("liquidity", self.liquidity, *_MONEY)
        between("prior", self.prior, 0.001, 0.999)
        between("sweeps", self.sweeps, *SWEEPS)

    def run(self, scene: Scene, streams: Streams) -> Priced:
        """Play a block.

        Its figures: ``trades``; ``volume``, credits that changed hands in them; ``maker_loss``,
        what the traders gained together.
        """
        with np.errstate(all="ignore"):  # formulas for others than those to whom they apply
            return _Session(self, scene).play(streams.rng("order"))


class _Session:
    """A block while it is traded."""

    def __init__(self, market: Automated, scene: Scene) -> None:
        tastes = tastes_of(scene)
        self.scene, self.sweeps = scene, market.sweeps
        self.floor, self.hearing = _floor(market, scene, tastes), Hearing(tastes, scene.shape)
        self.trades, self.volume = np.zeros((2, scene.layout.columns))

    def play(self, rng: np.random.Generator) -> Priced:
        scene = self.scene
        layout = scene.layout
        prices = np.empty((layout.moments, layout.columns))
        for moment in range(layout.moments):
            acts = scene.looks[moment] & (scene.people.trades > 0.0)
            opinion = held(scene.opinion_at(moment))
            for _ in range(self.sweeps):
                self._sweep(queue(orders(rng, layout, 1), acts, layout), opinion)
            prices[moment] = self.floor.log_odds
        profit = self.floor.profit(scene.truth.outcome)
        figures = {
            "trades": self.trades,
            "volume": self.volume,
            "maker_loss": profit.sum(axis=0),
        }
        return Priced(prices, figures, profit)

    def _sweep(self, people: Queue, opinion: Floats) -> None:
        """Everybody's turn, one after the other."""
        floor, hearing = self.floor, self.hearing
        floor.admit(people)
        hearing.admit(people)
        own, paid = people.of(opinion), np.empty(people.acts.shape)
        for turn, acts in enumerate(people.acts):
            heard = hearing.heed(turn, own[turn], acts, floor.log_odds)
            paid[turn] = floor.trade(turn, *heard)
        floor.dismiss()
        hearing.dismiss()
        self.trades += np.count_nonzero(paid > _CRUMB, axis=0)
        self.volume += paid.sum(axis=0)


def _floor(market: Automated, scene: Scene, tastes: Tastes) -> Floor:
    prior = np.full(scene.layout.columns, market.prior)
    mechanism = MAKERS[market.maker]
    if market.liquidity > 0.0:
        maker = mechanism.opened(np.full_like(prior, market.liquidity), prior)
    else:
        maker = opened(market.maker, subsidy=market.subsidy, prior=prior)
    if isinstance(maker, LMSR):
        return LMSRFloor(maker, tastes, scene.shape)
    redeems = Law.SETS_COST_ONE in mechanism.laws
    return AnyFloor(maker, tastes, scene.shape, redeems=redeems)
