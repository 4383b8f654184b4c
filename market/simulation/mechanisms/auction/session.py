"""A session: the books of a block while people come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from market.simulation.mechanisms.auction.blind import ZeroIntelligence
from market.simulation.mechanisms.auction.book import SHARE, Book
from market.simulation.mechanisms.auction.turn import take_turn
from market.simulation.mechanisms.auction.utility import Utility
from market.simulation.mechanisms.hearing import Hearing
from market.simulation.mechanisms.tastes import tastes_of
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.mechanisms.queue import Queue
    from market.simulation.scene import Scene

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Index = NDArray[np.intp]

__all__ = ["Rules", "Session"]

_NARROW = 0.1
"""The widest spread in whose middle the price is, as on the largest of today's exchanges."""
_MOST = 2.0**50
"""Units of money that anybody brings at most: eleven million credits of 100 ticks. So what all
bring together can be counted."""


class Rules(NamedTuple):
    """What holds in every book.

    Attributes:
        ticks: Parts of a credit in which prices are counted.
        prior: The price until there is another.
        margin: Where people wait, as a share of the way from their own price to the market's.
    """

    ticks: int
    prior: float
    margin: float


class Session:
    """A block while people trade.

    Attributes:
        book: The books, and what everybody owns.
    """

    def __init__(self, rules: Rules, scene: Scene, rng: np.random.Generator) -> None:
        tastes, people = tastes_of(scene), scene.people
        self._rules, self._rng = rules, rng
        self._columns = np.arange(scene.layout.columns)
        self._hearing = Hearing(tastes, scene.shape)
        self._blind = np.broadcast_to(people.blind > 0.0, scene.shape)
        brought = np.minimum(people.wealth, _MOST / (SHARE * rules.ticks))
        self._wealth, self._relative, self._absolute = (
            np.broadcast_to(trait, scene.shape)
            for trait in (brought, people.aversion, people.absolute)
        )
        self.book = Book.opened(self._wealth, rules.ticks)

    def sweep(self, people: Queue, opinion: Floats) -> None:
        """Let everybody act in turn.

        Args:
            people: In which order.
            opinion: What each thinks for himself, log-odds: forecasters, columns.
        """
        rows = np.repeat(people.place * people.width // self._columns.size, people.width, axis=1)
        self._hearing.admit(people)
        for turn, (who, own, acts) in enumerate(
            zip(rows, people.of(opinion), people.acts, strict=True)
        ):
            self.book.cancel(who[acts], self._columns[acts])
            blind = acts & self._blind[who, self._columns]
            if np.any(blind):
                self._act_blindly(who, own, blind)
            price = self.price
            belief, trades = self._hearing.heed(turn, own, acts & ~blind, logit(price))
            self._act(who, belief, price, trades)
        self._hearing.dismiss()

    @property
    def last(self) -> Floats:
        """Price of the last trade, by column."""
        book = self.book
        return np.where(book.trades > 0, book.last / book.ticks, self._rules.prior)

    @property
    def price(self) -> Floats:
        """Price that the quotes and the last trade show together, by column."""
        bid, ask = self._quotes
        middle, nearest = 0.5 * (bid + ask), np.clip(self.last, bid, ask)
        return np.where(ask - bid <= _NARROW, middle, nearest)

    def profit(self, outcome: Floats) -> Floats:
        """What everybody has gained once the questions are settled, credits.

        Args:
            outcome: 1 or 0 by column.

        Returns:
            Forecasters, columns.
        """
        book = self.book
        owned = np.where(outcome == 1.0, book.owned[1], book.owned[0])
        profit: Floats = owned / (SHARE * book.ticks) - self._wealth
        return profit

    def figures(self) -> dict[str, Floats]:
        """Trades, credits paid in them, the spread in credits, and shares that wait, by column."""
        bid, ask = self._quotes
        return {
            "trades": self.book.trades.astype(np.float64),
            "volume": self.book.volume / (SHARE * self.book.ticks),
            "spread": ask - bid,
            "depth": self.book.quantity.sum(axis=0) / SHARE,
        }

    @property
    def _quotes(self) -> tuple[Floats, Floats]:
        """The best bid and the best offer, by column; 0 and 1 for none."""
        bid, ask = (self.book.front(n, self._columns).tick / self.book.ticks for n in (1, 0))
        return bid, ask

    def _act(self, who: Index, belief: Floats, price: Floats, acts: Flags) -> None:
        """Trade on a belief, log-odds."""
        at = np.flatnonzero(acts)
        wish = Utility(
            opinion=belief[at],
            aversion=self._relative[who[at], at],
            absolute=self._absolute[who[at], at],
            price=price[at],
            margin=self._rules.margin,
        )
        take_turn(self.book, wish, who[at], at)

    def _act_blindly(self, who: Index, opinion: Floats, acts: Flags) -> None:
        """Buy or sell, at a random limit, a random part of what can be paid for there."""
        book, at = self.book, np.flatnonzero(acts)
        said = np.rint(expit(opinion[at]) * book.ticks)
        limit = np.clip(said, 1, book.ticks - 1).astype(np.int64)
        most = [book.affords(side, who[at], limit, at) for side in (0, 1)]
        bids = self._rng.integers(0, 2, at.size) == 1
        units = (self._rng.random(at.size) * np.where(bids, most[1], most[0])).astype(np.int64)
        take_turn(book, ZeroIntelligence(bids, limit, units), who[at], at)
