"""A market without a maker: a continuous double auction among the people themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.limits import held
from market.simulation.mechanisms.activation import orders
from market.simulation.mechanisms.auction.session import Rules, Session
from market.simulation.mechanisms.mechanism import SWEEPS, Priced
from market.simulation.mechanisms.queue import queue
from market.simulation.parameters import ParameterError, between
from scoring.odds import logit

if TYPE_CHECKING:
    from market.simulation.scene import Scene
    from market.simulation.streams import Streams

__all__ = ["Auction"]

_SHOWS = ("quotes", "trades")


@dataclass(frozen=True, slots=True)
class Auction:
    """A book of orders for each question.

    Attributes:
        name: What results call it.
        shows: Where its price is read. ``quotes``: in the middle of the best bid and offer if
            these are near each other, else at the last trade, or the nearest price at which nobody
            would trade at once; this is also what the people go by. ``trades``: at the last trade.
        prior: The price until there is another.
        ticks: Prices are whole parts of a credit of so many, 2 at least.
        margin: Where people wait, as a share of the way from what a share is worth to them to the
            market's price, in [0, 1].
        sweeps: How often everybody who looks at a moment comes to trade, each time in an order of
            its own.
    """

    name: str
    shows: str = "quotes"
    prior: float = 0.5
    ticks: int = 100
    margin: float = 0.5
    sweeps: int = 1

    def __post_init__(self) -> None:
        if self.shows not in _SHOWS:
            raise ParameterError("shows", f"must be one of {', '.join(_SHOWS)}, not {self.shows!r}")
        between("prior", self.prior, 0.001, 0.999)
        between("ticks", self.ticks, 2, 10_000)
        between("margin", self.margin, 0.0, 1.0)
        between("sweeps", self.sweeps, *SWEEPS)

    def run(self, scene: Scene, streams: Streams) -> Priced:
        """Play a block.

        Its figures: ``trades``; ``volume``, what those paid in them who took an order, credits;
        ``silent``, the share of moments before the first; ``spread``, in credits, and ``depth``,
        shares that wait, at the end.
        """
        layout, rng = scene.layout, streams.rng("order")
        rules = Rules(self.ticks, self.prior, self.margin)
        session = Session(rules, scene, streams.rng("coins"))
        price, silent = np.empty((layout.moments, layout.columns)), np.zeros(layout.columns)
        for moment in range(layout.moments):
            acts = scene.looks[moment] & (scene.people.trades > 0.0)
            opinion = held(scene.opinion_at(moment))
            for _ in range(self.sweeps):
                session.sweep(queue(orders(rng, layout, 1), acts, layout), opinion)
            price[moment] = session.price if self.shows == "quotes" else session.last
            silent += (session.book.trades == 0) / layout.moments
        figures = {**session.figures(), "silent": silent}
        return Priced(logit(price), figures, session.profit(scene.truth.outcome))
