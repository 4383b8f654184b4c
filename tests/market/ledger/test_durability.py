"""What was acknowledged is there, whoever else writes and however the writer dies."""

from __future__ import annotations

import itertools
import os
import random
import re
import signal
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from crash import COMMAND, Launcher
from crash_scene import ACTS, COMMANDS, Scene
from terminal import Terminal

from market.ledger.engine import open_ledger
from market.ledger.keeping.audit import check

ROOT = Path(__file__).parents[3]
PROMISES = ROOT / "docs" / "durability.md"

SOON = 10
"""Seconds within which a writer gets the lock of one that was killed; it would wait for 30."""


@pytest.fixture
def asked_for_long(ledger_address, clock):
    from market.ledger.acts.asking import ask

    clock.now = time.time_ns() // 1000
    ledger = open_ledger(ledger_address, create=True, clock=clock)
    with ledger.writing("ana", "ask") as w:
        ask(w, "rain", "Will it rain?", clock.now, clock.now + 10**15)
    yield ledger
    ledger.close()


@pytest.fixture(scope="module")
def launcher(tmp_path_factory):
    with closing(Launcher(tmp_path_factory.mktemp("launched"))) as launcher:
        yield launcher


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def scene(request, tmp_path):
    """A club's ledger on each engine in turn."""
    if request.param == "postgresql":
        return Scene(tmp_path, request.getfixturevalue("new_database"))
    numbers = iter(range(1_000_000))
    return Scene(tmp_path, lambda: str(tmp_path / f"ledger{next(numbers)}.db"))


class Fate:
    """Moments at which acts are broken off, spread over as long as each of them takes."""

    def __init__(self, scene, launcher):
        self._scene, self._launcher = scene, launcher
        seed = int(os.environ.get("FORETELL_CRASH_SEED", random.randrange(10**6)))
        print(f"FORETELL_CRASH_SEED={seed}")  # noqa: T201 - shown when the test fails
        self._moments = random.Random(seed)
        self._takes = dict.fromkeys(ACTS, 0.15)
        self.longest_wait = 0.0

    def strike(self, kind, number, by):
        """Break an act off by a signal, look, and say the same words again.

        Args:
            kind: The sort of act.
            number: For its name.
            by: The signal.

        Returns:
            How the act ended.
        """
        act = kind(self._scene, f"{kind.__name__}-{number}")
        moment = self._moments.uniform(0, 1.1 * self._takes[kind])
        print(f"{number}: {kind.__name__} {by.name} after {moment:.4f} s")  # noqa: T201 - as above
        ended = self._launcher.start(*act.words, **act.settings).end(after=moment, by=by)
        act.judge(ended)
        if by != signal.SIGKILL:
            assert self._left_over() == []
        again = self._launcher.run(*act.words, **act.settings)
        act.judge_again(again)
        if self._left_over():  # what was killed with its work done: the same words make no file
            self._make_a_file_in_each_folder()
        assert self._left_over() == []
        self._takes[kind] = again.seconds
        self.longest_wait = max(self.longest_wait, again.seconds)
        return ended

    def _left_over(self):
        """Names of folders of files in the making."""
        names = [path.name for folder in self._folders() for path in folder.iterdir()]
        return [name for name in names if "unfinished" in name]

    def _make_a_file_in_each_folder(self):
        for folder in self._folders():
            words = ("export", "-o", folder / "last.jsonl", "--db", self._scene.club)
            assert self._launcher.run(*words).code == 0
            (folder / "last.jsonl").unlink()

    def _folders(self):
        return (self._scene.folder, self._launcher.folder)


@pytest.fixture
def fate(scene, launcher):
    return Fate(scene, launcher)


def test_an_act_that_is_broken_off_is_whole_or_undone_and_can_be_repeated(fate):
    signals = itertools.cycle((signal.SIGKILL, signal.SIGINT, signal.SIGTERM))
    for number, (kind, by) in enumerate(zip(ACTS, signals, strict=False)):
        assert fate.strike(kind, number, by).code in {0, 128 + by, -by}


