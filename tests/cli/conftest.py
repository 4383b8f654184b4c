"""Fixtures for the command line: run it in a process of its own, or within this one."""

from __future__ import annotations

import functools
import gc
import io
import os
import shlex
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from clocks import Clock
from seasons import play_season
from team import wall_clock

ROOT = Path(__file__).parents[2]
SCRIPT = "import sys; from cli.entry import run; sys.exit(run())"
DAY = 86_400_000_000


class Ended(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """An empty home and working folder, and no setting of whoever runs the tests."""
    for name in list(os.environ):
        if name.startswith("FORETELL_") or name in {"XDG_DATA_HOME", "XDG_CACHE_HOME"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def lasting(declared_once):
    """Every check of a ledger in this process compares it with the same declarations."""


@pytest.fixture
def command_line(clock):
    """The command that runs `foretell` in a process of its own, by the test's clock."""

    def worded(*words, script=SCRIPT):
        by_the_clock = f"import time; time.time_ns = lambda: {clock.now * 1_000}"
        return [sys.executable, "-c", f"{by_the_clock}\n{script}", *words]

    return worded


@pytest.fixture
def process(command_line):
    """Run `foretell` as users do: a process, two streams, an exit code."""

    def run(*words, stdin="", script=SCRIPT, **settings):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
        ended = subprocess.run(
            command_line(*words, script=script),
            input=stdin,
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    return run


@pytest.fixture(scope="session")
def built():
    """A command line built once for all runs: to build it takes a third of the time of each."""
    from typer.main import get_command

    return functools.cache(get_command)


@pytest.fixture
def foretell(monkeypatch, capsys, clock, built):
    """Run `foretell` within this process, by a clock that stands still."""
    from cli.entry import run
    from market.ledger import engine

    opened, open_ledger = [], engine.open_ledger

    def note(*args, **settings):
        opened.append(open_ledger(*args, **settings))
        return opened[-1]

    monkeypatch.setattr("cli.main.get_command", built)
    monkeypatch.setattr("cli.lazy.build", built)
    monkeypatch.setattr("cli.invocation.clock", clock)
    monkeypatch.setattr(gc, "freeze", lambda: None)  # this process has more commands before it
    monkeypatch.setattr(engine, "open_ledger", note)

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["foretell", *words])
        capsys.readouterr()
        try:
            code = run()
        finally:
            gc.enable()
        return Ended(code, *capsys.readouterr())

    yield call
    for ledger in opened:  # a process would have ended, and its files been closed
        ledger.close()


class Screened(io.StringIO):
    """A terminal on which both streams appear, in the order in which they are written."""

    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.fixture
def at_terminal(foretell, monkeypatch):
    """Type one command at a terminal of 100 columns, and read what appears."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")

    def typed(command):
        terminal = Screened()
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", terminal)
            patched.setattr(sys, "stderr", terminal)
            foretell(*shlex.split(command)[1:])
        return terminal.getvalue()

    return typed


@pytest.fixture
def club(club_file, tmp_path, monkeypatch, clock):
    """A ledger with four questions, used by default; Ana is the user."""
    from market.ledger.engine import open_ledger

    path = shutil.copy(club_file, tmp_path / "ledger.db")
    monkeypatch.setenv("FORETELL_DB", str(path))
    monkeypatch.setenv("FORETELL_USER", "ana")
    with closing(open_ledger(str(path), clock=clock)) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def season_file(tmp_path_factory):
    """The ledger of the season, made once."""
    path = tmp_path_factory.mktemp("season") / "ledger.db"
    play_season(str(path), Clock())
    return path


@pytest.fixture
def season_ledger(season_file, tmp_path, clock):
    """A ledger in which the season has been played."""
    from market.ledger.engine import open_ledger

    path = shutil.copy(season_file, tmp_path / "ledger.db")
    with closing(open_ledger(str(path), clock=clock)) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def club_file(empty_file, tmp_path_factory):
    """The club's ledger, made once."""
    from market.ledger.engine import open_ledger

    path = shutil.copy(empty_file, tmp_path_factory.mktemp("club") / "ledger.db")
    clock = Clock()
    with closing(open_ledger(str(path), clock=clock)) as ledger:
        _fill(ledger, clock)
    return path


def _fill(ledger, clock):
    from market.ledger.acts.asking import ask
    from market.ledger.acts.reports import report
    from market.ledger.acts.rulings import Source, rule

    now = clock.now
    clock.advance(days=-90)
    with ledger.writing("ana", "ask") as writing:
        for year, days in (("2027", 400), ("2029", 1130)):
            ask(
                writing,
                f"summit-by-{year}",
                f"Do the two presidents meet again by 31 December {year}?",
                now - 100 * DAY,
                now + days * DAY,
                criteria="Both are in one room.",
                fine_print="Calls do not count.",
                source="two agencies",
                family="summit",
                tags=("talks",),
            )
        ask(writing, "bridge-opens", "Does the bridge open?", now - 90 * DAY, now - 5 * DAY)
        ask(writing, "mayor-wins", "Does the mayor win?", now - 90 * DAY, now + DAY)
    for days, name, probability in ((20, "bo", 0.2), (3, "cy", 0.4)):
        clock.now = now - days * DAY
        with ledger.writing(name, "forecast") as writing:
            report(writing, "summit-by-2027", name, probability)
    clock.now = now
    with ledger.writing("ana", "resolve") as writing:
        rule(
            writing,
            "mayor-wins",
            "resolve",
            1,
            at=now - DAY,
            evidence=[Source("https://example.org/count", "The Count")],
        )


@pytest.fixture
def board(season_ledger, foretell, monkeypatch):
    """The leaderboard of the season, with some words."""
    monkeypatch.setenv("FORETELL_DB", season_ledger.address)
    monkeypatch.setenv("FORETELL_USER", "ana")

    def show(*words):
        return foretell("leaderboard", *words)

    return show


@pytest.fixture
def player_of(foretell, monkeypatch, clock):
    """Makes what lets the players of a team run commands."""

    def commands_of(team):
        def run(player, *words, stdin=""):
            clock.now = wall_clock()  # that of the database cannot be set
            monkeypatch.setenv("FORETELL_DB", team.url(player))
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
            return foretell(*words)

        return run

    return commands_of


@pytest.fixture
def act(team, player_of):
    """Let a player of the team run a command."""
    return player_of(team)


@pytest.fixture
def look(founded, player_of):
    """Let a player run a command that changes nothing: all tests share this team."""
    return player_of(founded)
