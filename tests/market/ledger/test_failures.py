"""What a database says when it cannot go on, in one line with what to do about it."""

from __future__ import annotations

from contextlib import closing

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from market.errors import DatabaseError
from market.ledger.address import Address
from market.ledger.engine import open_ledger
from market.ledger.failures import explained
from market.ledger.tables import Question

RAISE = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{}', MESSAGE = 'the server''s words'; END $$"
END_AT_COMMIT = """
CREATE FUNCTION foretell.end_it() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
CREATE CONSTRAINT TRIGGER end_it AFTER INSERT ON foretell.question
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION foretell.end_it()
"""


@pytest.fixture
def address(new_database, empty_database):
    """A ledger without entries on PostgreSQL."""
    return new_database(empty_database)


@pytest.fixture
def server_ledger(address, clock):
    with closing(open_ledger(address, clock=clock)) as ledger:
        yield ledger


def assert_clear(error, what, hint):
    """Check that an error is one line with a hint."""
    assert what in error.message
    assert hint in error.hint
    assert "\n" not in f"{error.message}{error.hint}"
    assert "***@" in error.message or "postgres:@" in error.message  # names the ledger
    assert error.exit_code == 3


@pytest.mark.parametrize(
    ("state", "what", "hint"),
    [
        ("08006", "ended the connection: the server's words", "Try again."),
        ("0A000", "cannot do that: the server's words", "primary"),
        ("25006", "takes no changes: it is read-only.", "primary"),
        ("53100", "cannot grow: the server's disk is full.", "Make room there."),
        ("53200", "is out of memory.", "less to do"),
        ("53300", "takes no more connections.", "in a moment"),
        ("55P03", "is locked by another program.", "when its writer is done"),
        ("57014", "broke the command off: the server's words", "more time"),
        ("57P01", "ended the connection: the server's words", "Try again."),
        ("57P03", "is not ready: it starts or stops.", "in a moment"),
    ],
)
def test_a_servers_failure_is_one_clear_line_and_a_hint(server_ledger, state, what, hint):
    with pytest.raises(DatabaseError) as caught, server_ledger.writing("ana", "ask") as w:
        w.connection.exec_driver_sql(RAISE.format(state))
    assert_clear(caught.value, what, hint)
    assert caught.value.hint.endswith(" Nothing was recorded.")
    with server_ledger.writing("ana", "ask") as w:
        w.insert(Question, [{"slug": "it-goes-on"}])
    assert w.entry == 1


def test_a_statement_that_takes_too_long_for_the_server_is_broken_off(server_ledger):
    with pytest.raises(DatabaseError) as caught, server_ledger.writing("ana", "ask") as w:
        w.connection.exec_driver_sql("SET LOCAL statement_timeout = 20; SELECT pg_sleep(9)")
    assert_clear(caught.value, "statement timeout", "more time")


def test_a_server_without_a_connection_left_says_so(address, new_role, clock):
    role = new_role("crowd")
    with psycopg.connect(address, autocommit=True) as connection:
        limited = sql.SQL("CREATE ROLE {} LOGIN CONNECTION LIMIT 0 PASSWORD 'hunter2'")
        connection.execute(limited.format(sql.Identifier(role)))
    crowded = make_url(address).set(username=role, password="hunter2")
    with pytest.raises(DatabaseError) as caught:
        open_ledger(crowded.render_as_string(hide_password=False), clock=clock)
    assert_clear(caught.value, "takes no more connections.", "in a moment")
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize("doing", ["starting up", "shutting down", "in recovery mode"])
def test_a_server_that_is_not_ready_says_so(doing):
    said = psycopg.OperationalError(f"connection failed: FATAL:  the database system is {doing}")
    with pytest.raises(DatabaseError) as caught, explained(Address.parse("postgresql://ana:x@h/c")):
        raise OperationalError(None, None, said)
    assert_clear(caught.value, "is not ready", "in a moment")


def test_a_connection_that_ends_at_the_commit_leaves_a_doubt_and_says_how_to_settle_it(
    server_ledger, address
):
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(END_AT_COMMIT)
    with pytest.raises(DatabaseError) as caught, server_ledger.writing("ana", "ask") as w:
        w.insert(Question, [{"slug": "rain"}])
    assert_clear(caught.value, "ended the connection while it recorded", "foretell log")
    assert "--key" in caught.value.hint
    assert "Nothing was recorded" not in caught.value.hint


def test_only_who_records_is_told_that_nothing_was(server_ledger):
    """Scores are read after a resolution, say: that they cannot be does not undo it."""
    with pytest.raises(DatabaseError) as caught, server_ledger.reading() as connection:
        connection.exec_driver_sql(RAISE.format("53200"))
    assert_clear(caught.value, "is out of memory.", "Try again when the server has less to do.")
    assert "recorded" not in caught.value.hint
