"""What a shell is told when somebody presses Tab, asked as shells ask."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest
from timing import ratio, say
from typer.main import get_command

from cli.entry import run
from cli.main import COMMANDS
from market.ledger.views.glance import glimpse_names, glimpse_slugs

ROOT = Path(__file__).parents[2]
SCRIPT = "import sys; from cli.entry import run; sys.exit(run())"
LOADED = """
import atexit, sys
atexit.register(lambda: print("LOADED", *sorted(sys.modules), file=sys.stderr))
from cli.entry import run
sys.exit(run())
"""


class Ended(NamedTuple):
    code: int
    out: str
    err: str


pytestmark = pytest.mark.usefixtures("club")


def pressed(*words):
    """The environment in which bash asks how the last of some words may go on."""
    line = ["foretell", *words]
    return {
        "COMP_WORDS": " ".join(line),
        "COMP_CWORD": str(len(line) - 1),
        "_FORETELL_COMPLETE": "complete_bash",
    }


@pytest.fixture
def tab(monkeypatch, capsys, clock):
    """What bash is offered for the last of some words."""
    monkeypatch.setattr("cli.invocation.clock", clock)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr(sys, "argv", ["foretell"])

    def ask(*words):
        with monkeypatch.context() as patched:
            for name, value in pressed(*words).items():
                patched.setenv(name, value)
            try:
                code = run()
            except SystemExit as left:
                code = left.code
            finally:
                gc.enable()
        return Ended(code, *capsys.readouterr())

    return ask


def command_of(name):
    return get_command(import_module(COMMANDS[name][0]).app)


def copied(ledger, path):
    """A connection to a copy of the ledger, whole in one file."""
    copy = sqlite3.connect(path, isolation_level=None)
    with closing(sqlite3.connect(ledger.address)) as original:
        original.backup(copy)
    copy.execute("PRAGMA journal_mode = DELETE")
    return copy


def offered(ended):
    assert (ended.code, ended.err) == (0, "")
    return ended.out.split()


def test_a_commands_name_is_completed_and_nothing_is_imported_for_it(process):
    ended = process(script=LOADED, **pressed("unr"))
    assert ended.out.split() == ["unresolve"]
    loaded = set(ended.err.split())
    assert not loaded & {*(module for module, _ in COMMANDS.values()), "sqlalchemy", "pydantic"}


def test_all_commands_are_offered_where_nothing_is_typed(tab):
    assert offered(tab("")) == list(COMMANDS)
    assert offered(tab("help", "")) == list(COMMANDS)


def test_the_options_of_a_command_are_completed(tab):
    assert offered(tab("resolve", "mayor-wins", "yes", "--ha")) == ["--happened"]
    assert "--install-completion" in offered(tab("--"))


def test_the_commands_of_a_group_are_completed(tab):
    assert offered(tab("db", "ch")) == ["check"]
    assert offered(tab("db", "check", "--js")) == ["--json"]


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        (["show", ""], ["bridge-opens", "mayor-wins", "summit-by-2027", "summit-by-2029"]),
        (["show", "summit-by-2029"], ["summit-by-2029"]),
        (["forecast", ""], ["summit-by-2027", "summit-by-2029"]),
        (["forecast", "mayor"], ["mayor-wins"]),
        (["forecast", "--why", "so", "s"], ["summit-by-2027", "summit-by-2029"]),
        (["resolve", "--source", "https://example.org", "b"], ["bridge-opens"]),
        (["show", "x"], []),
    ],
)
def test_a_slug_is_completed_an_open_one_where_a_forecast_goes(tab, words, slugs):
    assert offered(tab(*words)) == slugs


def test_a_scenario_is_completed(tab):
    assert offered(tab("simulate", "run", "ext")) == ["extremizing"]


def test_a_trade_is_offered_where_there_is_a_market_which_is_opened_where_there_is_none(tab, club):
    from market.ledger.acts.markets import open_market

    with club.writing("ana", "market open") as writing:
        open_market(writing, "summit-by-2029")
    for command in ("quote", "trade", "sell", "price", "history"):
        assert offered(tab("market", command, "")) == ["summit-by-2029"], command
    assert offered(tab("market", "open", "")) == ["summit-by-2027"]
    assert offered(tab("market", "trade", "summit-by-2029", "")) == ["yes", "no"]


def test_the_ledger_is_found_as_commands_find_it(tab, club, home, monkeypatch):
    assert offered(tab("show", "b")) == ["bridge-opens"]
    assert offered(tab("--demo", "show", "b")) == []
    monkeypatch.delenv("FORETELL_DB")
    assert offered(tab("show", "b")) == []
    assert offered(tab("--db", club.address, "show", "b")) == ["bridge-opens"]
    assert offered(tab("show", "--db", club.address, "b")) == ["bridge-opens"]
    copied(club, home / "foretell.db").close()
    assert offered(tab("show", "b")) == ["bridge-opens"]


def test_the_names_of_forecasters_and_the_outcomes_are_completed(tab):
    assert offered(tab("--as", "")) == ["bo", "cy"]
    assert offered(tab("questions", "--as", "c")) == ["cy"]
    assert offered(tab("resolve", "mayor-wins", "")) == ["yes", "no"]
    assert offered(tab("--format", "j")) == ["json"]


TAKING_WORDS = (
    *("forecast", "withdraw", "show", "edit", "close", "reopen", "resolve", "annul", "unresolve"),
    *("scores", "explain", "compare", "calibration", "decompose", "pool", "coherence"),
)


@pytest.mark.parametrize(
    "words", [*((name, "") for name in TAKING_WORDS), ("report", "--question", "")], ids=" ".join
)
def test_a_slug_or_a_name_is_completed_without_the_database_library(process, words):
    ended = process(script=LOADED, **pressed(*words))
    assert ended.out.split()
    assert not set(ended.err.split()) & {"sqlalchemy", "sqlmodel", "pydantic", "numpy"}


def test_every_command_that_takes_a_question_or_a_forecaster_completes_it():
    for name in COMMANDS:
        words = [word for word in command_of(name).params if word.param_type_name == "argument"]
        taking = {word.metavar for word in words} & {"QUESTION", "WHO"}
        assert bool(taking) is (name in TAKING_WORDS), name


def test_only_names_that_no_shell_takes_for_anything_else_are_offered(club):
    from market.ledger.acts.forecasters import find_or_add_forecaster

    with club.writing("ana", "test") as writing:
        for name in ("$(reboot)", "Ana Maria", "a;b", "`x`", "Zoë", "-rf", "o'hara"):
            find_or_add_forecaster(writing, name)
    assert glimpse_names(club.address) == ["bo", "cy", "Zoë"]


def test_a_question_is_offered_as_open_while_it_takes_forecasts(club, clock):
    from market.ledger.acts.rulings import rule

    def is_open(slug):
        return dict(glimpse_slugs(club.address, clock.now))[slug]

    for verdict, expected in [("close", False), ("reopen", True), ("annul", False)]:
        with club.writing("ana", verdict) as writing:
            rule(writing, "summit-by-2027", verdict)
        assert is_open("summit-by-2027") is expected
    assert not is_open("bridge-opens")


@pytest.mark.parametrize(
    "content", [None, b"", b"a text", b"SQLite format 3\0" + bytes(4080)], ids=str
)
def test_without_a_ledger_nothing_is_offered_and_nothing_said(tab, home, content):
    if content is not None:
        (home / "broken.db").write_bytes(content)
    for words in (["show", ""], ["--as", ""]):
        assert offered(tab("--db", "broken.db", *words)) == []
    assert (home / "broken.db").exists() is (content is not None)


@pytest.mark.parametrize("address", ["postgresql://nowhere.invalid/club", "host=nowhere", "."])
def test_what_is_not_a_file_is_not_asked(tab, address):
    assert offered(tab("--db", address, "show", "")) == []


def test_a_locked_ledger_keeps_nobody_waiting(club, clock, home):
    with closing(copied(club, home / "copy.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert glimpse_slugs(str(home / "copy.db"), clock.now) == []


@pytest.mark.parametrize(
    "words", [["nonsense", ""], ["--db"], ["show", "--nonsense", ""], ["db", "nonsense", ""], []]
)
def test_words_that_make_no_sense_are_met_with_silence(tab, words):
    assert tab(*words).err == ""


def test_a_failure_is_silent_too(tab, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("cli.completion.glimpse_slugs", fail)
    assert tab("show", "") == (1, "", "")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_told_the_same_in_their_own_form(process, shell):
    asked = {"_FORETELL_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    ended = process(_TYPER_COMPLETE_ARGS="foretell forecast s", **asked)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.count("summit-by-2027") == 1
    assert COMMANDS["ask"][1] in process(_TYPER_COMPLETE_ARGS="foretell as", **asked).out


def test_the_lines_for_the_shell_are_printed_or_installed(foretell, home, monkeypatch):
    monkeypatch.setattr("cli.completion.shell_name", lambda: "fish")
    shown = foretell("--show-completion")
    assert (shown.code, shown.err) == (0, "")
    assert "_FORETELL_COMPLETE=complete_fish" in shown.out
    done = foretell("--install-completion")
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith("see ~/.config/fish/completions/foretell.fish\n")
    assert (home / ".config/fish/completions/foretell.fish").read_text() == shown.out


def test_an_unknown_shell_is_refused(foretell, monkeypatch):
    for name in ("tcsh", ""):
        monkeypatch.setattr("cli.completion.shell_name", lambda name=name: name)
        ended = foretell("--install-completion")
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.endswith("Hint:  Call it from one of bash, zsh, fish, powershell, pwsh.\n")


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_bash_itself_completes_a_slug(foretell, home, monkeypatch):
    monkeypatch.setattr("cli.completion.shell_name", lambda: "bash")
    program = home / "bin" / "foretell"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{SCRIPT}" "$@"\n')
    program.chmod(0o755)
    (home / "lines").write_text(foretell("--show-completion").out)
    asked = """
    source ./lines
    COMP_WORDS=(foretell show summit-by-2029) COMP_CWORD=2
    _foretell_completion foretell
    echo "${COMPREPLY[@]}"
    """
    path = f"{program.parent}:{os.environ['PATH']}"
    ended = subprocess.run(
        ["bash", "-c", asked],
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (ended.stdout, ended.stderr) == ("summit-by-2029\n", "")


@pytest.mark.benchmark
@pytest.mark.parametrize("command", ["forecast", "show", "resolve"])
def test_completing_a_slug_costs_less_than_twice_the_help(command):
    def running(*words, **settings):
        call = [sys.executable, "-c", SCRIPT, *words]
        here = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
        return lambda: subprocess.run(call, check=True, capture_output=True, env=here)

    found = ratio(running(**pressed(command, "summit")), running("--help"), rounds=10)
    say(f"completing a slug of {command}: {found:.2f} times foretell --help (less than 2)")
    assert found < 2
