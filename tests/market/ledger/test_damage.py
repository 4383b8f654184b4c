"""A file that was damaged is told from one that was tampered with, and crashes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from market.errors import IntegrityError
from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from market.ledger.keeping.audit import check


@pytest.fixture
def rainy(sqlite_ledger, clock):
    """A ledger with questions and forecasts, closed."""
    with sqlite_ledger.writing("ana", "ask") as w:
        ask(w, "rain", "Will it rain?", clock.now, clock.now + 10**12)
    for probability in range(20, 60):
        with sqlite_ledger.writing("bo", "forecast") as w:
            report(w, "rain", "bo", probability / 100, rationale="It was dark — again.")
    sqlite_ledger.close()
    return sqlite_ledger


def tables_page(path, table):
    """Where the table begins in an SQLite file, and how long a page is."""
    with closing(sqlite3.connect(path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        return (connection.execute(query, [table]).fetchone()[0] - 1) * size, size


def assert_damaged(ledger):
    with pytest.raises(IntegrityError, match="The ledger is damaged: ") as caught:
        check(ledger)
    assert (caught.value.exit_code, caught.value.message.count("\n")) == (4, 0)


@pytest.mark.parametrize("table", ["entry", "wording"])
def test_a_page_that_cannot_be_read_is_found(rainy, table):
    where, size = tables_page(rainy.address, table)
    with Path(rainy.address).open("r+b") as file:
        file.seek(where)
        file.write(b"\xff" * size)
    assert_damaged(rainy)


def test_a_schema_that_cannot_be_read_is_found(rainy):
    with closing(sqlite3.connect(rainy.address)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = 'CREATE' WHERE name = 'report'")
    assert_damaged(rainy)


def test_an_index_that_lost_rows_is_found(rainy):
    with closing(sqlite3.connect(rainy.address)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        found = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'uq_question_slug'")
        (made,) = found.fetchone()
        lax = made.replace("lower(slug)", "upper(slug)")
        rewrite = "UPDATE sqlite_master SET sql = ? WHERE name = 'uq_question_slug'"
        connection.execute(rewrite, [lax])
    with closing(sqlite3.connect(rainy.address)) as connection, connection:
        connection.execute("REINDEX uq_question_slug")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(rewrite, [made])
    assert_damaged(rainy)


def test_text_that_is_not_unicode_is_found(rainy):
    with closing(sqlite3.connect(rainy.address)) as connection, connection:
        connection.execute("DROP TRIGGER report_no_update")
        connection.execute("UPDATE report SET source = CAST(x'ff' AS TEXT) WHERE id = 3")
    assert_damaged(rainy)
