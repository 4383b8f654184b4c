"""The contract of the command line, seen from outside: exit codes, streams, what is imported."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import tomllib
from pathlib import Path

import pytest

from market.ledger.revision import REVISION

ROOT = Path(__file__).parents[2]
HEAVY = ("numpy", "scipy", "alembic", "rich")
pytestmark = pytest.mark.usefixtures("club")
LOADED = """
import sys
from cli.entry import run
code = run()
print("LOADED", *sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


def loaded(ended):
    return set(ended.err.partition("LOADED ")[2].split())


def test_help_lists_the_commands_without_importing_what_they_need(process):
    ended = process("--help", script=LOADED)
    assert ended.code == 0
    assert "forecast" in ended.out
    assert not loaded(ended) & {*HEAVY, "sqlalchemy", "sqlmodel", "pydantic"}


def test_a_forecast_imports_nothing_heavy(process):
    ended = process("forecast", "summit-by-2027", "30%", script=LOADED)
    assert ended.code == 0
    assert "sqlmodel" in loaded(ended)
    assert not loaded(ended) & set(HEAVY)


def test_data_go_to_stdout_and_messages_to_stderr(process):
    ended = process("questions", "--json", "--tag", "nobody-has-this")
    assert (ended.code, json.loads(ended.out)) == (0, [])
    assert ended.err.startswith("Next: ")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["questions"], 0),
        (["forecast", "no-such-question", "30%"], 1),
        (["forecast", "bridge-opens", "30%"], 1),
        (["forecast", "summit-by-2027", "70"], 2),
        (["forecast", "summit-by-2027", "-1"], 2),
        (["forecast", "summit-by-2027"], 2),
        (["forecast", "--nonsense"], 2),
        (["no-such-command"], 2),
        (["questions", "--db", "absent.db"], 3),
        (["questions", "--db", "mysql://somewhere/else"], 3),
    ],
)
def test_the_exit_code_says_what_sort_of_ending_it_was(foretell, words, code):
    ended = foretell(*words)
    assert ended.code == code
    if code:
        assert ended.out == ""
        error, hint = ended.err.splitlines()
        assert error.startswith("Error: ")
        assert hint.startswith("Hint:  ")


def test_a_tampered_ledger_ends_with_4(foretell, club):
    with club.writing("mallory", "tamper") as writing:
        drop = "DROP TRIGGER report_no_update"
        writing.connection.exec_driver_sql(drop)
        writing.connection.exec_driver_sql("UPDATE report SET probability = 0.9")
    ended = foretell("db", "check")
    assert ended.code == 4
    assert "Entry 2" in ended.err


def test_an_interrupted_command_ends_with_130_and_records_nothing(foretell, monkeypatch):
    def interrupt(_writing):
        raise KeyboardInterrupt

    before = foretell("db", "check").out
    with monkeypatch.context() as patched:
        patched.setattr("market.ledger.writer.Writing.finish", interrupt)
        assert foretell("forecast", "summit-by-2027", "30%").code == 130
    assert foretell("db", "check").out == before


def test_an_unexpected_failure_is_one_line_and_a_traceback_only_on_request(foretell, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("cli.output.emit.as_json", fail)
    plain = foretell("questions", "--json")
    assert plain.code == 1
    assert (
        plain.err.splitlines()[0] == "Error: Foretell itself failed: ZeroDivisionError: by nought"
    )
    assert "Traceback" not in plain.err
    traced = foretell("questions", "--json", "--debug").err.splitlines()
    assert traced[0].startswith("Traceback")
    assert traced[-2:] == plain.err.splitlines()
    assert "Traceback" in foretell("--debug", "questions", "--json").err
    monkeypatch.setenv("FORETELL_DEBUG", "1")
    assert "Traceback" in foretell("questions", "--json").err


def test_a_reader_who_closes_the_pipe_is_no_failure(command_line):
    with subprocess.Popen(
        command_line("questions"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as running:
        running.stdout.close()
        assert running.wait(60) == 0
        assert running.stderr.read() == b""


@pytest.mark.parametrize("words", [["questions"], ["questions", "--json"], ["--help"]])
def test_a_full_disk_is_one_clear_line_with_a_hint_and_no_traceback(command_line, words):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command_line(*words),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            check=False,
        )
    assert ended.returncode == 1
    error, hint = ended.stderr.splitlines()
    assert error.startswith("Error: ")
    assert "No space left on device" in error
    assert hint.startswith("Hint:  ")


def test_messages_that_cannot_be_written_change_no_outcome(command_line):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command_line("questions", "--tag", "nobody-has-this"),
            stdout=subprocess.PIPE,
            stderr=full,
            env=environment,
            check=False,
        )
    assert (ended.returncode, ended.stdout[:1]) == (0, b"0")


def test_on_a_terminal_the_table_keeps_to_its_width(command_line):
    screen, terminal = pty.openpty()
    subprocess.run(
        command_line("questions", "--all"),
        stdout=terminal,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "63"},
        check=True,
    )
    os.close(terminal)
    lines = os.read(screen, 10_000).decode().splitlines()
    os.close(screen)
    assert max(map(len, lines)) == 63
    assert any("summit…-2027" in line for line in lines)


