"""Disks that are full or read-only: one clear error, and nothing lost, half-written or left."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from crash import COMMAND, Launcher
from disks import SmallDisk, can_mount
from older_ledgers import released

from market.ledger.keeping.placing import placed_ledger

needs_disk = pytest.mark.skipif(not can_mount(), reason="this system lends no disks to tests")

SIZE, GRAIN = 8 << 20, 4096
QUESTIONS, FORECASTS = 40, 20_000

CLUB = ("--db", "club.db", "--as", "ana")
ACTS = {
    "forecast": ("forecast", "q1", "30%", *CLUB),
    "ask": ("ask", "Will it snow?", "--slug", "snow", "--closes", "2100-01-01", *CLUB),
    "batch": ("forecast", "--from", "batch.csv", *CLUB),
    "seed": ("seed", "load", "anchorage", *CLUB),
    "import": ("import", "questions.csv", "forecasts.csv", *CLUB),
    "import into a new ledger": ("import", "questions.csv", "forecasts.csv", "--db", "new.db"),
    "rebuild": ("import", "kept.jsonl", "--db", "new.db"),
    "restore": ("db", "restore", "kept.backup", "--db", "new.db"),
    "backup": ("db", "backup", "new.backup", "--db", "club.db"),
    "export": ("export", "-o", "new.jsonl", "--db", "club.db"),
    "upgrade": ("db", "upgrade", "--db", "older.db"),
    "demo": ("demo",),
}
"""What needs room, each act with its words."""

MAY_STAY = {"foretell", "older.db.foretell_0002.backup"}
"""The folder of the demonstration, and the copy that is made before an upgrade."""

NO_ROOM = ("disk is full", "disk takes no more", "No space left", "File too large")
LIMITED = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))\n"
"""A limit for the size of files, which works everywhere."""


def write(path, header, rows):
    path.write_text("\n".join([header, *rows, ""]))


def furnish(folder, launcher):
    """Put a club's ledger, copies of it, an older ledger and files to import into a folder."""
    opened, closed = "2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z"
    asked = [f"q{n},Will it rain?,{opened},{closed},," for n in range(QUESTIONS)]
    columns = "question_id,title,open_time,close_time,resolve_time,outcome"
    write(folder / "asked.csv", columns, asked)
    write(folder / "questions.csv", columns, [f"new-{line}" for line in asked])
    reports = [
        f"p{n % 97},new-q{n % QUESTIONS},2021-01-01T{n // 60 % 24:02}:{n % 60:02}:00Z,0.{n:05}"
        for n in range(FORECASTS)
    ]
    write(folder / "forecasts.csv", "forecaster,question_id,time,probability", reports)
    said = [f"q{n},{n + 5}%" for n in range(QUESTIONS)]
    write(folder / "batch.csv", "question,probability", said)
    for words in (
        ("import", "asked.csv", *CLUB),
        ("db", "backup", "kept.backup", "--db", "club.db"),
        ("export", "-o", "kept.jsonl", "--db", "club.db"),
    ):
        assert launcher.run(*words).code == 0
    released("foretell_0002", str(folder / "older.db"))


@pytest.fixture(scope="module")
def furnished(tmp_path_factory):
    """A folder with all that the acts need."""
    folder = tmp_path_factory.mktemp("furnished")
    with closing(Launcher(folder)) as launcher:
        furnish(folder, launcher)
    for stream in launcher.streams:
        stream.unlink()
    return folder


@pytest.fixture(scope="module")
def module_disk(tmp_path_factory):
    disk = SmallDisk(tmp_path_factory.mktemp("disk"), SIZE)
    with closing(disk.launcher):
        yield disk


@pytest.fixture
def disk(module_disk, furnished):
    """A small disk with all that the acts need."""
    module_disk.become(furnished)
    return module_disk


@pytest.fixture(scope="module")
def launcher(tmp_path_factory):
    with closing(Launcher(tmp_path_factory.mktemp("limited"))) as launcher:
        yield launcher


def found(launcher, name):
    """What `db check` says of a ledger."""
    ended = launcher.run("db", "check", "--json", "--db", name)
    assert ended.code == 0, ended
    return json.loads(ended.out)


def settled(folder):
    """The names in a folder, without streams and the logs that SQLite keeps beside a ledger."""
    passing = (".out", ".err", "-wal", "-shm")
    return {path.name for path in folder.iterdir() if not path.name.endswith(passing)}


def assert_clear(ended, *words):
    """Check that an error is one line that says what is wrong, and one that says what to do."""
    error, hint = [line for line in ended.err.splitlines() if not line.startswith("Making")]
    assert ended.code in {1, 3}, ended
    assert ended.out == ""
    assert error.startswith("Error: "), ended
    assert hint.startswith("Hint:  "), ended
    assert any(word in error for word in words), ended
    assert "unfinished" not in error, ended


