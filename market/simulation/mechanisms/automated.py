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
from market.simulation.mechanisms.activation import orders
from market.simulation.mechanisms.any_floor import AnyFloor
from market.simulation.mechanisms.lmsr_floor import LMSRFloor
from market.simulation.mechanisms.mechanism import Priced
from market.simulation.mechanisms.tastes import tastes_of
from market.simulation.mechanisms.turn import turns
from market.simulation.parameters import ParameterError, above, between
from scoring.bounds import HIGHEST, LOWEST
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.mechanisms.floor import Floor
    from market.simulation.mechanisms.tastes import Tastes
    from market.simulation.mechanisms.turn import Turn
    from market.simulation.scene import Scene
    from market.simulation.streams import Streams

    Floats = NDArray[np.float64]

__all__ = ["Automated"]

_LOWEST, _HIGHEST = logit([LOWEST, HIGHEST])
_CRUMB = 1e-6
"""Credits up to which nothing is called a trade."""


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
        try:
            opened(self.maker, subsidy=self.subsidy, prior=self.prior)
        except ValueError as error:
            raise ParameterError("prior", f"is not one of {self.maker}: {error}") from error

    def run(self, scene: Scene, streams: Streams) -> Priced:
        """Play a block.

        Its figures: ``trades``; ``volume``, credits that changed hands in them; ``maker_loss``,
        what the traders gained together.
        """
        with np.errstate(all="ignore"):  # formulas for others than those to whom they apply
            session = _Session(self, scene)
            return session.play(streams.rng("order"), self.sweeps)


class _Session:
    """A block while it is traded."""

    def __init__(self, market: Automated, scene: Scene) -> None:
        self.scene, self.tastes = scene, tastes_of(scene)
        self.floor = _floor(market, scene, self.tastes)
        self.moved = np.zeros(scene.shape)
        self.trades, self.volume = np.zeros((2, scene.layout.columns))
        tastes = self.tastes
        self._listens = any(np.any(trait > 0.0) for trait in (tastes.herd, tastes.adopt))
        self._mixes = bool(np.any(tastes.fraction < 1.0))
        self._waits = bool(np.any(tastes.gap > 0.0))

    def play(self, rng: np.random.Generator, sweeps: int) -> Priced:
        scene = self.scene
        layout, outcome = scene.layout, scene.truth.outcome
        prices = np.empty((layout.moments, layout.columns))
        for moment in range(layout.moments):
            acts = scene.looks[moment] & (scene.people.trades > 0.0)
            opinion = np.clip(scene.opinion_at(moment), _LOWEST, _HIGHEST)
            for order in orders(rng, layout, sweeps).reshape(sweeps, -1, layout.lanes):
                for turn in turns(order, acts, layout):
                    self._take(turn, opinion)
            prices[moment] = self.floor.log_odds
        profit = self.floor.profit(outcome)
        figures = {
            "trades": self.trades,
            "volume": self.volume,
            "maker_loss": profit.sum(axis=0),
        }
        return Priced(prices, figures, profit)

    def _take(self, turn: Turn, opinion: Floats) -> None:
        belief = turn.of(opinion)
        if self._listens:
            belief = self._heed(turn, belief)
        if self._waits:
            turn = self._waiting(turn, belief)
        if self._mixes:
            belief = _mixed(belief, self.floor.log_odds, turn.of(self.tastes.fraction))
        paid = self.floor.trade(turn, belief)
        self.trades += paid > _CRUMB
        self.volume += paid

    def _heed(self, turn: Turn, opinion: Floats) -> Floats:
        """What is believed by those who see the price: some of it for good."""
        herd, adopt = turn.of(self.tastes.herd), turn.of(self.tastes.adopt)
        moved, price = turn.of(self.moved), self.floor.log_odds
        own = opinion + moved
        step = np.where(turn.acts, adopt * (price - own), 0.0)
        turn.put(self.moved, moved + step)
        own += step
        belief: Floats = own + herd * (price - own)
        return belief

    def _waiting(self, turn: Turn, belief: Floats) -> Turn:
        """The turn without those to whom the difference from the price is not worth a trade."""
        gap = turn.of(self.tastes.gap)
        off = np.abs(expit(belief) - expit(self.floor.log_odds))
        return turn._replace(acts=turn.acts & ((off > gap) | (gap == 0.0)))


def _floor(market: Automated, scene: Scene, tastes: Tastes) -> Floor:
    prior = np.full(scene.layout.columns, market.prior)
    maker = opened(market.maker, subsidy=market.subsidy, prior=prior)
    if isinstance(maker, LMSR):
        return LMSRFloor(maker, tastes, scene.shape)
    redeems = Law.SETS_COST_ONE in MAKERS[market.maker].laws
    return AnyFloor(maker, tastes, scene.shape, redeems=redeems)


def _mixed(belief: Floats, price: Floats, share: Floats) -> Floats:
    """Log-odds of a belief mixed with the price.

    Whose full Kelly stake is at the mixed belief bets a share of the Kelly stake: Beygelzimer,
    Langford & Pennock 2012, AAMAS.
    """
    yes, no = (
        share * expit(sign * belief) + (1.0 - share) * expit(sign * price) for sign in (1.0, -1.0)
    )
    mixed: Floats = np.log(yes / no)
    return mixed
