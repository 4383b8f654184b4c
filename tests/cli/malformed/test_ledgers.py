"""What is no ledger, or none that can be used now."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

PATIENCE = 0.05
COMMANDS = ["questions", "forecast rain 70%", "leaderboard", "db check", "export -o out.jsonl"]

FORM = "Give a file, or postgresql://USER@HOST/DATABASE"
CHECK = "Check --db and FORETELL_DB."
UNREACHED = "Check the address, that the server runs"


def changed(*statements):
    """Makes a copy of the club in which other programs have been at work."""

    def make(path, club):
        shutil.copy(club, path)
        with closing(sqlite3.connect(path)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    return make


def database(*statements):
    """Makes a database of another program."""

    def make(path, _club):
        with closing(sqlite3.connect(path)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    return make


def bytes_of(content):
    """Makes a file of what the club's bytes become."""
    return lambda path, club: path.write_bytes(content(club.read_bytes()))


def revised(revision):
    return changed(f"UPDATE alembic_version SET version_num = '{revision}'")


ALEMBIC = "CREATE TABLE alembic_version (version_num TEXT)"
FILES = [
    ("absent", lambda path, _: path, "There is no ledger", "foretell db init"),
    ("folder", lambda path, _: path.mkdir(), "cannot be opened", "Check that its folder"),
    ("empty", bytes_of(lambda _: b""), "holds no ledger", "foretell db init"),
    ("text", bytes_of(lambda _: b"a text\n" * 99), "is not a ledger", CHECK),
    ("picture", bytes_of(lambda _: b"\x89PNG\r\n\x1a\n" * 99), "is not a ledger", CHECK),
    ("header alone", bytes_of(lambda old: old[:16]), "is not a ledger", CHECK),
    ("cut in two", bytes_of(lambda old: old[: len(old) // 2]), "is damaged", "Restore a backup"),
    ("overwritten", bytes_of(lambda old: old[:4096] + b"\xaa" * 9**5), "is damaged", "Restore"),
    ("another program's", database("CREATE TABLE t (x)"), "belongs to another program", CHECK),
    ("another Alembic's", database(ALEMBIC), "holds no ledger", "foretell db init"),
    ("another's revision", revised("1975ea83b712"), "belongs to another program", CHECK),
    ("newer", revised("foretell_9999"), "has a newer schema", "Upgrade foretell itself."),
    ("older", revised("foretell_0001"), "has an older schema", "Run: foretell db upgrade"),
    ("oldest", revised("foretell_0000"), "has an older schema", "Run: foretell db upgrade"),
    ("no revision", changed("DELETE FROM alembic_version"), "holds no ledger", "foretell db init"),
    ("no reports", changed("DROP TABLE report"), "no such table: report", "foretell db check"),
    ("itself", lambda path, _: path.symlink_to(path), "There is no ledger", "foretell db init"),
    ("nothing", lambda path, _: path.symlink_to("gone"), "There is no ledger", "foretell db init"),
]

ADDRESSES = [
    ("mysql://host/club", 3, "mysql:// is not a database that foretell can use.", FORM),
    ("sqlite:///club.db", 3, "sqlite:// is not a database that foretell can use.", FORM),
    ("https://example.org/club", 3, "https:// is not a database", FORM),
    ("postgres:club", 2, "neither a file nor a URL", FORM),
    ("host=x dbname=club password=hunter2", 2, "neither a file nor a URL", FORM),
    ("postgresql://ana@host:port/club", 2, "cannot be understood", FORM),
    ("postgresql://[::1/club", 2, "cannot be understood", FORM),
    ("postgresql://ana:hunter2@localhost:1/club", 3, "ana:***@localhost:1/club", UNREACHED),
    ("postgresql://localhost:1/club?pasword=hunter2", 3, "no option 'pasword'", "password"),
    ("postgresql://localhost:1/club?options=-cx", 3, "cannot be used", UNREACHED),
    ("absent/club.db", 3, "There is no ledger at absent/club.db.", "foretell db init"),
    ("club.db/club.db", 3, "There is no ledger at club.db/club.db.", "foretell db init"),
    (":memory:", 3, "There is no ledger at :memory:.", "foretell db init"),
    ("file:club.db?mode=memory", 3, "There is no ledger at file:club.db", "foretell db init"),
    ("~/club.db", 3, "There is no ledger at ~/club.db.", "foretell db init"),
    ("/dev/null", 3, "/dev/null holds no ledger.", "foretell db init"),
    ("club\x1b[31m.db", 3, "There is no ledger at club[31m.db.", "foretell db init"),
    ("x" * 5000, 1, "File name too long", "Check the file"),
]


FOUND = {
    "cut in two": ("The ledger is damaged", "Restore a backup"),
    "overwritten": ("The ledger is damaged", "Restore a backup"),
    "no reports": ("The table report is not there.", "Somebody did that behind foretell's back"),
}
"""What a check finds where other commands fail, and so ends with 4."""


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("case", FILES, ids=[case[0] for case in FILES])
def test_what_is_no_ledger_is_left_as_it_is(refused, home, club, case, words):
    name, make, message, hint = case
    path, code = home / "other.db", 3
    if words == "db check" and name in FOUND:
        code, (message, hint) = 4, FOUND[name]
    make(path, club)
    before = path.read_bytes() if path.is_file() else None
    refused(f"--db other.db {words}", code, message, hint)
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("words", ["db init", "seed load anchorage", "ask X --closes +9d"])
@pytest.mark.parametrize(
    ("make", "message", "hint"),
    [case[1:] for case in FILES if case[0] in {"text", "newer", "older", "folder", "cut in two"}],
)
def test_nor_is_it_made_one(refused, home, club, make, message, hint, words):
    make(home / "other.db", club)
    refused(f"--db other.db {words}", 3, message, hint)


@pytest.mark.parametrize("words", ["db init", "seed load anchorage", "ask X --closes +9d"])
def test_the_database_of_another_program_stays_its_own(refused, home, club, words):
    database("CREATE TABLE t (x)")(home / "other.db", club)
    refused(f"--db other.db {words}", 3, "belongs to another program", CHECK)


@pytest.mark.parametrize("words", COMMANDS)
def test_a_locked_ledger_is_waited_for_and_then_given_up(refused, home, club, monkeypatch, words):
    monkeypatch.setattr("market.ledger.connections.PATIENCE", PATIENCE)
    changed()(home / "other.db", club)
    with closing(sqlite3.connect(home / "other.db", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        refused(f"--db other.db {words}", 3, "is locked by another program", "Try again")


@pytest.mark.parametrize("words", ["withdraw rain --as bo", "close rain", "user add X"])
def test_another_writer_is_waited_for_and_then_given_up(refused, club, monkeypatch, words):
    monkeypatch.setattr("market.ledger.connections.PATIENCE", PATIENCE)
    with closing(sqlite3.connect(club, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused(words, 3, "is locked by another program", "Try again when its writer is done.")


@pytest.mark.parametrize(("address", "code", "message", "hint"), ADDRESSES)
def test_an_address_that_leads_nowhere_is_told_without_its_password(
    refused, address, code, message, hint
):
    refused(["--db", address, "questions"], code, message, hint)


@pytest.mark.parametrize(("address", "code", "message", "hint"), ADDRESSES)
def test_the_environment_leads_there_no_better(refused, monkeypatch, address, code, message, hint):
    monkeypatch.setenv("FORETELL_DB", address)
    refused("questions", code, message, hint)


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="there is no folder that is nobody's")
@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("--db /sys/club.db db init", 3, "/sys/club.db cannot be opened."),
        ("questions -o /sys/out.csv", 1, "/sys"),
        ("export -o /sys/out.jsonl", 1, "/sys"),
        ("db backup /sys/club.db", 1, "/sys"),
    ],
)
def test_a_folder_that_cannot_be_written_is_named(refused, words, code, message):
    refused(words, code, message, "")
