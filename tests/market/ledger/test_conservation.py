"""However much is traded and ruled in a ledger: its postings lose nothing, and owe nobody."""

from __future__ import annotations

import random
from collections import Counter
from itertools import groupby
from operator import attrgetter

import pytest
from sqlalchemy import select
from traders import balances, money

from market.errors import Refused
from market.exchange.credits import UNIT
from market.exchange.orders import Order
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.acts.rulings import rule
from market.ledger.acts.trading import Trading
from market.ledger.exchange import Account, Posting
from market.ledger.keeping.audit import check
from market.ledger.tables import Entry
from market.ledger.views.questions import question_states

DAY = 86_400_000_000
SECOND = 1_000_000
TRADERS = [f"trader {number}" for number in range(50)]
BATCH = 200


def opened(ledger, clock, chance, questions):
    slugs = [f"question-{number}" for number in range(questions)]
    with ledger.writing("ana", "market open") as w:
        for slug in slugs:
            ask(w, slug, "Will it?", clock.now, clock.now + 1_000 * DAY)
            liquidity = int(UNIT * 10 ** chance.uniform(0.5, 3))
            open_market(w, slug, liquidity=liquidity, prior=chance.uniform(0.01, 0.99))
    return slugs


def order(chance, market):
    """An order of any kind and size."""
    kind, amount = chance.random(), int(10 ** chance.uniform(0, 8))
    words = {"to": chance.uniform(0.001, 0.999)} if kind < 0.05 else {"shares": amount}
    words |= {"sells": True} if 0.05 <= kind < 0.2 else {}
    words = {"spend": amount} if kind > 0.9 else words
    return Order(market, yes=chance.random() < 0.5, **words)


def trade(ledger, chance, slugs):
    """Somebody's batch on some markets, and how many of its orders were filled."""
    who = chance.choice(TRADERS)
    with ledger.writing(who, "market trade") as w:
        trading = Trading(w, who)
        markets = [trading.market(slug) for slug in chance.sample(slugs, 3)]
        for _ in range(BATCH):
            try:
                trading.trade(order(chance, chance.choice(markets)))
            except Refused:
                continue
        return len(trading.record())


def ruled(ledger, clock, slug, verdict, outcome=None, *, ago=0):
    clock.advance(seconds=1)
    with ledger.writing("ana", verdict) as w:
        rule(w, slug, verdict, outcome, at=clock.now - ago if outcome is not None else None)


def ruled_and_taken_back(ledger, clock, chance, slug):
    """Rule on a question as if it had been over for a while, and take it back: to the same unit."""
    before = held(ledger)
    for verdict, outcome in (("resolve", chance.randint(0, 1)), ("annul", None)):
        ruled(ledger, clock, slug, verdict, outcome, ago=chance.randint(0, 60) * SECOND)
        ruled(ledger, clock, slug, "unresolve")
        assert held(ledger) == before


def held(ledger):
    with ledger.reading() as connection:
        return balances(connection)


def assert_nobody_owes(ledger):
    """No maker is ever below 0, and no trader by an act of his own."""
    account, posted, entry = (model.__table__ for model in (Account, Posting, Entry))
    moved = select(posted, entry.c.command).join(entry, entry.c.number == posted.c.entry)
    with ledger.reading() as connection:
        holders = {row.id: row for row in connection.execute(select(account))}
        rows = connection.execute(moved.order_by(posted.c.id)).all()
    left = Counter()
    for (_, command), together in groupby(rows, attrgetter("entry", "command")):
        had = Counter(left)
        for row in together:
            left[row.payer] -= row.amount
            left[row.payee] += row.amount
        for number, holder in holders.items():
            if holder.market is not None:
                assert left[number] >= 0
            elif holder.forecaster is not None and command == "market trade":
                assert left[number] >= min(0, had[number])


@pytest.mark.parametrize(
    ("trades", "questions"), [(5_000, 20), pytest.param(200_000, 100, marks=pytest.mark.slow)]
)
def test_trades_rulings_and_reversals_conserve_every_unit(sqlite_ledger, clock, trades, questions):
    chance = random.Random(trades)
    slugs = opened(sqlite_ledger, clock, chance, questions)
    clock.advance(seconds=100)
    made, still = 0, list(slugs)
    while made < trades:
        for _ in range(trades // BATCH // 6):
            clock.advance(seconds=chance.randint(0, 9))
            made += trade(sqlite_ledger, chance, still)
        ruled_and_taken_back(sqlite_ledger, clock, chance, chance.choice(still))
        over = still.pop(chance.randrange(len(still)))
        ruled(sqlite_ledger, clock, over, "resolve", chance.randint(0, 1), ago=30 * SECOND)
    before = money(sqlite_ledger)
    for slug in still:
        ruled(sqlite_ledger, clock, slug, "resolve", chance.randint(0, 1))
    with sqlite_ledger.reading() as connection:
        states = question_states(connection, now=clock.now)
    assert {state.status for state in states} == {"resolved"}
    for slug in still:
        ruled(sqlite_ledger, clock, slug, "unresolve")
    assert money(sqlite_ledger) == before
    assert_nobody_owes(sqlite_ledger)
    assert check(sqlite_ledger).rows > made
