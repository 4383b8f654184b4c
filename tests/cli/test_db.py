"""`foretell db`: the ledger is made, brought up to date, checked, backed up and restored."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from older_ledgers import released

from market.ledger.keeping.audit import check


@pytest.fixture
def older(home):
    """A ledger as the first version left it."""
    released("foretell_0001", str(home / "old.db"))
    return "old.db"


def test_a_ledger_that_is_current_is_left_as_it_is(foretell, club):
    before = Path(club.address).read_bytes()
    ended = foretell("db", "upgrade")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"The ledger {club.address} is up to date: nothing was done.\n"
    assert Path(club.address).read_bytes() == before


def test_an_older_ledger_is_upgraded_and_that_is_said(foretell, home, older):
    refused = foretell("questions", "--db", older)
    assert refused.code == 3
    assert refused.err.splitlines()[1] == "Hint:  Run: foretell db upgrade"
    ended = foretell("db", "upgrade", "--db", older)
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.splitlines() == [
        "The ledger old.db was brought up to date.",
        "A copy from before: old.db.foretell_0001.backup",
    ]
    assert foretell("questions", "--db", older).code == 0
    with closing(sqlite3.connect(home / "old.db.foretell_0001.backup")) as connection:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert found == ("foretell_0001",)


def test_an_upgrade_replaces_no_copy(foretell, home, older):
    (home / "old.db.foretell_0001.backup").write_text("precious")
    before = (home / older).read_bytes()
    ended = foretell("db", "upgrade", "--db", older)
    assert (ended.code, ended.out) == (1, "")
    assert "old.db.foretell_0001.backup exists." in ended.err
    assert "--backup FILE" in ended.err
    assert (home / older).read_bytes() == before
    assert (home / "old.db.foretell_0001.backup").read_text() == "precious"


def test_an_upgrade_makes_no_ledger(foretell, home):
    ended = foretell("db", "upgrade", "--db", "absent.db")
    assert ended.code == 3
    assert "foretell db init" in ended.err
    assert not (home / "absent.db").exists()


def test_a_head_that_was_noted_is_found_again_later(foretell, club):
    noted = foretell("log").out.splitlines()[-1].split()[-1]
    assert noted == check(club).head
    now = foretell("db", "check", "--head", noted.upper())
    assert now.out.splitlines()[-1].startswith("That was the head after entry 4: nothing up to it")
    foretell("forecast", "summit-by-2027", "30%")
    later = foretell("db", "check", "--head", noted)
    assert later.code == 0
    assert "after entry 4" in later.out
    found = json.loads(foretell("db", "check", "--head", noted, "--json").out)
    assert (found["entries"], found["vouched_for"]) == (5, 4)
    assert json.loads(foretell("db", "check", "--json").out)["vouched_for"] is None


@pytest.mark.usefixtures("club")
def test_the_head_of_an_empty_ledger_vouches_for_nothing(foretell):
    ended = foretell("db", "check", "--head", "0" * 64)
    assert ended.code == 0
    assert "before its first entry" in ended.out


@pytest.mark.usefixtures("club")
def test_a_head_of_another_ledger_ends_with_4(foretell):
    ended = foretell("db", "check", "--head", "f" * 64)
    assert (ended.code, ended.out) == (4, "")
    error, hint = ended.err.splitlines()
    assert error == "Error: None of the ledger's 4 entries has the digest ffffffffffff…."
    assert "foretell log" in hint


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("head", ["", "abc", "g" * 64, "f" * 63, "٣" * 64])
def test_what_is_no_digest_is_a_slip(foretell, head):
    ended = foretell("db", "check", "--head", head)
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 2


def test_a_backup_is_restored_with_the_same_head(foretell, club, home):
    saved = foretell("db", "backup", "club.backup")
    assert (saved.code, saved.err) == (0, f"Backed up {club.address} to club.backup.\n")
    sound = check(club)
    assert saved.out.splitlines() == [
        f"Sound: {sound.entries} entries, {sound.rows} rows.",
        f"Head:  {sound.head}",
    ]
    restored = foretell("db", "restore", "club.backup", "--db", "again.db")
    assert restored.code == 0
    assert restored.out == saved.out
    assert restored.err == "Restored club.backup to again.db.\n"
    before, after = (
        foretell("questions", "--all"),
        foretell("questions", "--all", "--db", "again.db"),
    )
    assert before == after
    assert not list(home.glob(".foretell*"))


@pytest.mark.usefixtures("club")
def test_backups_are_told_to_programs_too(foretell):
    saved = json.loads(foretell("db", "backup", "club.backup", "--json").out)
    assert set(saved) == {"entries", "rows", "head"}
    restored = foretell("db", "restore", "club.backup", "--db", "again.db", "--csv")
    assert restored.out.splitlines()[0] == "entries,rows,head"


def test_neither_a_backup_nor_a_ledger_is_written_over(foretell, club, home):
    (home / "precious").write_text("precious")
    assert foretell("db", "backup", "precious").code == 1
    assert foretell("db", "backup", "precious", "--force").code == 1
    assert foretell("db", "backup", "club.backup").code == 0
    before = Path(club.address).read_bytes()
    ended = foretell("db", "restore", "club.backup")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.splitlines()[0] == f"Error: {club.address} exists."
    assert (home / "precious").read_text() == "precious"
    assert Path(club.address).read_bytes() == before


@pytest.mark.usefixtures("club")
def test_a_ledger_is_restored_to_the_users_own_folder(foretell, home, monkeypatch):
    foretell("db", "backup", "club.backup")
    monkeypatch.delenv("FORETELL_DB")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    ended = foretell("db", "restore", "club.backup")
    assert (ended.code, (home / "data" / "foretell" / "foretell.db").exists()) == (0, True)


def test_without_a_ledger_there_is_nothing_to_back_up(foretell, home):
    ended = foretell("db", "backup", "club.backup", "--db", "absent.db")
    assert ended.code == 3
    assert not (home / "club.backup").exists()
