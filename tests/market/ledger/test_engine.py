"""Opening a ledger: what is refused, and in which words."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from market.errors import DatabaseError
from market.ledger import connections
from market.ledger.address import Address
from market.ledger.engine import open_ledger, upgrade_ledger
from market.ledger.failures import explained
from market.ledger.tables import Entry, Question


def set_revision(ledger, revision):
    with ledger.writing("test", "migrate") as w:
        w.connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")


def test_a_ledger_is_found_again(ledger, ledger_address, clock):
    with ledger.writing("ana", "write") as w:
        w.insert(Question, [{"slug": "rain"}])
    again = open_ledger(ledger_address, clock=clock)
    with again.reading() as connection:
        assert connection.execute(select(Question.__table__.c.slug)).scalar() == "rain"
    again.close()


def test_creating_a_ledger_twice_changes_nothing(ledger, ledger_address, clock):
    with ledger.writing("ana", "write") as w:
        w.insert(Question, [{"slug": "rain"}])
    again = open_ledger(ledger_address, create=True, clock=clock)
    with again.reading() as connection:
        assert connection.execute(select(Entry.__table__)).all()
    again.close()


def test_an_absent_file_is_refused_and_not_made(tmp_path, clock):
    with pytest.raises(DatabaseError, match="no ledger") as caught:
        open_ledger(str(tmp_path / "absent.db"), clock=clock)
    assert "foretell db init" in caught.value.hint
    assert caught.value.exit_code == 3
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_a_ledger_is_refused(postgres_url, clock):
    with pytest.raises(DatabaseError, match="holds no ledger") as caught:
        open_ledger(postgres_url, clock=clock)
    assert "foretell db init" in caught.value.hint


def test_a_missing_folder_is_refused(tmp_path, clock):
    with pytest.raises(DatabaseError, match="cannot be opened") as caught:
        open_ledger(str(tmp_path / "absent" / "ledger.db"), create=True, clock=clock)
    assert "folder" in caught.value.hint


@pytest.mark.parametrize("create", [False, True])
def test_a_file_of_another_sort_is_refused(tmp_path, clock, create):
    path = tmp_path / "notes.txt"
    path.write_text("Will it rain? " * 100)
    with pytest.raises(DatabaseError, match="is not a ledger"):
        open_ledger(str(path), create=create, clock=clock)
    assert path.read_text().startswith("Will it rain?")


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize("table", ["notes (x)", "alembic_version (version_num)"])
def test_another_programs_database_is_refused_and_left_alone(tmp_path, clock, table, create):
    path = tmp_path / "notes.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"CREATE TABLE {table}")
        connection.execute(f"INSERT INTO {table.split()[0]} VALUES ('1975ea83b712')")
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match=r"another program|holds no ledger"):
        open_ledger(str(path), create=create, clock=clock)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["notes.db"]


def test_an_older_schema_is_refused_until_it_is_upgraded(ledger, ledger_address, clock):
    set_revision(ledger, "foretell_0000")
    with pytest.raises(DatabaseError, match="older") as caught:
        open_ledger(ledger_address, clock=clock)
    assert "foretell db upgrade" in caught.value.hint


def test_a_newer_schema_is_refused(ledger, ledger_address, clock):
    set_revision(ledger, "foretell_9999")
    for opening in (open_ledger, upgrade_ledger):
        with pytest.raises(DatabaseError, match="newer") as caught:
            opening(ledger_address, clock=clock)
        assert "Upgrade foretell" in caught.value.hint


@pytest.mark.usefixtures("ledger")
def test_a_current_schema_needs_no_upgrade(ledger_address, clock):
    assert upgrade_ledger(ledger_address, clock=clock) is False


def test_a_locked_ledger_is_refused(ledger, ledger_address, clock, monkeypatch):
    monkeypatch.setattr(connections, "PATIENCE", 1)
    impatient = open_ledger(ledger_address, clock=clock)
    with (
        ledger.writing("ana", "write"),
        pytest.raises(DatabaseError, match="locked") as caught,
        impatient.writing("bo", "write"),
    ):
        pass
    assert caught.value.exit_code == 3
    impatient.close()


def test_readers_do_not_wait_for_a_writer(ledger):
    with ledger.writing("ana", "write") as w:
        w.insert(Question, [{"slug": "rain"}])
        with ledger.reading() as connection:
            assert connection.execute(select(Question.__table__)).all() == []


def test_a_reader_sees_one_moment(ledger):
    with ledger.reading() as connection:
        assert connection.execute(select(Question.__table__)).all() == []
        with ledger.writing("ana", "write") as w:
            w.insert(Question, [{"slug": "rain"}])
        assert connection.execute(select(Question.__table__)).all() == []


def test_a_folder_without_shared_locks_is_refused(sqlite_ledger, tmp_path, clock, monkeypatch):
    """On a network folder SQLite answers with another journal mode than the one asked for."""
    from market.ledger import installation

    path = tmp_path / "ledger.db"
    sqlite_ledger.close()
    monkeypatch.setattr(installation, "_JOURNAL_MODE", "PRAGMA journal_mode=DELETE")
    with pytest.raises(DatabaseError, match="locks") as caught:
        open_ledger(str(path), clock=clock)
    assert "PostgreSQL" in caught.value.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write any file")
def test_a_read_only_file_is_refused(sqlite_ledger, tmp_path):
    (tmp_path / "ledger.db").chmod(0o400)
    with pytest.raises(DatabaseError, match="cannot be written"), sqlite_ledger.writing("a", "b"):
        pass


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("attempt to write a readonly database", "cannot be written"),
        ("database or disk is full", "disk is full"),
        ("database disk image is malformed", "damaged"),
        ("disk I/O error", "disk fails"),
    ],
)
def test_failures_of_sqlite_are_explained(said, expected):
    with pytest.raises(DatabaseError, match=expected), explained(Address.parse("x.db")):
        raise OperationalError("SELECT 1", {}, sqlite3.OperationalError(said))


def test_a_defect_is_not_explained_away():
    with pytest.raises(OperationalError), explained(Address.parse("x.db")):
        raise OperationalError("SELECT 1", {}, sqlite3.OperationalError("no such column: y"))


SECRETS = [
    "postgresql://ana:hunter2@localhost:1/club",
    "postgres://ana:hunter2@localhost:1/club",
    "postgresql://ana:hun@ter2@localhost:1/club",
    "postgresql://ana:hunter2@localhost:port/club",
    "postgresql://ana@localhost:1/club?password=hunter2",
    "mysql://ana:hunter2@localhost/club",
]


@pytest.mark.parametrize("address", SECRETS)
def test_a_password_is_never_shown(address, clock):
    with pytest.raises(DatabaseError) as caught:
        open_ledger(address, clock=clock)
    assert "ter2" not in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize("name", [":memory:", "file:x.db?mode=memory", "a b#é%20.db"])
def test_no_file_name_is_special(tmp_path, clock, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    open_ledger(name, create=True, clock=clock).close()
    assert (tmp_path / name).stat().st_size > 0


def test_writing_a_forecast_imports_no_mathematics():
    """A forecast takes half a second of imports as it is."""
    program = (
        "import sys, market.ledger.engine, market.ledger.reports;"
        "print({'numpy', 'scipy', 'alembic', 'rich', 'psycopg', 'statistics'} & sys.modules.keys())"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
