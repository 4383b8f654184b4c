"""Dealings agree with the money in the ledger, and with the scores of the trades."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest
from traders import money, trade

from market.exchange.credits import GRANT, UNIT
from market.exchange.stakes import cash
from market.ledger.acts.markets import open_market
from market.ledger.acts.rulings import rule
from market.ledger.views.dealings import Dealings
from market.ledger.views.forecasters import forecaster_names
from market.ledger.views.markets import market_on, traded_on

pytestmark = pytest.mark.common_sql

HOUR = 3_600_000_000


@pytest.fixture
def traded(asked, clock):
    """Two markets on which three people have traded, an hour apart."""
    with asked.writing("ana", "market open") as w:
        open_market(w, "rain", prior=0.3)
        open_market(w, "snow", liquidity=50 * UNIT)
    for who, slug, words in (
        ("ana", "rain", {"shares": 20 * UNIT}),
        ("bo", "rain", {"yes": False, "spend": 50 * UNIT}),
        ("ana", "snow", {"to": 0.8}),
        ("cy", "rain", {"to": 0.7}),
        ("bo", "rain", {"yes": False, "sells": True}),
        ("cy", "snow", {"yes": False, "shares": 7 * UNIT}),
    ):
        clock.now += HOUR
        trade(asked, who, slug, **words)
    clock.now += HOUR
    return asked


def read(ledger, clock, as_of=None):
    with ledger.reading() as connection:
        return Dealings.read(connection, now=clock.now, as_of=as_of), forecaster_names(connection)


def accounts(ledger, clock):
    """What the stakes leave of each trader's grant."""
    dealings, names = read(ledger, clock)
    return {
        name: cash(one for one in dealings.stakes if one.trader == number)
        for number, name in names.items()
    }


def people(ledger):
    return {name: units for name, units in money(ledger).items() if name in {"ana", "bo", "cy"}}


def ruled(ledger, slug, verdict, outcome=None, **words):
    with ledger.writing("ana", verdict) as w:
        rule(w, slug, verdict, outcome, **words)


def test_after_every_ruling_the_stakes_leave_what_the_postings_left(traded, clock):
    seen = [people(traded)]
    for act in (
        ("rain", "resolve", 1),
        ("snow", "annul"),
        ("rain", "unresolve"),
        ("snow", "unresolve"),
        ("snow", "resolve", 0),
    ):
        ruled(traded, *act)
        seen.append(people(traded))
        assert accounts(traded, clock) == seen[-1]
    ruled(traded, "rain", "resolve", 0, at=clock.now - 4 * HOUR)  # two trades were later
    assert accounts(traded, clock) == people(traded) not in seen


def test_what_was_paid_after_a_close_in_the_past_is_owed_until_a_ruling_pays_it_back(traded, clock):
    early = clock.now - 4 * HOUR  # two trades on this market were later
    for act, at in ((("close",), early), (("resolve", 1), None), (("unresolve",), None)):
        ruled(traded, "rain", *act, at=at)
        stakes = [one for one in read(traded, clock)[0].stakes if one.question == 1]
        assert accounts(traded, clock) == people(traded)
        assert any(one.late for one in stakes)
        assert any(one.owed for one in stakes) == (act[0] != "resolve")


def test_settled_profit_is_b_times_the_log_score_gain_but_for_a_unit_a_trade(traded, clock):
    ruled(traded, "rain", "resolve", 0, at=clock.now - 4 * HOUR)
    dealings, _ = read(traded, clock)
    earned = defaultdict(float)
    for gain, trader, place in zip(
        dealings.log_gain, dealings.trades.forecaster, dealings.place, strict=True
    ):
        earned[trader, dealings.questions[place].id] += gain
    for stake in dealings.stakes:
        gain = earned[stake.trader, stake.question]
        if stake.outcome is None:
            assert math.isnan(gain)
        else:
            assert -1e-3 <= gain - stake.profit < stake.trades + 1e-3


def test_at_an_earlier_moment_nothing_later_is_known(traded, clock):
    then = clock.now - 5 * HOUR  # after the second trade
    ruled(traded, "rain", "resolve", 1)
    dealings, names = read(traded, clock, as_of=then)
    assert [(names[one.trader], one.status, one.trades) for one in dealings.stakes] == [
        ("ana", "open", 1),
        ("bo", "open", 1),
    ]
    ana = dealings.stakes[0]
    assert (cash([ana]), ana.shares) == (GRANT - 6_430_803, 20 * UNIT)
    with traded.reading() as connection:
        market = market_on(connection, ana.question, as_of=then)
    assert (market.trades, market.quantity) == (2, ana.quantity)


def test_where_somebody_has_traded_is_known_whatever_the_case_of_the_name(traded):
    with traded.reading() as connection:
        assert len(traded_on(connection, "ANA")) == 2
        assert len(traded_on(connection, "bo")) == 1
        assert traded_on(connection, "dee") == set()
