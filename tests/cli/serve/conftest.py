"""A server without a socket: requests go to it directly."""

from __future__ import annotations

import pytest
from asgi import Client


@pytest.fixture
def serving(season_ledger, clock, monkeypatch):
    """Makes a client of the season's ledger, or of another; Ana reads it, on a full minute."""
    from cli.invocation import Invocation
    from cli.serve.app import application
    from cli.serve.listening import OWN
    from cli.serve.site import Site
    from cli.serve.source import Source

    clock.advance(seconds=-clock.now % 60_000_000 / 1e6)
    monkeypatch.setattr("cli.invocation.clock", clock)
    monkeypatch.setenv("FORETELL_USER", "ana")
    monkeypatch.setenv("FORETELL_DB", season_ledger.address)

    def of(address=season_ledger.address, **settings):
        site = Site(Source(Invocation(address)), **settings)
        return Client(application(site, OWN))

    return of


@pytest.fixture
def client(serving):
    """A client of the season's ledger."""
    return serving()


@pytest.fixture
def say(season_ledger):
    """Record a forecast of somebody on the question that is open."""
    from market.ledger.acts.reports import report

    def record(name, probability):
        with season_ledger.writing(name, "forecast") as writing:
            report(writing, "q3", name, probability)

    return record