def test_a_stream_without_unicode_gets_words_for_arrows_and_no_failure(process):
    ended = process("questions", PYTHONIOENCODING="ascii")
    assert ended.code == 0
    assert ended.out.isascii()


def test_version_names_the_release_the_interpreter_the_database_and_its_schema(foretell):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    ended = foretell("--version")
    assert ended.out.startswith(f"foretell {project['version']} (Python 3.")
    assert ", SQLite 3." in ended.out
    assert ended.out.endswith(f", schema {REVISION})\n")


def test_the_version_is_told_without_the_database_library(process):
    ended = process("--version", script=LOADED)
    assert ended.code == 0
    assert not loaded(ended) & {"sqlalchemy", "sqlmodel", "pydantic"}


def test_options_stand_before_the_command_or_after_it(foretell):
    for words in (
        ["--format", "json", "--as", "bo", "questions", "--mine"],
        ["questions", "--mine", "--as", "bo", "--format", "json"],
        ["questions", "--mine", "--as", "bo", "--json"],
    ):
        (found,) = json.loads(foretell(*words).out)
        assert found["you"] == 0.2


def test_what_stands_after_the_command_wins(foretell, club):
    ended = foretell("--as", "bo", "--format", "csv", "questions", "--as", "cy", "--json", "--mine")
    assert json.loads(ended.out)[0]["you"] == 0.4
    address = club.address
    assert foretell("--db", "absent.db", "questions", "--db", address).code == 0


@pytest.mark.parametrize(
    "words", [["--json", "--csv"], ["--format", "table", "--json"], ["--demo", "--db", "x.db"]]
)
def test_options_that_contradict_each_other_are_a_usage_error(foretell, words):
    assert foretell("questions", *words).code == 2
    assert foretell(*words, "questions").code == 2


@pytest.mark.parametrize("words", [["--json"], ["--csv"], ["--format", "csv"]])
def test_the_form_may_be_said_before_the_command(foretell, words):
    assert foretell(*words, "questions").out == foretell("questions", *words).out


def test_an_option_after_the_command_wins_over_another_form_before_it(foretell):
    assert foretell("--csv", "questions", "--json").out == foretell("questions", "--json").out


def test_the_demo_has_a_ledger_of_its_own(foretell, home):
    assert str(home / ".local/share/foretell/demo.db") in foretell("--demo", "questions").err


def test_a_file_is_never_overwritten_unless_forced(foretell, home):
    assert foretell("questions", "--json", "-o", "out.json").out == ""
    first = (home / "out.json").read_text()
    assert foretell("questions", "--csv", "-o", "out.json").code == 1
    assert (home / "out.json").read_text() == first
    assert foretell("questions", "--csv", "-o", "out.json", "--force").code == 0
    assert (home / "out.json").read_text().startswith("question,")


def test_the_name_of_a_file_says_its_form_unless_one_is_asked_for(foretell, home):
    for name, words in (("out.csv", ["--csv"]), ("out.json", ["--json"]), ("out.txt", [])):
        foretell("questions", "-o", name)
        assert (home / name).read_text() == foretell("questions", *words).out
    foretell("questions", "--format", "table", "-o", "table.csv")
    assert (home / "table.csv").read_text() == foretell("questions").out


def test_what_cannot_be_written_is_refused_before_anything_is_recorded(foretell):
    before = foretell("db", "check").out
    ended = foretell("forecast", "summit-by-2027", "30%", "-o", "absent/out.json")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "Error: There is no folder absent.\nHint:  Make it, or choose another.\n"
    assert foretell("db", "check").out == before


@pytest.mark.parametrize(
    "words",
    [
        ["--db", "", "questions"],
        ["questions", "--db", ""],
        ["questions", "--as", " "],
        ["--as", "", "leaderboard"],
        ["questions", "-o", ""],
    ],
)
def test_an_option_without_a_value_is_a_usage_error(foretell, words):
    ended = foretell(*words)
    assert (ended.code, ended.out) == (2, "")
    assert "is empty." in ended.err.splitlines()[0]
