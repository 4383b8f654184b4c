"""However much is traded, settled, annulled and taken back: every unit is somewhere."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import pytest

from market.errors import Refused
from market.exchange.book import Book, Market
from market.exchange.credits import GRANT, UNIT
from market.exchange.orders import Order
from market.exchange.pricing import quantity_at, subsidy
from market.exchange.settlement import Holding, refunds, winnings

QUESTIONS, TRADERS = 100, 50


class Exchange:
    """A book and, apart from it, its double entry.

    The house is account 0, a trader's has his number, and a maker's the market's below 0.
    """

    def __init__(self, chance):
        self.chance = chance
        self.paid, self.received = Counter(), Counter()
        self.positions, self.spent = defaultdict(int), defaultdict(int)
        for trader in range(1, TRADERS + 1):
            self.pay(0, trader, GRANT)
        self.opened = {}
        for number in range(1, QUESTIONS + 1):
            liquidity = int(UNIT * 10 ** chance.uniform(0.5, 3))
            start = quantity_at(liquidity, chance.uniform(0.01, 0.99))
            self.opened[number] = Market(liquidity, start)
            self.pay(0, -number, subsidy(liquidity, start))
        self.markets = {n: Market(one.liquidity, one.quantity) for n, one in self.opened.items()}
        self.book = Book(self.markets, defaultdict(int), defaultdict(lambda: GRANT))

    def pay(self, payer, payee, amount):
        if amount < 0:
            payer, payee, amount = payee, payer, -amount
        self.paid[payer] += amount
        self.received[payee] += amount

    def balance(self, account):
        return self.received[account] - self.paid[account]

    def trade(self, count):
        """Fill so many orders, of all sizes and kinds."""
        chance, numbers = self.chance, list(self.markets)
        while count:
            number, trader = chance.choice(numbers), chance.randint(1, TRADERS)
            yes, kind = chance.random() < 0.5, chance.random()
            if kind < 0.9:
                amount = {"shares": int(10 ** chance.uniform(0, 8)), "sells": kind < 0.1}
            elif kind < 0.95:
                amount = {"spend": int(10 ** chance.uniform(0, 8))}
            else:
                amount = {"to": chance.uniform(0.001, 0.999)}
            had = self.book.balances[trader]
            try:
                fill = self.book.trade(trader, Order(number, yes=yes, **amount))
            except Refused:
                continue
            assert fill.balance >= min(0, had)
            self.pay(trader, -number, fill.cost)
            self.positions[number, trader] += fill.shares
            self.spent[number, trader] += fill.cost
            count -= 1

    def settle(self, number, owed):
        """Let the maker pay what it owes."""
        for trader, amount in owed.items():
            self.pay(-number, trader, amount)
            self.book.balances[trader] += amount

    def holdings(self, number, then):
        """What everybody did on a market; what was done since a moment, told as `now`, is late."""
        for trader in range(1, TRADERS + 1):
            shares, spent = then[trader]
            total = self.spent[number, trader]
            yield Holding(trader, shares, total, total - spent)

    def now(self, number):
        """By trader, what is held on a market and what was paid for it."""
        return {
            trader: (self.positions[number, trader], self.spent[number, trader])
            for trader in range(1, TRADERS + 1)
        }

    def state(self):
        return {account: self.balance(account) for account in self.received | self.paid}

    def assert_sound(self):
        """Nothing is lost or made, the book knows it, and no maker pays what it has not."""
        assert self.received.total() == self.paid.total()
        assert sum(self.state().values()) == 0
        for trader in range(1, TRADERS + 1):
            assert self.balance(trader) == self.book.balances[trader]
        assert all(self.balance(-number) >= 0 for number in self.opened)


@pytest.mark.parametrize("trades", [20_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
def test_many_trades_with_settlements_and_reversals_conserve_every_unit(trades):
    chance = random.Random(100)
    exchange, rounds = Exchange(chance), 100
    for number in range(1, rounds + 1):
        then = exchange.now(number)
        exchange.trade(trades // rounds)
        before, outcome = exchange.state(), chance.randint(0, 1)
        held = list(exchange.holdings(number, then if number % 2 else exchange.now(number)))
        won = {one.trader: max(0, one.shares if outcome else -one.shares) for one in held}
        owed = refunds(held) if number % 5 == 0 else winnings(held, outcome)
        exchange.settle(number, owed)
        exchange.assert_sound()
        if number % 5:
            gained = {one.trader: owed.get(one.trader, 0) - one.paid_late for one in held}
            assert gained == won
        else:
            kept = exchange.opened[number]
            assert exchange.balance(-number) == subsidy(kept.liquidity, kept.quantity)
        if number % 3:
            exchange.settle(number, {trader: -amount for trader, amount in owed.items()})
            assert exchange.state() == before
        else:
            del exchange.markets[number]
    exchange.assert_sound()
