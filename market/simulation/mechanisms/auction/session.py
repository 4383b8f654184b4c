"""A session: the books of a block while people come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.mechanisms.auction.blind import ZeroIntelligence
from market.simulation.mechanisms.auction.book import SHARE, Book
from market.simulation.mechanisms.auction.turn import take_turn
from market.simulation.mechanisms.auction.utility import Utility
from market.simulation.mechanisms.tastes import Tastes, tastes_of
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.mechanisms.auction.auction import Auction
    from market.simulation.mechanisms.turn import Turn
    from market.simulation.scene import Scene

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Session"]

_NARROW = 0.1
"""The widest spread in whose middle the price is, as on the largest of today's exchanges."""


class Session:
    """A block while people trade.

    Attributes:
        book: The books, and what everybody owns.
    """

    def __init__(self, rules: Auction, scene: Scene, rng: np.random.Generator) -> None:
        self._rules, self._rng = rules, rng
        self._columns = np.arange(scene.layout.columns)
        self._blind = np.broadcast_to(scene.people.blind > 0.0, scene.shape)
        tables = (np.broadcast_to(trait, scene.shape) for trait in tastes_of(scene))
        self._tastes = Tastes(*tables)
        self._moved = np.zeros(scene.shape)
        self.book = Book.opened(self._tastes.wealth, rules.ticks)

    def act(self, turn: Turn, opinion: Floats) -> None:
        """Let those act whose turn it is.

        Args:
            turn: Who they are.
            opinion: What everybody thinks for himself, log-odds: forecasters, columns.
        """
        at = np.flatnonzero(turn.acts)
        who = np.repeat(turn.place * turn.width // self._columns.size, turn.width)[at]
        self.book.cancel(who, at)
        blind = self._blind[who, at]
        if np.any(blind):
            self._act_blindly(who[blind], at[blind], opinion)
            who, at = who[~blind], at[~blind]
        self._act(who, at, opinion)

    @property
    def last(self) -> Floats:
        """Price of the last trade, by column."""
        return self._last(self._columns)

    @property
    def price(self) -> Floats:
        """Price that the quotes and the last trade show together, by column."""
        return self._price(self._columns)

    def profit(self, outcome: Floats) -> Floats:
        """What everybody has gained once the questions are settled, credits.

        Args:
            outcome: 1 or 0 by column.

        Returns:
            Forecasters, columns.
        """
        book = self.book
        owned = np.where(outcome == 1.0, book.owned[1], book.owned[0])
        profit: Floats = owned / (SHARE * book.ticks) - self._tastes.wealth
        return profit

    def figures(self) -> dict[str, Floats]:
        """Trades, credits paid in them, the spread in credits, and shares that wait, by column."""
        bid, ask = self._quotes(self._columns)
        return {
            "trades": self.book.trades.astype(np.float64),
            "volume": self.book.volume / (SHARE * self.book.ticks),
            "spread": ask - bid,
            "depth": self.book.quantity.sum(axis=0) / SHARE,
        }

    def _quotes(self, at: Index) -> tuple[Floats, Floats]:
        bid, ask = (self.book.front(side, at).tick / self.book.ticks for side in (1, 0))
        return bid, ask

    def _last(self, at: Index) -> Floats:
        book = self.book
        return np.where(book.trades[at] > 0, book.last[at] / book.ticks, self._rules.prior)

    def _price(self, at: Index) -> Floats:
        bid, ask = self._quotes(at)
        return np.where(ask - bid <= _NARROW, 0.5 * (bid + ask), np.clip(self._last(at), bid, ask))

    def _act(self, who: Index, at: Index, opinion: Floats) -> None:
        """Trade on one's opinion, and on as much of the price as one heeds."""
        price = self._price(at)
        tastes = Tastes(*(trait[who, at] for trait in self._tastes))
        own, shown = opinion[who, at] + self._moved[who, at], logit(price)
        step = tastes.adopt * (shown - own)
        self._moved[who, at] += step
        own += step
        held = expit(own + tastes.herd * (shown - own))
        belief = tastes.fraction * held + (1.0 - tastes.fraction) * price
        far = (tastes.gap <= 0.0) | (np.abs(held - price) > tastes.gap)
        wish = Utility(
            opinion=logit(belief[far]),
            aversion=tastes.relative[far],
            absolute=tastes.absolute[far],
            price=price[far],
            margin=self._rules.margin,
        )
        take_turn(self.book, wish, who[far], at[far])

    def _act_blindly(self, who: Index, at: Index, opinion: Floats) -> None:
        """Buy or sell, at a random limit, a random part of what can be paid for there."""
        book, bids = self.book, self._rng.integers(0, 2, at.size) == 1
        said = np.rint(expit(opinion[who, at]) * book.ticks)
        limit = np.clip(said, 1, book.ticks - 1).astype(np.int64)
        most = [book.affords(side, who, limit, at) for side in (0, 1)]
        units = (self._rng.random(at.size) * np.where(bids, most[1], most[0])).astype(np.int64)
        take_turn(book, ZeroIntelligence(bids, limit, units), who, at)
