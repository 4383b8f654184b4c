"""A turn: one of the people in each column cancels, takes what is good, and waits with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.mechanisms.auction.behaviour import Standing
from market.simulation.mechanisms.auction.book import Front

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.mechanisms.auction.behaviour import Behaviour
    from market.simulation.mechanisms.auction.book import Book

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Index = NDArray[np.intp]

__all__ = ["take_turn"]


def take_turn(book: Book, behaviour: Behaviour, who: Index, at: Index) -> None:
    """Let one of the people act in each of some columns.

    What they had waiting must have been cancelled: so nobody ever meets himself.

    Args:
        book: The books.
        behaviour: What they want.
        who: One of the people for each of the columns.
        at: The columns.
    """
    turn = _Turn(book, behaviour, who, at, np.zeros(at.size, np.int64))
    turn.take(1)
    turn.take(0)
    turn.wait(1)
    turn.wait(0)


@dataclass(frozen=True, slots=True)
class _Turn:
    book: Book
    behaviour: Behaviour
    who: Index
    at: Index
    bought: Ints

    def take(self, side: int) -> None:
        """Trade with the first orders of the other side, as long as one is to their liking.

        Args:
            side: 1 to buy.
        """
        which = np.flatnonzero(self.bought == 0)
        while which.size:
            front = self.book.front(1 - side, self.at[which])
            which, front = _some(front.quantity > 0, which, front)
            units = np.minimum(self._units(side, which, front.tick), front.quantity)
            which, front = _some(units > 0, which, front)
            units = units[units > 0]
            self.book.take(side, self.who[which], front, units, self.at[which])
            self.bought[which] += units if side else -units
            which = which[units == front.quantity]

    def wait(self, side: int) -> None:
        """Quote what is still wanted, unless that price meets the other side.

        Args:
            side: 1 for bids.
        """
        quote = self.behaviour.quote(self._standing(slice(None)))
        facing, tick = self.book.front(1 - side, self.at).tick, quote.tick
        apart = (tick > 0) & (tick < facing) if side else (facing < tick) & (tick < self.book.ticks)
        which = np.flatnonzero(apart & (quote.bids == (side == 1)))
        units = self._units(side, which, tick[which])
        which, units = which[units > 0], units[units > 0]
        self.book.rest(side, self.who[which], tick[which], units, self.at[which])

    def _units(self, side: int, which: Index, tick: Ints) -> Ints:
        """Whole units that some of them want to buy (side 1) or sell at a price, and can pay."""
        wanted = self.behaviour.wants(which, tick, self._standing(which))
        most = self.book.affords(side, self.who[which], tick, self.at[which])
        return np.minimum(np.fmax(wanted if side else -wanted, 0.0), most).astype(np.int64)

    def _standing(self, which: Index | slice) -> Standing:
        owned = self.book.owned[:, self.who[which], self.at[which]]
        return Standing(self.book.ticks, owned, self.bought[which])


def _some(kept: NDArray[np.bool_], which: Index, front: Front) -> tuple[Index, Front]:
    return which[kept], Front(*(part[kept] for part in front))
