"""A ruling pays what the shares are worth, or takes it back: nothing is kept, nothing made."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from traders import money, trade

from market.errors import Refused
from market.exchange.credits import GRANT, UNIT
from market.exchange.orders import Order
from market.ledger.acts.markets import open_market
from market.ledger.acts.rulings import rule
from market.ledger.acts.trading import Trading
from market.ledger.clauses import Implication
from market.ledger.exchange import Posting
from market.ledger.keeping.audit import check
from market.ledger.views.markets import position_in
from market.logic.resolving import resolve

pytestmark = pytest.mark.common_sql


@pytest.fixture
def markets(asked):
    """The ledger, where `rain` and `snow` have markets; on `rain` three have traded."""
    with asked.writing("ana", "market open") as w:
        open_market(w, "rain")
        open_market(w, "snow", liquidity=1_000 * UNIT)
    trade(asked, "ana", shares=30 * UNIT)
    trade(asked, "bo", yes=False, shares=50 * UNIT)
    trade(asked, "cy", to=0.7)
    trade(asked, "cy", sells=True)  # who holds nothing any more
    return asked


def ruled(ledger, verdict, outcome=None, slug="rain", **words):
    with ledger.writing("ana", verdict) as w:
        rule(w, slug, verdict, outcome, **words)


def gained(before, after):
    """Who has more or less than before."""
    return {who: after[who] - units for who, units in before.items() if after[who] != units}


@pytest.mark.parametrize(("outcome", "winner", "shares"), [(1, "ana", 30), (0, "bo", 50)])
def test_a_resolution_pays_a_credit_a_winning_share(markets, outcome, winner, shares):
    before = money(markets)
    ruled(markets, "resolve", outcome)
    after = money(markets)
    assert gained(before, after) == {winner: shares * UNIT, "@rain": -shares * UNIT}
    assert after["@rain"] >= 0
    assert check(markets).rows


def test_a_trade_at_the_very_moment_of_the_outcome_counts_and_a_later_one_is_undone(markets, clock):
    at_close = trade(markets, "ana", shares=7 * UNIT)
    happened, before = clock.now, money(markets)
    clock.now += 1
    trade(markets, "ana", sells=True)
    trade(markets, "dan", yes=False, spend=100 * UNIT)
    trade(markets, "bo", to=0.6)
    ruled(markets, "resolve", 1, at=happened)
    after = money(markets)
    won = at_close.fill.position
    assert won == 37 * UNIT
    assert gained(before, after) == {
        "ana": won,
        "@rain": -won,
        "house": -GRANT,  # dan's, who had traded for nothing
    }
    assert after["dan"] == GRANT


def test_an_early_close_is_what_counts_unless_it_was_undone(markets, clock):
    closed, before = clock.now, money(markets)
    clock.advance(days=1)
    trade(markets, "bo", yes=False, sells=True)
    traded = money(markets)
    ruled(markets, "close", at=closed)
    ruled(markets, "resolve", 0)
    assert gained(before, money(markets)) == {"bo": 50 * UNIT, "@rain": -50 * UNIT}
    for verdict, outcome in (("unresolve", None), ("reopen", None), ("resolve", 0)):
        ruled(markets, verdict, outcome)
    assert gained(traded, money(markets)) == {}


def test_an_annulment_pays_everybody_back(markets):
    ruled(markets, "annul")
    after = money(markets)
    assert {after[who] for who in ("ana", "bo", "cy")} == {GRANT}
    assert after["@rain"] == 69_314_719  # its subsidy, 100 ln 2


def test_every_ruling_that_is_taken_back_leaves_the_same_money_to_the_unit(markets, clock):
    happened = clock.now
    clock.advance(days=1)
    trade(markets, "ana", yes=False, shares=10 * UNIT)
    before = money(markets)
    for verdict, outcome, words in (
        ("resolve", 1, {}),
        ("annul", None, {}),
        ("resolve", 0, {"at": happened}),
        ("resolve", 1, {"at": happened}),
    ):
        ruled(markets, verdict, outcome, **words)
        assert money(markets) != before
        ruled(markets, "unresolve")
        assert money(markets) == before
        clock.advance(days=1)
    assert check(markets).rows


def test_taken_back_a_market_goes_on_and_is_resolved_the_other_way(markets, clock):
    ruled(markets, "resolve", 1)
    clock.advance(days=1)
    ruled(markets, "unresolve")
    with markets.reading() as connection:
        assert position_in(connection, 1, 1) == 30 * UNIT
    trade(markets, "ana", yes=False, shares=70 * UNIT)
    before = money(markets)
    ruled(markets, "resolve", 0)
    expected = {"ana": 40 * UNIT, "bo": 50 * UNIT, "@rain": -90 * UNIT}
    assert gained(before, money(markets)) == expected


def test_a_reversal_posts_what_was_posted_the_other_way_round(markets):
    ruled(markets, "resolve", 1)
    ruled(markets, "unresolve")
    with markets.reading() as connection:
        rows = connection.execute(select(Posting.__table__).where(Posting.ruling.is_not(None)))
        posted = [(row.ruling, row.payer, row.payee, row.amount) for row in rows]
    half = len(posted) // 2
    turned = [(2, payee, payer, amount) for _, payer, payee, amount in posted[:half]]
    assert posted[half:] == turned


def test_who_has_spent_what_is_taken_back_may_only_sell(markets):
    trade(markets, "ana", shares=200 * UNIT)
    ruled(markets, "resolve", 1)
    spent = trade(markets, "ana", "snow", spend=money(markets)["ana"] - 1).fill
    ruled(markets, "unresolve")
    had = money(markets)["ana"]
    assert had == 1 - 230 * UNIT
    with pytest.raises(Refused, match=r"there are -229\.999999"):
        trade(markets, "ana", shares=1)
    assert trade(markets, "ana", shares=30 * UNIT, sells=True).fill.balance > had
    # A NO share makes a pair with a YES share that is held, which brings more than it costs.
    assert trade(markets, "ana", "snow", yes=False, shares=UNIT).fill.redeemed == UNIT
    assert trade(markets, "ana", "snow", sells=True).fill.balance > 0
    assert spent.balance == 1
    trade(markets, "ana", shares=1)


def test_what_an_outcome_implies_is_settled_with_it(markets):
    with markets.writing("ana", "seed load") as w:
        w.insert(Implication, [{"question": 1, "implies": 2}])
    trade(markets, "bo", "snow", shares=10 * UNIT)
    before = money(markets)
    with markets.writing("ana", "resolve") as w:
        assert resolve(w, "rain", 1, implied=True).recorded == {"snow"}
    expected = {"ana": 30, "@rain": -30, "bo": 10, "@snow": -10}
    expected = {who: credits_ * UNIT for who, credits_ in expected.items()}
    assert gained(before, money(markets)) == expected
    ruled(markets, "unresolve")
    expected = {who: units for who, units in expected.items() if who in {"bo", "@snow"}}
    assert gained(before, money(markets)) == expected


def test_a_market_without_a_trade_owes_nothing(markets):
    before = money(markets)
    for verdict, outcome in (("resolve", 1), ("unresolve", None), ("annul", None)):
        ruled(markets, verdict, outcome, "snow")
        assert money(markets) == before


def test_nobody_trades_in_the_entry_that_settles(markets):
    with markets.writing("ana", "resolve") as w:
        trading = Trading(w, "ana")
        trading.trade(Order(trading.market("rain"), yes=True, shares=UNIT))
        trading.record()
        with pytest.raises(ValueError, match="another entry"):
            rule(w, "rain", "resolve", 1)