@pytest.mark.slow
def test_a_hundred_killed_processes_leave_all_of_an_act_or_nothing(fate):
    kinds = itertools.islice(itertools.cycle(ACTS), 100)
    codes = {fate.strike(kind, n, signal.SIGKILL).code for n, kind in enumerate(kinds)}
    assert -signal.SIGKILL in codes
    assert codes <= {0, -signal.SIGKILL}
    assert fate.longest_wait < SOON


@pytest.mark.slow
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_command_undoes_what_it_had_begun(fate, by):
    kinds = itertools.islice(itertools.cycle(COMMANDS), 40)
    ends = [fate.strike(kind, number, by) for number, kind in enumerate(kinds)]
    # By the signal itself where it comes before the program has begun or after it has ended.
    assert [end for end in ends if end.code not in {0, 128 + by, -by}] == []
    assert [end for end in ends if "Traceback" in end.err and end.code == 128 + by] == []
    assert 128 + by in {end.code for end in ends}


HOLDER = """
import sys, time
from market.ledger.engine import open_ledger
from market.ledger.tables import Question
with open_ledger(sys.argv[1], clock=lambda: 10**15).writing("holder", "hold") as w:
    w.insert(Question, [{"slug": "held"}])
    if sys.argv[2] == "copying":
        cursor = w.connection.connection.cursor()
        copying = cursor.copy("COPY question (id, entry, slug) FROM STDIN")
        copy = copying.__enter__()
        for number in range(3, 30_000):
            copy.write_row((number, w.entry, f"half-{number}"))
    print("holding", flush=True)
    time.sleep(600)
"""
"""A writer that holds the lock, idle or in the middle of a COPY."""


def assert_free_soon(ledger):
    """Check that the lock is free, or is within a moment."""
    began = time.monotonic()
    with ledger.writing("bo", "wait"):
        pass
    assert time.monotonic() - began < SOON


def test_a_killed_writer_lets_go_of_the_lock(asked_for_long, ledger_address, launcher):
    holder = launcher.start(ledger_address, "idle", program=HOLDER)
    holder.wait_for("holding")
    holder.end(after=0)
    assert_free_soon(asked_for_long)
    assert check(asked_for_long).entries == 1


@pytest.mark.parametrize("ledger_address", ["postgresql"], indirect=True)
def test_a_writer_killed_in_the_middle_of_a_copy_lets_go(asked_for_long, ledger_address, launcher):
    holder = launcher.start(ledger_address, "copying", program=HOLDER)
    holder.wait_for("holding")
    holder.end(after=0)
    assert_free_soon(asked_for_long)
    assert check(asked_for_long).entries == 1


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_somebody_who_waits_for_the_lock_can_give_up(asked_for_long, ledger_address, launcher, by):
    words = ("forecast", "rain", "30%", "--as", "bo", "--db", ledger_address)
    with asked_for_long.writing("ana", "hold"):
        ended = launcher.start(*words).end(after=0.7, by=by)
    assert (ended.code, ended.out, ended.err) == (128 + by, "", "")
    assert ended.seconds < SOON
    assert check(asked_for_long).entries == 1


def test_somebody_at_a_terminal_is_told_what_he_waits_for(asked_for_long, ledger_address):
    command = [sys.executable, "-c", COMMAND, "forecast", "rain", "30%"]
    with asked_for_long.writing("ana", "hold"):
        terminal = Terminal([*command, "--as", "bo", "--db", ledger_address], PYTHONPATH=str(ROOT))
        terminal.wait_for("Waiting for another writer ...")
    code, out = terminal.end()
    assert code == 0, terminal.seen
    assert out.startswith("Recorded #1")


def test_every_promise_names_tests_that_are_there():
    named = set(re.findall(r"`(test_\w+)`", PROMISES.read_text(encoding="utf-8")))
    files = (ROOT / "tests").rglob("test_*.py")
    there = {
        name for file in files for name in re.findall(r"(?m)^def (test_\w+)", file.read_text())
    }
    assert len(named) > 5
    assert named <= there
