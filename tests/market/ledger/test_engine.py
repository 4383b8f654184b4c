"""Opening a ledger: what is refused, and in which words."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, make_url, select
from sqlalchemy.exc import IntegrityError, OperationalError

from market.errors import DatabaseError, UsageError
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
    monkeypatch.setattr(connections, "PATIENCE", 0.1)
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
    "postgresql://ana@localhost:1/club?PASSWORD=hunter2",
    "postgresql://a/na:hunter2@localhost:1/club",
    "mysql://ana:hunter2@localhost/club",
]


@pytest.mark.parametrize("address", SECRETS)
def test_a_password_is_never_shown(address, clock):
    with pytest.raises((DatabaseError, UsageError)) as caught:
        open_ledger(address, create=True, clock=clock)
    assert caught.value.hint
    told = f"{caught.value.message} {caught.value.hint}"
    assert "ter2" not in told
    assert "\n" not in told


MALFORMED = [
    "host=localhost dbname=club password=hunter2",
    "dbname = club user=ana password = 'hunter2'",
    "Server=localhost;Password=hunter2;Database=club",
    "sslmode=require password=hunter2 host=a://b",
    "postgresql:host=localhost password=hunter2",
    "postgresql:ana:hunter2@localhost/club",
    "postgresql://ana:hunter2@localhost:port/club",
    "postgresql://ana:hun@ter2@localhost/club",
]


@pytest.mark.parametrize("address", MALFORMED)
def test_a_malformed_address_is_no_file_and_a_usage_error(address, clock, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        open_ledger(address, create=True, clock=clock)
    assert "postgresql://USER@HOST/DATABASE" in caught.value.hint
    assert "ter2" not in caught.value.message
    assert list(tmp_path.iterdir()) == []


def test_a_role_that_may_not_look_into_the_schema_is_told_so(postgres_url, clock):
    """To it the tables seem not to be there: it must not be told to make a ledger."""
    open_ledger(postgres_url, create=True, clock=clock).close()
    role = f"guest_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'guest'")
        try:
            guest = make_url(postgres_url).set(username=role, password="guest")
            address = guest.render_as_string(hide_password=False)
            for create in (False, True):
                with pytest.raises(DatabaseError, match="does not let this role") as caught:
                    open_ledger(address, create=create, clock=clock)
                assert "permission denied for schema foretell" in caught.value.message
                assert "foretell team add" in caught.value.hint
        finally:
            connection.execute(f"DROP ROLE {role}")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("sslmod=require", "no option 'sslmod'"),
        ("autocommit=1", "no option 'autocommit'"),
        ("sslmode=bogus&password=hunter2", "cannot be used"),
        ("connect_timeout=soon", "cannot be used"),
    ],
)
def test_a_bad_option_of_an_address_is_named(clock, option, words):
    with pytest.raises(DatabaseError, match=words) as caught:
        open_ledger(f"postgresql://ana@localhost:1/club?{option}", clock=clock)
    assert caught.value.exit_code == 3
    assert caught.value.hint
    told = f"{caught.value.message} {caught.value.hint}"
    assert "hunter2" not in told
    assert "\n" not in told


def test_a_broken_constraint_is_not_explained_away(ledger):
    with pytest.raises(IntegrityError), ledger.writing("ana", "break") as w:
        w.connection.execute(insert(Question.__table__), {"id": 1, "entry": 9, "slug": "x"})


def test_without_its_driver_postgresql_is_refused_with_the_way_to_install_it(clock, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DatabaseError, match="driver") as caught:
        open_ledger("postgresql://localhost:1/club", clock=clock)
    assert caught.value.hint == "In the checkout: pip install '.[postgres]'"


FILES = [":memory:", "file:x.db?mode=memory", "a b#é%20.db", "a=b.db", "./host=a.db"]


@pytest.mark.parametrize("name", FILES)
def test_no_file_name_is_special(tmp_path, clock, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    open_ledger(name, create=True, clock=clock).close()
    assert (tmp_path / name).stat().st_size > 0


def test_writing_a_forecast_imports_no_mathematics():
    """A forecast takes half a second of imports as it is."""
    program = (
        "import sys, market.ledger.engine, market.ledger.acts.reports;"
        "print({'numpy', 'scipy', 'alembic', 'rich', 'psycopg', 'statistics'} & sys.modules.keys())"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