def do_with_ever_more_room(disk, words, rooms):
    """Do an act with too little room until there is enough."""
    before, names = found(disk.launcher, "club.db"), settled(disk.path)
    for room in rooms:
        with disk.room(room):
            ended = disk.launcher.run(*words, HOME=disk.mounted, XDG_DATA_HOME=disk.mounted)
        if ended.code == 0:
            break
        assert_clear(ended, *NO_ROOM)
        assert settled(disk.path) - MAY_STAY == names
        assert found(disk.launcher, "club.db") == before
    assert ended.code == 0, ended
    made = ({"new.db", "new.backup"} & settled(disk.path)) | {"club.db"}
    assert all(found(disk.launcher, name)["entries"] for name in made)


@needs_disk
@pytest.mark.parametrize("act", ["forecast", "backup"])
def test_on_a_full_disk_an_act_is_refused_whole_and_done_once_there_is_room(disk, act):
    do_with_ever_more_room(disk, ACTS[act], (0, 30 * GRAIN, SIZE))


@needs_disk
@pytest.mark.slow
@pytest.mark.parametrize("act", ACTS)
def test_wherever_an_act_meets_the_end_of_a_disk_it_is_refused_whole(disk, act):
    do_with_ever_more_room(disk, ACTS[act], (*range(0, SIZE, 48 * GRAIN), SIZE))


def test_a_file_that_may_not_grow_is_one_clear_error_and_loses_nothing(launcher, furnished):
    shutil.copytree(furnished, launcher.folder, dirs_exist_ok=True)
    before, names = found(launcher, "club.db"), settled(launcher.folder)
    for act, limit in (("import", 400_000), ("backup", 40_000), ("export", 3_000)):
        ended = launcher.run(*ACTS[act], program=LIMITED.format(limit) + COMMAND)
        assert_clear(ended, *NO_ROOM)
        assert settled(launcher.folder) == names
        assert found(launcher, "club.db") == before


@needs_disk
def test_a_full_folder_for_temporary_files_is_one_clear_error(disk, furnished, tmp_path):
    club = shutil.copy(furnished / "club.db", tmp_path)
    before = found(disk.launcher, club)
    words = ("import", "questions.csv", "forecasts.csv", "--db", club)
    with disk.room(100 * GRAIN):
        ended = disk.launcher.run(*words, TMPDIR=disk.mounted)
    assert_clear(ended, "No space left")
    assert "temporary" in ended.err
    assert found(disk.launcher, club) == before
    assert disk.launcher.run(*words).code == 0


def test_a_ledger_is_not_moved_without_what_its_log_still_holds(tmp_path):
    """So a full disk leaves it, silently: SQLite cannot bring the log in as the last one closes."""
    path = tmp_path / "new.db"
    with placed_ledger(path) as made:
        other = sqlite3.connect(made)
        with closing(sqlite3.connect(made)) as connection, connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("CREATE TABLE said (words TEXT)")
    other.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM said").fetchone() == (0,)
    assert [path.name for path in tmp_path.iterdir()] == ["new.db"]


@needs_disk
def test_a_sealed_copy_on_a_read_only_disk_can_be_read_and_copied(disk, tmp_path):
    copy = str(tmp_path / "again.db")
    with disk.read_only():
        for words in (["questions"], ["log"], ["leaderboard"], ["export"], ["db", "check"]):
            assert disk.launcher.run(*words, "--db", "kept.backup").code == 0
        assert disk.launcher.run("db", "restore", "kept.backup", "--db", copy).code == 0
        assert_clear(disk.launcher.run("forecast", "q1", "30%", "--db", "kept.backup"), "written")
    assert found(disk.launcher, copy) == found(disk.launcher, "kept.backup")


@needs_disk
def test_a_ledger_in_use_on_a_read_only_disk_says_that_its_folder_must_be_written(disk):
    with disk.read_only():
        for words in (["questions"], ["forecast", "q1", "30%"], ["db", "check"]):
            ended = disk.launcher.run(*words, "--db", "club.db")
            assert_clear(ended, "cannot be opened")
            assert "its folder exists and may be written" in ended.err
        assert_clear(disk.launcher.run(*ACTS["restore"]), "Read-only file system")
    assert disk.launcher.run(*ACTS["forecast"]).code == 0


@needs_disk
@pytest.mark.parametrize("name", ["club.db", "kept.backup"])
def test_a_read_only_file_can_be_read_and_not_written(disk, name):
    before = found(disk.launcher, name)
    with disk.read_only_file(name):
        assert disk.launcher.run("questions", "--db", name).code == 0
        assert disk.launcher.run("db", "check", "--db", name).code == 0
        assert_clear(disk.launcher.run("forecast", "q1", "30%", "--db", name), "cannot be written")
    assert found(disk.launcher, name) == before
