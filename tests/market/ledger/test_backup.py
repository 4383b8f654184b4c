"""Backups are whole, checked, and never written over anything; restoring gives the same ledger."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from market.errors import DatabaseError, ForetellError, IntegrityError, Refused
from market.ledger.acts.reports import report
from market.ledger.engine import open_ledger
from market.ledger.keeping.audit import check, vouched_for
from market.ledger.keeping.backup import back_up, restore
from market.ledger.keeping.entries import records
from market.ledger.keeping.placing import placed

on_sqlite = pytest.mark.parametrize("ledger_address", ["sqlite"], indirect=True)


def everything(ledger):
    with ledger.reading() as connection:
        return [(table, tuple(values)) for table, values in records(connection)]


def execute(path, *statements):
    with closing(sqlite3.connect(path)) as connection, connection:
        return [connection.execute(statement).fetchone() for statement in statements]


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "kept"
    made.mkdir()
    return made


@pytest.fixture
def saved(full, folder):
    """A backup of a ledger with a row in every table."""
    back_up(full, folder / "club.backup")
    return folder / "club.backup"


@pytest.fixture
def opened(clock):
    """Opens ledgers, and closes them in the end."""
    ledgers = []

    def opens(address):
        ledgers.append(open_ledger(str(address), clock=clock))
        return ledgers[-1]

    yield opens
    for ledger in ledgers:
        ledger.close()


def test_a_backup_is_one_file_that_is_the_same_ledger(full, folder, opened):
    sound = back_up(full, folder / "club.backup")
    assert sound == check(full)
    assert [path.name for path in folder.iterdir()] == ["club.backup"]
    assert execute(folder / "club.backup", "PRAGMA journal_mode") == [("delete",)]
    copy = opened(folder / "club.backup")
    assert check(copy) == sound
    assert everything(copy) == everything(full)


def test_a_backup_is_made_while_somebody_writes(asked, folder):
    """The writer has the lock all the time, and commits while the backup is being made or later."""
    writes, may_end = Event(), Event()

    def write():
        with asked.writing("ana", "forecast") as w:
            report(w, "rain", "ana", 0.7)
            writes.set()
            may_end.wait(30)

    before = check(asked)
    writer = Thread(target=write)
    writer.start()
    writes.wait(30)
    try:
        sound = back_up(asked, folder / "club.backup")
    finally:
        may_end.set()
        writer.join()
    assert sound == before
    assert vouched_for(asked, sound.head, check(asked)) == 1


def test_a_backup_has_what_is_not_yet_in_the_file_itself(asked, folder, opened):
    with asked.writing("ana", "forecast") as w:  # as long as it is open, it is in the log beside
        report(w, "rain", "ana", 0.7)
    assert back_up(asked, folder / "a") == check(asked)
    assert everything(opened(folder / "a")) == everything(asked)


def test_a_file_is_never_written_over(full, saved):
    before = saved.read_bytes()
    with pytest.raises(Refused, match="exists"):
        back_up(full, saved)
    assert saved.read_bytes() == before


def test_no_backup_is_made_where_there_is_no_folder(full, folder):
    with pytest.raises(Refused, match=r"Nothing can be written to .*absent"):
        back_up(full, folder / "absent" / "club.backup")


def test_of_a_ledger_that_was_tampered_with_there_is_no_backup(full, folder):
    with full.writing("eve", "tamper") as w:
        if w.connection.dialect.name == "sqlite":
            w.connection.exec_driver_sql("DROP TRIGGER report_no_update")
        else:
            w.connection.exec_driver_sql("ALTER TABLE report DISABLE TRIGGER ALL")
        w.connection.exec_driver_sql("UPDATE report SET probability = 0.9 WHERE id = 1")
    with pytest.raises(IntegrityError, match="Entry 2"):
        back_up(full, folder / "club.backup")
    assert list(folder.iterdir()) == []


def test_a_restored_ledger_is_the_same_and_can_be_written_on(full, saved, tmp_path, opened):
    sound = restore(saved, str(tmp_path / "new.db"))
    assert sound == check(full)
    ledger = opened(tmp_path / "new.db")
    assert everything(ledger) == everything(full)
    for one in (ledger, full):
        with one.writing("bo", "forecast") as w:
            report(w, "snow", "bo", 0.4)
    assert check(ledger)[:2] == check(full)[:2]  # the heads differ where the roles do
    assert execute(tmp_path / "new.db", "PRAGMA journal_mode") == [("wal",)]


def test_a_backup_is_restored_into_postgresql(full, saved, new_database, opened):
    url = new_database()
    assert restore(saved, url) == check(full)
    assert everything(opened(url)) == everything(full)
    with pytest.raises(Refused, match="has entries of its own"):
        restore(saved, url)


def test_nothing_is_restored_over_a_ledger(saved, ledger_address, full):
    before = everything(full)
    with pytest.raises(Refused):
        restore(saved, ledger_address)
    assert everything(full) == before


@on_sqlite
def test_a_ledger_in_use_serves_as_a_backup(full, ledger_address, tmp_path):
    with full.writing("bo", "forecast") as w:
        report(w, "snow", "bo", 0.5)
    assert Path(f"{ledger_address}-wal").stat().st_size
    assert restore(Path(ledger_address), str(tmp_path / "new.db")) == check(full)


@on_sqlite
def test_what_a_ledger_left_beside_its_file_does_not_reach_the_restored_one(saved, tmp_path):
    for suffix in ("-wal", "-shm"):
        (tmp_path / f"new.db{suffix}").write_bytes(b"left" * 5_000)
    restore(saved, str(tmp_path / "new.db"))
    assert not (tmp_path / "new.db-wal").exists()


def revised(revision):
    return lambda saved: execute(saved, f"UPDATE alembic_version SET version_num = '{revision}'")


def anew(make):
    """Put something else in its place."""

    def ruin(saved):
        saved.unlink()
        make(saved)

    return ruin


def damaged(saved):
    content, page = saved.read_bytes(), 4096
    middle = b"\xff" * (len(content) - 4 * page)
    saved.write_bytes(content[: 3 * page] + middle + content[-page:])


RUINED = {
    "absent": (Path.unlink, DatabaseError, "There is no backup at"),
    "folder": (anew(Path.mkdir), DatabaseError, "There is no backup at"),
    "text": (lambda saved: saved.write_text("rain? " * 999), DatabaseError, "is not a ledger"),
    "empty": (lambda saved: saved.write_bytes(b""), DatabaseError, "is not a ledger"),
    "another program's": (
        anew(lambda saved: execute(saved, "CREATE TABLE notes (x)")),
        DatabaseError,
        "is not a ledger",
    ),
    "another program's, of the same tool": (revised("4f2a"), DatabaseError, "is not a ledger"),
    "older": (revised("foretell_0001"), DatabaseError, "has an older schema"),
    "newer": (revised("foretell_9999"), DatabaseError, "has a newer schema"),
    "damaged": (damaged, (DatabaseError, IntegrityError), "damaged"),
    "cut": (
        lambda saved: saved.write_bytes(saved.read_bytes()[:30_000]),
        (DatabaseError, IntegrityError),
        "damaged",
    ),
}


@on_sqlite
@pytest.mark.parametrize("case", RUINED)
def test_what_is_no_backup_is_told_in_one_line_and_not_restored(saved, tmp_path, case):
    ruin, error, said = RUINED[case]
    ruin(saved)
    there = set(tmp_path.iterdir())
    with pytest.raises(ForetellError, match=said) as caught:
        restore(saved, str(tmp_path / "new.db"))
    assert isinstance(caught.value, error)
    assert len(caught.value.message.splitlines()) == 1
    assert caught.value.hint
    assert set(tmp_path.iterdir()) == there


@on_sqlite
def test_a_backup_that_was_altered_is_not_restored(saved, tmp_path):
    execute(saved, "DROP TRIGGER report_no_update", "UPDATE report SET probability = 0.9")
    with pytest.raises(IntegrityError, match="Entry 2"):
        restore(saved, str(tmp_path / "new.db"))
    assert not (tmp_path / "new.db").exists()


def test_a_file_that_comes_meanwhile_is_not_replaced(folder):
    def write():
        with placed(folder / "a") as made:
            made.write_text("mine")
            (folder / "a").write_text("theirs")

    with pytest.raises(Refused, match="exists"):
        write()
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("a", "theirs")]


def test_nothing_is_left_of_a_file_that_failed(folder):
    def write():
        with placed(folder / "a") as made:
            made.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert list(folder.iterdir()) == []


@on_sqlite
def test_a_head_vouches_for_the_entries_up_to_its_own(full):
    sound = check(full)
    with full.reading() as connection:
        heads = [values[5] for table, values in records(connection) if table == "entry"]
    assert [vouched_for(full, head, sound) for head in (*heads, sound.head)] == [0, 1, 2, 3, 4]
    with pytest.raises(IntegrityError, match="None of the ledger's 4 entries"):
        vouched_for(full, "f" * 64, sound)
