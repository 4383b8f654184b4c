"""A ledger with a row in every table, for tests that try to break it."""

from __future__ import annotations

import shutil
from contextlib import closing

import pytest
from clocks import Clock
from databases import databases
from sqlalchemy import make_url

from market.articles.tables import Article, Claim, Relation
from market.exchange.credits import UNIT
from market.exchange.orders import Order
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import Source, rule
from market.ledger.acts.trading import Trading
from market.ledger.clauses import Clause, Implication, Term
from market.ledger.engine import open_ledger
from market.ledger.tables import Member
from scoring.kinds import Kind

YEAR = 365 * 86_400_000_000


@pytest.fixture
def asked(ledger, clock):
    """The ledger, where `rain` and `snow` have been asked and are open for a year."""
    _ask(ledger, clock)
    return ledger


@pytest.fixture
def full(ledger, clock):
    """The ledger with a row in every table: a copy, two days later."""
    clock.advance(days=2)
    return ledger


@pytest.fixture(scope="session")
def full_file(empty_file, tmp_path_factory):
    """The full ledger in a file, made once."""
    path = shutil.copy(empty_file, tmp_path_factory.mktemp("full") / "ledger.db")
    _fill(str(path))
    return path


@pytest.fixture(scope="session")
def full_database(postgres_server, empty_database):
    """The name of a database with the full ledger, made once as a template."""
    with databases(postgres_server) as make:
        address = make(empty_database)
        _fill(address)
        yield make_url(address).database


def _ask(ledger, clock):
    with ledger.writing("ana", "ask") as w:
        ask(w, "rain", "Will it rain?", clock.now, clock.now + YEAR, tags=["sky"])
        ask(w, "snow", "Will it snow?", clock.now, clock.now + YEAR)


def _fill(address):
    clock = Clock()
    with closing(open_ledger(address, clock=clock)) as ledger:
        _ask(ledger, clock)
        clock.advance(days=1)
        with ledger.writing("ana", "forecast", key="monday") as w:
            report(w, "rain", "Ana", 0.7, rationale="clouds — “dark”")
            open_market(w, "snow", prior=0.25)
        clock.advance(days=1)
        with ledger.writing("bo", "resolve") as w:
            rule(w, "rain", "resolve", 1, evidence=[Source("https://example.org/rain")])
        with ledger.writing("bo", "seed load") as w:
            _load(w)


def _load(w):
    report(w, "snow", "article:sky", 0.25, at=w.now, kind=Kind.ARTICLE)
    article = {"slug": "sky", "title": "Sky", "digest": "0" * 64, "published": w.now}
    w.insert(Article, [{**article, "forecaster": 2}])
    w.insert(Claim, [{"article": 1, "slug": "wet", "text": "Wet.", "places": "1,2"}])
    bearing = {"relation": "states", "polarity": "for", "probability": 0.25}
    w.insert(Relation, [{**bearing, "claim": 1, "question": 2}])
    w.insert(Implication, [{"question": 1, "implies": 2}])
    w.insert(Clause, [{"kind": "conditional", "stands": 1}])
    w.insert(Term, [{"clause": 1, "question": question} for question in (2, 1)])
    w.insert(Member, [{"role": "bo", "forecaster": 1, "rights": "member"}])
    trading = Trading(w, "ana")
    trading.trade(Order(trading.market("snow"), yes=True, spend=5 * UNIT))
    trading.record()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_address(request, tmp_path):
    """Where a ledger may be made beside the first one, on each engine in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "new.db")
    return request.getfixturevalue("new_database")()


@pytest.fixture
def opened(clock):
    """Opens ledgers, and closes them in the end."""
    ledgers = []

    def opens(address, *, create=False):
        ledgers.append(open_ledger(address, create=create, clock=clock))
        return ledgers[-1]

    yield opens
    for ledger in ledgers:
        ledger.close()
