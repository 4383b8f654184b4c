"""A copy of the team's ledger that the tests of a module share."""

from __future__ import annotations

import pytest
from databases import databases


@pytest.fixture(scope="module")
def shared_team(postgres_server, founded):
    """The team, for tests that leave nothing behind but more entries."""
    with databases(postgres_server) as make:
        yield founded.at(make(founded.database))
