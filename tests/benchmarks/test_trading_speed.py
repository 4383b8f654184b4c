"""Speed of trades in a file, beside bare inserts of the same rows and beside forecasts."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from itertools import count

import pytest
from clocks import Clock
from timing import ratio, say

from market.exchange.credits import UNIT
from market.exchange.orders import Order
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.trading import Trading
from market.ledger.engine import open_ledger

pytestmark = pytest.mark.benchmark

TRADES, QUESTIONS = 20_000, 20
SLUGS = [f"question-{number}" for number in range(QUESTIONS)]
WRITTEN = ("trade", "posting", "entry")


@pytest.fixture
def path(tmp_path):
    """A ledger with markets on which somebody has traded."""
    path, clock = tmp_path / "ledger.db", Clock()
    with closing(open_ledger(str(path), create=True, clock=clock)) as ledger:
        with ledger.writing("ana", "market open") as w:
            for slug in SLUGS:
                ask(w, slug, "Will it?", clock.now, clock.now + 10**15)
                open_market(w, slug)
        trade(ledger, [(slug, True, UNIT) for slug in SLUGS])
    return path


def trade(ledger, orders):
    with ledger.writing("ana", "market trade") as w:
        trading = Trading(w, "ana")
        for slug, yes, shares in orders:
            trading.trade(Order(trading.market(slug), yes=yes, shares=shares))
        return trading.record()


def batch():
    """Orders for shares of either side, which never come to more than the grant."""
    chance = random.Random(20)
    for number in range(TRADES):
        yes = number // QUESTIONS % 2 == 0
        yield SLUGS[number % QUESTIONS], yes, chance.randint(1, 3 * UNIT)


def copies(path):
    """Copies of a ledger, each to be used once."""
    return (str(shutil.copy(path, path.with_name(f"{number}.db"))) for number in count())


def recorded(path, orders):
    """The rows that a batch comes to, by table."""
    with closing(open_ledger(path, clock=Clock())) as ledger:
        entry = trade(ledger, orders)[0].entry
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: connection.execute(
                f"SELECT * FROM {table} WHERE {'number' if table == 'entry' else 'entry'} = {entry}"
            ).fetchall()
            for table in WRITTEN
        }


def inserted(path, rows):
    """The same rows, by the driver alone."""
    with closing(sqlite3.connect(path)) as connection:
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        for table, given in rows.items():
            places = ", ".join("?" * len(given[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", given)
        connection.commit()


def test_a_batch_of_trades_is_three_tenths_as_fast_as_bare_inserts_of_its_rows(path):
    orders, fresh = list(batch()), copies(path)
    rows = recorded(next(fresh), orders)
    assert len(rows["trade"]) == TRADES

    def traded():
        with closing(open_ledger(next(fresh), clock=Clock())) as ledger:
            trade(ledger, orders)

    found = ratio(lambda: inserted(next(fresh), rows), traded)
    say(f"{TRADES:,} trades in one entry: {found:.2f} of bare inserts' speed (at least 0.3)")
    assert found >= 0.3


def test_a_trade_takes_at_most_twice_as_long_as_a_forecast(path):
    chance = random.Random(21)
    with closing(open_ledger(str(path), clock=Clock())) as ledger:

        def forecasts():
            for _ in range(100):
                with ledger.writing("ana", "forecast") as w:
                    report(w, chance.choice(SLUGS), "ana", chance.randint(1, 999) / 1_000)

        def trades():
            for _ in range(100):
                trade(ledger, [(chance.choice(SLUGS), chance.random() < 0.5, UNIT)])

        found = ratio(trades, forecasts)
    say(f"a trade: {found:.2f} times a forecast (at most 2)")
    assert found <= 2
