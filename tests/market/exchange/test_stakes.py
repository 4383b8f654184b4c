"""What a stake is worth is what the book pays for it."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.exchange.book import Book, Market
from market.exchange.credits import GRANT, UNIT
from market.exchange.orders import Order
from market.exchange.settlement import payout
from market.exchange.stakes import Stake, cash

ANA = 7
orders = st.lists(st.tuples(st.booleans(), st.integers(1, 60 * UNIT)), min_size=1, max_size=6)


def staked(trades, start=0):
    """A book in which Ana has bought one thing after another, and her stake."""
    market = Market(100 * UNIT, start)
    book = Book({1: market}, defaultdict(int), {ANA: GRANT})
    paid = sum(book.trade(ANA, Order(1, yes=yes, shares=n)).cost for yes, n in trades)
    held = book.positions[1, ANA]
    stake = Stake(1, ANA, market.liquidity, market.quantity, "open", None, held, paid, len(trades))
    return book, stake


@given(orders)
def test_selling_everything_brings_what_it_was_said_to_be_worth(trades):
    book, stake = staked(trades)
    assert cash([stake]) == book.balances[ANA]
    if stake.shares:
        book.trade(ANA, Order(1, yes=stake.shares > 0, sells=True))
    assert book.balances[ANA] - GRANT == stake.profit
    assert stake.worth <= stake.at_price + 1


@pytest.mark.parametrize("outcome", [1, 0])
@given(trades=orders)
def test_a_settled_stake_earned_what_its_shares_pay_less_their_cost(outcome, trades):
    book, stake = staked(trades)
    settled = stake._replace(status="resolved", outcome=outcome)
    paid = payout(stake.shares, outcome)
    assert settled.profit == stake.profit_if(outcome) == paid - stake.paid
    assert cash([settled]) == book.balances[ANA] + paid
    assert cash([settled._replace(status="annulled", outcome=None)]) == GRANT
