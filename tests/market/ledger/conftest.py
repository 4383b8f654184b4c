"""A ledger with a row in every table, for tests that try to break it."""

from __future__ import annotations

import pytest

from market.articles.tables import Article, Claim, Link, Relation
from market.exchange.credits import UNIT
from market.exchange.orders import Order
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import Source, rule
from market.ledger.acts.trading import Trading
from market.ledger.keeping import catalogue
from market.ledger.tables import Member
from scoring.kinds import Kind

YEAR = 365 * 86_400_000_000


@pytest.fixture
def asked(ledger, clock):
    """The ledger, where `rain` and `snow` have been asked and are open for a year."""
    with ledger.writing("ana", "ask") as w:
        ask(w, "rain", "Will it rain?", clock.now, clock.now + YEAR, tags=["sky"])
        ask(w, "snow", "Will it snow?", clock.now, clock.now + YEAR)
    return ledger


@pytest.fixture
def declared_once(monkeypatch):
    """What the models declare on PostgreSQL is made once for all checks of a test."""
    made = []

    def declared(connection, also):
        made[:] = made or [make(connection, also)]
        return made[0]

    make = catalogue._declared_for_a_moment
    monkeypatch.setattr(catalogue, "_declared_for_a_moment", declared)


@pytest.fixture
def full(asked, clock):
    """The ledger with a row in every table."""
    clock.advance(days=1)
    with asked.writing("ana", "forecast", key="monday") as w:
        report(w, "rain", "Ana", 0.7, rationale="clouds — “dark”")
        open_market(w, "snow", prior=0.25)
    clock.advance(days=1)
    with asked.writing("bo", "resolve") as w:
        rule(w, "rain", "resolve", 1, evidence=[Source("https://example.org/rain")])
    with asked.writing("bo", "seed load") as w:
        report(w, "snow", "article:sky", 0.25, at=clock.now, kind=Kind.ARTICLE)
        article = {"slug": "sky", "title": "Sky", "digest": "0" * 64, "published": clock.now}
        w.insert(Article, [{**article, "forecaster": 2}])
        w.insert(Claim, [{"article": 1, "slug": "wet", "text": "Wet.", "places": "1,2"}])
        bearing = {"relation": "states", "polarity": "for", "probability": 0.25}
        w.insert(Relation, [{**bearing, "claim": 1, "question": 2}])
        w.insert(Link, [{"question": 1, "implies": 2}])
        w.insert(Member, [{"role": "bo", "forecaster": 1, "rights": "member"}])
        trading = Trading(w, "ana")
        trading.trade(Order(trading.market("snow"), yes=True, spend=5 * UNIT))
        trading.record()
    return asked
