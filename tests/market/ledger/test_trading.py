"""A trade is made at the price that holds when it is written, or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import select
from traders import entries, money, trade

from market.errors import Refused
from market.exchange.credits import GRANT, UNIT
from market.exchange.orders import Order
from market.ledger.acts.asking import ask
from market.ledger.acts.editing import amend
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule
from market.ledger.acts.trading import Trading
from market.ledger.engine import open_ledger
from market.ledger.exchange import Posting, Trade
from market.ledger.keeping.audit import check
from market.ledger.views.accounts import balance_of
from market.ledger.views.markets import market_on, position_in
from scoring.kinds import Kind

pytestmark = pytest.mark.common_sql

YEAR = 365 * 86_400_000_000


@pytest.fixture
def markets(asked):
    """The ledger, where `rain` has a market at 30 % and `snow` one at a half."""
    with asked.writing("ana", "market open") as w:
        open_market(w, "rain", prior=0.3)
        open_market(w, "snow", liquidity=1_000 * UNIT)
    return asked


def refused(ledger, who, slug="rain", **order):
    before = entries(ledger)
    with pytest.raises(Refused) as refusal:
        trade(ledger, who, slug, **order)
    assert entries(ledger) == before
    return refusal.value.message


def ruled(ledger, verdict, outcome=None, **words):
    with ledger.writing("ana", verdict) as w:
        rule(w, "rain", verdict, outcome, **words)


def quantity(ledger, question=1):
    with ledger.reading() as connection:
        return market_on(connection, question).quantity


def test_the_first_trade_opens_an_account_with_the_grant(markets):
    made = trade(markets, "Ana", "RAIN", shares=20 * UNIT)
    assert (made.slug, made.fill.cost, made.fill.position) == ("rain", 6_430_803, 20 * UNIT)
    assert made.fill.balance == GRANT - 6_430_803
    again = trade(markets, "ana", sells=True)
    assert (again.fill.cost, again.fill.position) == (-6_430_802, 0)
    assert money(markets)["Ana"] == again.fill.balance == GRANT - 1
    with markets.reading() as connection:
        assert balance_of(connection, 1) == GRANT - 1
        assert balance_of(connection, 99) == GRANT
        assert position_in(connection, 1, 1) == 0


def test_a_sale_that_brings_nothing_moves_no_money(markets):
    trade(markets, "ana", shares=UNIT)
    before = money(markets)
    assert trade(markets, "ana", shares=1, sells=True).fill.cost == 0
    assert money(markets) == before
    assert check(markets).rows


def test_orders_of_one_entry_are_filled_one_after_another(markets):
    before = quantity(markets)
    with markets.writing("ana", "market trade") as w:
        trading = Trading(w, "ana")
        rain, snow = (trading.market(slug) for slug in ("rain", "snow"))
        orders = [
            Order(rain, yes=True, shares=5 * UNIT, seen=before),
            Order(snow, yes=False, spend=9 * UNIT),
            Order(rain, yes=False, shares=2 * UNIT, seen=before),
        ]
        fills = [trading.trade(order) for order in orders]
        made = trading.record()
    assert [one.fill for one in made] == fills
    assert {one.entry for one in made} == {made[0].entry}
    assert fills[2].before == fills[0].after == before + 5 * UNIT
    assert fills[2].balance == GRANT - sum(fill.cost for fill in fills) == money(markets)["ana"]
    with markets.reading() as connection:
        rows = connection.execute(select(Trade.__table__).order_by(Trade.id)).all()
        posted = connection.execute(select(Posting.trade).where(Posting.trade.is_not(None))).all()
    assert [row[2:] for row in rows] == [(f.market, 1, f.shares, f.cost) for f in fills]
    assert [row.trade for row in posted] == [row.id for row in rows]


def test_whoever_orders_nothing_records_no_trade(markets):
    with markets.writing("ana", "market trade") as w:
        assert Trading(w, "ana").record() == []
    assert check(markets).rows


def test_who_was_simulated_and_articles_do_not_trade(markets, clock):
    for kind in (Kind.SIMULATED, Kind.ARTICLE):
        with markets.writing("ana", "import") as w:
            report(w, "rain", f"a {kind}", 0.4, at=clock.now, kind=kind)
        assert f"another kind: {kind}" in refused(markets, f"a {kind}", shares=UNIT)


def test_there_is_no_trade_without_a_market(markets, clock):
    with markets.writing("ana", "ask") as w:
        ask(w, "hail", "Will it hail?", clock.now, clock.now + YEAR)
    assert refused(markets, "ana", "hail", shares=UNIT) == "hail has no market."
    assert refused(markets, "ana", "sleet", shares=UNIT) == "There is no question 'sleet'."


def test_trades_stop_at_the_close_to_the_microsecond(markets, clock):
    closes = clock.now + YEAR
    clock.now = closes - 1
    trade(markets, "ana", shares=UNIT)
    clock.now = closes
    assert "rain closed at" in refused(markets, "ana", shares=UNIT)
    assert "rain closed at" in refused(markets, "ana", sells=True)


def test_after_an_early_close_nothing_is_traded_until_it_is_reopened_or_extended(markets, clock):
    trade(markets, "ana", shares=UNIT)
    ruled(markets, "close")
    assert "rain closed at" in refused(markets, "ana", sells=True)
    ruled(markets, "reopen")
    trade(markets, "ana", sells=True)
    with markets.writing("ana", "edit") as w:
        amend(w, "rain", {"closes": clock.now + 2 * YEAR})
    clock.advance(days=500)
    trade(markets, "ana", shares=UNIT)


def test_nothing_is_traded_once_a_question_is_decided(markets):
    for verdict, outcome in (("resolve", 1), ("annul", None)):
        trade(markets, "ana", shares=UNIT)
        ruled(markets, verdict, outcome)
        assert "rain " in refused(markets, "ana", sells=True)
        ruled(markets, "unresolve")
        trade(markets, "ana", sells=True)


def test_nobody_spends_more_than_there_is(markets):
    trade(markets, "ana", "snow", spend=GRANT - 10 * UNIT)
    assert "That costs" in refused(markets, "ana", spend=11 * UNIT)
    assert trade(markets, "ana", spend=10 * UNIT).fill.balance == 0
    assert "there are 0.000000" in refused(markets, "ana", shares=1)


def test_a_price_that_was_seen_must_hold_at_the_moment_of_writing(markets):
    seen = quantity(markets)
    trade(markets, "bo", shares=UNIT, seen=seen)
    assert "has moved" in refused(markets, "ana", shares=UNIT, seen=seen)
    assert "beyond your limit" in refused(markets, "ana", shares=UNIT, limit=0.3, seen=seen)
    trade(markets, "ana", shares=UNIT, limit=0.31, seen=seen)
    trade(markets, "ana", to=0.4, seen=seen)
    assert quantity(markets) == pytest.approx(100 * UNIT * -0.405465108, abs=1)


def test_of_many_who_saw_one_price_one_trades_at_it(markets, ledger_address, clock):
    seen = quantity(markets)

    def tries(number):
        with closing(open_ledger(ledger_address, clock=clock)) as ledger:
            try:
                return trade(ledger, f"trader {number}", shares=UNIT + number, seen=seen).fill
            except Refused as refusal:
                return refusal.message

    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(tries, range(4)))
    (fill,) = (one for one in came if not isinstance(one, str))
    assert fill.before == seen
    assert sum("has moved" in one for one in came if one != fill) == 3
    assert quantity(markets) == fill.after
    assert len(money(markets)) == 4  # the house, two makers, and who traded
