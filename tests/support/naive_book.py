"""The referee of the book: YES and NO kept apart, every cost by its definition, no shortcut."""

from __future__ import annotations

from collections import defaultdict

from exact_market import exact_cost, nearest_state, rounded_up

from market.exchange.pricing import furthest

__all__ = ["NaiveBook"]


class NaiveBook:
    """What each trader holds and has, and what an order must come to.

    An order that must be refused says why: the refusal holds at least one of the reasons.
    """

    def __init__(self, markets, balance):
        """Markets by number as pairs of liquidity and state; what every trader begins with."""
        self.markets = {number: list(market) for number, market in markets.items()}
        self.held = defaultdict(int)
        self.balances = defaultdict(lambda: balance)
        self.receipts = defaultdict(int)

    def trade(self, trader, order):
        """Fill an order, or give the reasons against it."""
        liquidity, quantity = self.markets[order.market]
        own, other = ((order.market, trader, yes) for yes in (order.yes, not order.yes))
        shares = self._shares(order, self.held[own])
        upwards = order.yes is not order.sells
        after = quantity + shares if upwards else quantity - shares
        why = self._reasons(order, after, upwards=upwards)
        if shares <= 0:
            return {"no share", "does not move", "already"} | why
        pairs = 0 if order.sells else min(shares, self.held[other])
        bought = -shares if order.sells else shares
        paid = rounded_up(exact_cost(liquidity, quantity, bought, yes=order.yes)) - pairs
        why |= {"You hold"} if order.sells and shares > self.held[own] else set()
        why |= {"That costs"} if paid > max(0, self.balances[trader]) else set()
        if not why:
            self.markets[order.market][1] = after
            self.held[own] += bought - pairs
            self.held[other] -= pairs
            self.balances[trader] -= paid
            self.receipts[order.market] += paid
        return why

    def position(self, market, trader):
        """What a trader holds, in YES shares or, below 0, NO shares: never both."""
        yes, no = (self.held[market, trader, side] for side in (True, False))
        assert min(yes, no) == 0
        return yes - no

    def _shares(self, order, held):
        liquidity, quantity = self.markets[order.market]
        upwards = order.yes is not order.sells
        if order.to is not None:
            change = self._at(order.market, order.to) - quantity
            return change if upwards else -change
        if order.spend is not None:
            return self._affordable(liquidity, quantity, order.spend, yes=order.yes)
        return held if order.shares is None else order.shares

    def _affordable(self, liquidity, quantity, budget, *, yes):
        """Halving between nothing and what leads out of bounds."""
        low, high = 0, 3 * furthest(liquidity)
        while high - low > 1:
            middle = (low + high) // 2
            fits = rounded_up(exact_cost(liquidity, quantity, middle, yes=yes)) <= budget
            low, high = (middle, high) if fits else (low, middle)
        return low

    def _at(self, market, probability):
        liquidity, _ = self.markets[market]
        reach = furthest(liquidity)
        return max(-reach, min(reach, round(nearest_state(liquidity, probability))))

    def _reasons(self, order, after, *, upwards):
        liquidity, quantity = self.markets[order.market]
        why = {"stays between"} if abs(after) > furthest(liquidity) else set()
        if order.limit is not None:
            limit = self._at(order.market, order.limit)
            why |= {"beyond your limit"} if (after > limit if upwards else after < limit) else set()
        elif order.to is None and order.seen not in {None, quantity}:
            why.add("has moved")
        return why
