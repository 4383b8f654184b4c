"""A double auction as a clerk would run it: one book, cash, and shares of YES and NO in drawers.

Written from the rules alone. A set of a YES and a NO share is made for a credit when somebody sells
what he has not, and redeemed for a credit as soon as somebody has both.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Clerk", "LimitOrder"]


@dataclass
class LimitOrder:
    """An order that waits, or wants to."""

    who: int
    buys: bool
    tick: int
    units: int


class Clerk:
    """The book, and what everybody has. Money is counted in ticks x units of shares."""

    def __init__(self, money: list[int], ticks: int) -> None:
        self.ticks = ticks
        self.cash, self.yes, self.no = list(money), [0] * len(money), [0] * len(money)
        self.waiting: list[LimitOrder] = []  # in the order of arrival
        self.prices: list[int] = []
        self.volume = 0

    def submit(self, order: LimitOrder) -> None:
        self.waiting = [other for other in self.waiting if other.who != order.who]
        while (
            order.units and (first := self.first(buys=not order.buys)) and self.meets(order, first)
        ):
            units = min(
                order.units, first.units, self.affords(order.who, first.tick, buys=order.buys)
            )
            if not units:
                return  # he cannot pay, and what he cannot pay does not wait
            buyer, seller = (order, first) if order.buys else (first, order)
            self.exchange(buyer.who, seller.who, units, first.tick)
            self.volume += units * (first.tick if order.buys else self.ticks - first.tick)
            order.units -= units
            first.units -= units
            self.waiting = [other for other in self.waiting if other.units]
        order.units = min(order.units, self.affords(order.who, order.tick, buys=order.buys))
        if order.units:
            self.waiting.append(order)

    def first(self, *, buys: bool) -> LimitOrder | None:
        side = [order for order in self.waiting if order.buys == buys]
        return min(side, key=lambda order: -order.tick if buys else order.tick, default=None)

    def meets(self, order: LimitOrder, first: LimitOrder) -> bool:
        return first.tick <= order.tick if order.buys else first.tick >= order.tick

    def affords(self, who: int, tick: int, *, buys: bool) -> int:
        """What he can pay with cash, and with what the sets bring that the trade completes."""
        price, other = (tick, self.no) if buys else (self.ticks - tick, self.yes)
        return (self.cash[who] + self.ticks * other[who]) // price

    def exchange(self, buyer: int, seller: int, units: int, tick: int) -> None:
        made = max(0, units - self.yes[seller])
        self.cash[seller] -= self.ticks * made
        self.yes[seller] += made
        self.no[seller] += made
        self.yes[seller] -= units
        self.yes[buyer] += units
        self.cash[buyer] -= tick * units
        self.cash[seller] += tick * units
        sets = min(self.yes[buyer], self.no[buyer])
        self.yes[buyer] -= sets
        self.no[buyer] -= sets
        self.cash[buyer] += self.ticks * sets
        self.prices.append(tick)
