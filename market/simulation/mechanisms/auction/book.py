"""Books of orders, one for each column, in whole numbers: prices in ticks, shares in millionths.

Everybody has one order at most in a book: a bid for YES shares or an offer of them. Orders are
matched by price, and by the time of arrival among those of one price. Each trade is made at the
price of the order that was there first.

What somebody owns is kept as what it will pay: so much if no, so much if yes. A share bought at a
price moves its price out of the one and the rest of a credit into the other, whether it comes out
of a position, closes one, or is half of a new set of a YES and a NO share. Neither may fall below
0: so everything that is sold is owned, or the other half of its set is paid for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Index = NDArray[np.intp]

__all__ = ["SHARE", "Book", "Front"]

SHARE = 1_000_000
"""Units in a share; a tick's worth of one is the unit of money, so that no trade is rounded."""

_ARRIVAL = 32
"""Bits of a rank that tell the time of arrival; those above tell the price."""
_NOBODY = np.iinfo(np.int64).max


class Front(NamedTuple):
    """The first order of each book, on one side.

    Attributes:
        holder: Whose it is.
        tick: Its price; 0 for no bid, and all the ticks of a credit for no offer.
        quantity: How many units; 0 without an order.
    """

    holder: Index
    tick: Ints
    quantity: Ints


@dataclass(slots=True)
class Book:
    """Books of the columns of a block, and what everybody owns.

    A side is 1 for bids and 0 for offers; an outcome is 1 for yes and 0 for no.

    Attributes:
        ticks: Prices are 1 to ``ticks`` - 1 parts of a credit of so many.
        owned: What everybody will be paid by outcome, in units of money; 2, people, columns.
        quantity: Units of each one's order; people, columns.
        rank: Who comes first, by side: less is before more; 2, columns, people.
        last: Price of the last trade of each column, ticks; 0 before the first.
        trades: How many there were.
        volume: What those paid who took orders, for YES or for NO, in units of money.
    """

    ticks: int
    owned: Ints
    quantity: Ints
    rank: Ints
    last: Ints
    trades: Ints
    volume: Ints
    _arrivals: int = field(default=0, init=False)

    @classmethod
    def opened(cls, wealth: Floats, ticks: int) -> Self:
        """Empty books.

        Args:
            wealth: Credits of everybody in each column: people, columns.
            ticks: Ticks in a credit.
        """
        money = np.floor(wealth * (SHARE * ticks)).astype(np.int64)
        owned = np.stack([money, money])
        rank = np.full((2, *money.T.shape), _NOBODY)
        none = np.zeros((3, money.shape[1]), np.int64)
        return cls(ticks, owned, np.zeros_like(money), rank, *none)

    def front(self, side: int, at: Index) -> Front:
        """The best order of a side in some columns.

        Args:
            side: Which.
            at: The columns.
        """
        ranks = self.rank[side, at]
        holder = ranks.argmin(axis=1)
        first = ranks[np.arange(at.size), holder]
        level = np.minimum(first >> _ARRIVAL, self.ticks)
        tick = self.ticks - level if side else level
        return Front(holder, tick, np.where(first < _NOBODY, self.quantity[holder, at], 0))

    def affords(self, side: int, who: Index, tick: Ints, at: Index) -> Ints:
        """The most that people can buy (side 1) or sell at a price.

        Args:
            side: Their side.
            who: One of the people for each column.
            tick: The price for each; between 0 and all ticks.
            at: The columns.
        """
        most: Ints = self.owned[1 - side, who, at] // np.maximum(self._price(side, tick), 1)
        return most

    def take(self, side: int, who: Index, front: Front, quantity: Ints, at: Index) -> None:
        """Trade with the first order of the other side.

        Args:
            side: That of those who take: 1 if they buy.
            who: One of the people for each column, not the one whose order it is.
            front: The orders, as `front` of the other side tells them.
            quantity: How many units: above 0, no more than the order has, and affordable.
            at: The columns.
        """
        self._pay(who, front.tick, quantity if side else -quantity, at)
        self._pay(front.holder, front.tick, -quantity if side else quantity, at)
        self.quantity[front.holder, at] -= quantity
        gone = self.quantity[front.holder, at] == 0
        self.rank[1 - side, at[gone], front.holder[gone]] = _NOBODY
        self.last[at] = front.tick
        self.trades[at] += 1
        self.volume[at] += self._price(side, front.tick) * quantity

    def rest(self, side: int, who: Index, tick: Ints, quantity: Ints, at: Index) -> None:
        """Put orders behind those that are there at the same price.

        Args:
            side: 1 for bids.
            who: One of the people for each column, without an order.
            tick: The price of each, worse for the other side than its best.
            quantity: How many units: above 0, and affordable.
            at: The columns.
        """
        level = self.ticks - tick if side else tick
        self.rank[side, at, who] = (level << _ARRIVAL) + self._arrivals
        self.quantity[who, at] = quantity
        self._arrivals += 1

    def cancel(self, who: Index, at: Index) -> None:
        """Take back the orders of one of the people in each of some columns."""
        self.rank[:, at, who] = _NOBODY
        self.quantity[who, at] = 0

    def _price(self, side: int, tick: Ints) -> Ints:
        """Ticks that a share costs those who buy YES (side 1), or NO."""
        return tick if side else self.ticks - tick

    def _pay(self, who: Index, tick: Ints, bought: Ints, at: Index) -> None:
        """Exchange what will be paid by outcome for shares bought, below 0 for shares sold."""
        self.owned[0, who, at] -= tick * bought
        self.owned[1, who, at] += (self.ticks - tick) * bought
