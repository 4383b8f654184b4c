"""Whatever is ordered, in whatever order: the book comes to what the naive one says it must."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from exact_market import exact_cost
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from naive_book import NaiveBook

from market.errors import Refused
from market.exchange.book import Book, Market
from market.exchange.credits import GRANT, UNIT
from market.exchange.orders import Order
from market.exchange.pricing import furthest, price, quantity_at

TRADERS = (1, 2, 3)
BALANCE = 40 * UNIT

PRICES = st.sampled_from([0.001, 0.2, 0.5, 0.62, 0.999]) | st.floats(0.001, 0.999)
UNITS = st.sampled_from([0, 1, 2, UNIT]) | st.integers(-1, 200 * UNIT)
LIQUIDITY = st.sampled_from([UNIT, 7 * UNIT + 1, 100 * UNIT])
AMOUNTS = st.one_of(
    *(st.fixed_dictionaries({name: UNITS}) for name in ("shares", "shares", "spend")),
    st.fixed_dictionaries({"to": PRICES}),
    st.just({}),
).filter(lambda amount: amount.get("spend", 0) >= 0)


class Machine(RuleBasedStateMachine):
    """A book of two markets, and beside it the naive one."""

    @initialize(liquidities=st.tuples(LIQUIDITY, LIQUIDITY), priors=st.tuples(PRICES, PRICES))
    def open(self, liquidities, priors):
        pairs = zip(liquidities, priors, strict=True)
        opened = {n: (b, quantity_at(b, prior)) for n, (b, prior) in enumerate(pairs, 1)}
        self.opened, self.seen, self.trades = opened, {n: q for n, (_, q) in opened.items()}, 0
        self.model = NaiveBook(opened, BALANCE)
        self.book = Book(
            {number: Market(*market) for number, market in opened.items()},
            {(market, trader): 0 for market in opened for trader in TRADERS},
            dict.fromkeys(TRADERS, BALANCE),
        )

    @rule(
        trader=st.sampled_from(TRADERS),
        market=st.sampled_from([1, 2]),
        yes=st.booleans(),
        sells=st.booleans(),
        amount=AMOUNTS,
        limit=st.none() | st.none() | PRICES,
        looked=st.booleans(),
    )
    def order(self, trader, market, yes, sells, amount, limit, looked):
        sells = (sells or not amount) and "spend" not in amount
        seen = self.seen[market] if looked else None
        order = Order(market, yes=yes, sells=sells, limit=limit, seen=seen, **amount)
        before = self.state()
        why = self.model.trade(trader, order)
        if why:
            for judge in (self.book.quote, self.book.trade):
                with pytest.raises(Refused, match="|".join(why)):
                    judge(trader, order)
                assert self.state() == before
            return
        quoted = self.book.quote(trader, order)
        assert self.state() == before
        fill = self.book.trade(trader, order)
        assert fill == quoted
        self.trades += 1
        self.agrees(fill, before)

    @rule(market=st.sampled_from([1, 2]))
    def look(self, market):
        self.seen[market] = self.book.markets[market].quantity

    def state(self):
        markets = {number: market.quantity for number, market in self.book.markets.items()}
        return markets, dict(self.book.positions), dict(self.book.balances)

    def agrees(self, fill, before):
        where = fill.market, fill.trader
        assert fill.before == before[0][fill.market]
        assert fill.after == fill.before + fill.shares == self.book.markets[fill.market].quantity
        assert fill.position == self.model.position(*where) == self.book.positions[where]
        assert fill.balance == self.model.balances[fill.trader] == self.book.balances[fill.trader]
        had = before[2][fill.trader]
        assert fill.cost == had - fill.balance
        assert fill.liquidity == self.opened[fill.market][0]

    @invariant()
    def nobody_overdraws_and_no_maker_sells_below_its_cost(self):
        assert all(balance >= 0 for balance in self.book.balances.values())
        for number, market in self.book.markets.items():
            liquidity, start = self.opened[number]
            assert abs(market.quantity) <= furthest(liquidity)
            # Its sets are the NO shares, and each was paid with a credit.
            held = [self.model.position(number, trader) for trader in TRADERS]
            assert start + sum(held) == market.quantity
            earned = self.model.receipts[number] - sum(max(0, -shares) for shares in held)
            due = exact_cost(liquidity, start, market.quantity - start)
            assert 0 <= earned - due < max(1, self.trades)


Machine.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestBook = Machine.TestCase


def book(*, liquidity=100 * UNIT, balance=GRANT, held=0):
    """A book of one market at a half, in which trader 1 holds what is said."""
    return Book({1: Market(liquidity, 0)}, {(1, 1): held}, {1: balance})


def refused(found, **words):
    before = found.markets[1].quantity, dict(found.positions), dict(found.balances)
    with pytest.raises(Refused) as refusal:
        found.trade(1, Order(1, **words))
    assert (found.markets[1].quantity, found.positions, found.balances) == before
    return refusal.value


def test_who_is_below_nothing_sells_but_does_not_buy():
    found = book(balance=-UNIT, held=10 * UNIT)
    assert "there are -1.000000" in refused(found, yes=True, shares=1).message
    # What a NO share costs comes back with the pair that it makes.
    assert found.trade(1, Order(1, yes=False, shares=UNIT)).cost < 0
    assert found.trade(1, Order(1, yes=True, sells=True)).position == 0
    assert found.balances[1] > 0


def test_a_sale_that_brings_less_than_a_unit_brings_nothing():
    assert book(held=1).trade(1, Order(1, yes=True, sells=True)).cost == 0


def test_who_holds_the_other_side_may_spend_more_than_there_is():
    fill = book(balance=0, held=10 * UNIT).trade(1, Order(1, yes=False, spend=4 * UNIT))
    assert fill.redeemed == -fill.shares
    assert fill.balance == fill.redeemed - 4 * UNIT


@pytest.mark.parametrize("amount", [{"shares": -1}, {"shares": 0}, {"spend": 0}])
def test_nothing_and_less_is_no_order(amount):
    assert refused(book(held=UNIT), yes=True, **amount).message == "That is no share at all."


def test_nothing_is_sold_for_a_sum():
    assert "no share" in refused(book(held=UNIT), yes=True, sells=True, spend=1).message


@pytest.mark.parametrize(
    "amount", [{"shares": 10**400}, {"spend": 10**400}, {"shares": 10**400, "limit": 0.1}]
)
def test_more_than_any_market_holds_is_refused_in_words(amount):
    assert refused(book(), yes=False, **amount).hint.startswith("Trade as far as that: --to")


def test_a_limit_that_is_passed_says_how_far_it_goes_or_that_the_price_is_there():
    found = book()
    worse = refused(found, yes=True, shares=20 * UNIT, limit=0.52)
    assert worse.message == "The price would go to 54.98%, beyond your limit of 52.00%."
    assert worse.hint == "Trade as far as that: --to 52.00%"
    there = refused(found, yes=False, shares=UNIT, limit=0.6)
    assert there.hint == "It is 50.00% already: set another limit, or wait."


def test_who_trades_to_a_price_keeps_to_it_as_a_limit_and_has_no_further_to_go():
    found = book()
    fill = found.trade(1, Order(1, yes=True, to=0.62, limit=0.62, seen=-5))
    assert price(fill.liquidity, fill.after) == pytest.approx(0.62, abs=1e-8)
    assert refused(found, yes=True, to=0.62).message == "The price is 62% already."
    back = refused(found, yes=True, sells=True, to=0.7)
    assert back.message == "The price is 62.00%: selling YES does not move it to 70%."
    assert back.hint == "Buying it does."


def test_who_cannot_pay_is_told_what_can_be_spent_or_that_something_is_to_be_sold():
    assert (
        "as in --spend 2.500000, or sell"
        in refused(book(balance=2_500_000), yes=True, spend=3 * UNIT).hint
    )
    assert refused(book(balance=-1), yes=True, spend=1).hint.startswith("Sell something")


def test_what_was_seen_must_hold_unless_a_limit_says_how_far_it_may_have_moved():
    found = book()
    moved = refused(found, yes=True, shares=UNIT, seen=5 * UNIT)
    assert moved.message == "The price has moved from 51.25% to 50.00% since you looked."
    assert found.trade(1, Order(1, yes=True, shares=UNIT, seen=5 * UNIT, limit=0.52)).after == UNIT
