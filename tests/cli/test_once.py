"""What is recorded under a key is recorded once; a file can be given again after a crash."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from bulk_files import at, write_forecasts, write_questions
from commands import commands_in
from typer.main import get_command

from cli.main import app
from market.ledger.keeping.audit import check

ROOT = Path(__file__).parents[2]
WRITES = {
    "annul",
    "article add",
    "ask",
    "close",
    "edit",
    "forecast",
    "import",
    "link add",
    "link remove",
    "market open",
    "market sell",
    "market trade",
    "reopen",
    "resolve",
    "seed load",
    "team add",
    "team grant",
    "team revoke",
    "unresolve",
    "user add",
    "withdraw",
}
"""The commands that record an act."""

NOTE = "Note: k was recorded before, as entry {}: nothing was added."


def test_every_command_that_records_takes_a_key():
    taking = {
        path.removeprefix("foretell ")
        for path, command, _ in commands_in(get_command(app), "foretell")
        if any("--key" in parameter.opts for parameter in command.params)
    }
    assert taking == WRITES


def test_whatever_module_of_a_command_begins_an_act_is_of_one_that_takes_a_key():
    begins = re.compile(
        r"call\.writing\(|record_ruling\(|load_pack\(|add_article\(|import_tables\("
    )
    folder = ROOT / "cli" / "commands"
    modules = {
        path.relative_to(folder).with_suffix("").parts[0].split("_")[0]
        for path in folder.rglob("*.py")
        if begins.search(path.read_text("utf-8"))
    }
    assert modules == {name.split()[0] for name in WRITES}


# Each command, twice


@pytest.fixture
def files(home):
    """A list of forecasts, and tables to import."""
    (home / "mine.csv").write_text("question,probability\nsummit-by-2027,0.4\nsummit-by-2029,0.6\n")
    (home / "trades.csv").write_text(
        "question,side,spend\nsummit-by-2027,yes,5\nsummit-by-2027,no,9\n"
    )
    write_questions(home / "questions.csv", {"resolve_time": at(10)})
    write_forecasts(home / "forecasts.csv", {}, {"forecaster": "bo", "probability": "0.25"})


# A command, what comes before it, and what would have it refused or say something else.
COMMANDS = {
    "ask": ("ask Rain? --closes +90d --tag sky", [], ["edit rain-by-2026-08 --title Snow?"]),
    "ask with a slug": ("ask Rain? --slug rain --closes 2026-07-01", [], ["annul rain"]),
    "edit": (
        "edit summit-by-2027 --closes +100d --tag east",
        [],
        ["resolve summit-by-2027 no"],
    ),
    "forecast": ("forecast summit-by-2027 45% --why talks", [], ["close summit-by-2027"]),
    "forecast as odds": ("forecast summit-by-2027 3:2", ["forecast summit-by-2027 1%"], []),
    "earlier forecast": ("forecast summit-by-2027 45% --at -2d", [], ["annul summit-by-2027"]),
    "list of forecasts": (
        "forecast --from mine.csv",
        ["forecast summit-by-2027 0.4"],
        ["forecast summit-by-2029 0.6", "close summit-by-2027", "annul summit-by-2029"],
    ),
    "withdraw": ("withdraw summit-by-2027 --as bo", [], ["forecast summit-by-2027 9% --as bo"]),
    "close": ("close summit-by-2027 --why leak", [], ["annul summit-by-2027"]),
    "reopen": ("reopen summit-by-2027", ["close summit-by-2027"], ["annul summit-by-2027"]),
    "resolve": (
        "resolve summit-by-2027 yes --happened today --source https://example.org",
        ["forecast summit-by-2027 45%"],
        ["unresolve summit-by-2027", "forecast summit-by-2027 60% --at -1d --as bo"],
    ),
    "resolve with what follows": (
        "resolve summit-by-2027 yes --implied",
        [],
        ["unresolve summit-by-2029", "resolve summit-by-2029 no"],
    ),
    "annul": ("annul summit-by-2027", [], ["unresolve summit-by-2027"]),
    "link": (
        "link add excludes summit-by-2027 mayor-wins",
        [],
        ["link remove excludes mayor-wins summit-by-2027"],
    ),
    "unlink": (
        "link remove excludes summit-by-2027 mayor-wins",
        ["link add excludes summit-by-2027 mayor-wins"],
        ["link add excludes mayor-wins summit-by-2027"],
    ),
    "condition that fails": (
        "resolve summit-by-2027 no",
        ["link add conditional mayor-wins summit-by-2027"],
        ["unresolve mayor-wins"],
    ),
    "open a market": (
        "market open summit-by-2027 --prior 30%",
        [],
        ["market trade summit-by-2027 yes --spend 5", "annul summit-by-2027"],
    ),
    "trade": (
        "market trade summit-by-2027 yes --spend 5 --seen 50%",
        ["market open summit-by-2027"],
        ["market trade summit-by-2027 no --spend 90", "resolve summit-by-2027 yes"],
    ),
    "trades": (
        "market trade --from trades.csv",
        ["market open summit-by-2027"],
        ["market trade summit-by-2027 no --spend 9", "annul summit-by-2027"],
    ),
    "sell": (
        "market sell summit-by-2027",
        ["market open summit-by-2027", "market trade summit-by-2027 no --spend 5"],
        ["market trade summit-by-2027 yes --spend 5", "resolve summit-by-2027 no"],
    ),
    "settle": (
        "resolve summit-by-2027 yes",
        ["market open summit-by-2027", "market trade summit-by-2027 yes --spend 5 --as bo"],
        ["unresolve summit-by-2027", "market trade summit-by-2027 no --spend 5 --as bo"],
    ),
    "unresolve": ("unresolve mayor-wins", [], ["resolve mayor-wins no"]),
    "user add": ("user add pat --kind pundit", [], ["forecast summit-by-2027 1% --as pat"]),
    "seed load": (
        "seed load anchorage",
        [],
        ["unresolve second-summit-by-2025", "annul second-summit-by-2027"],
    ),
    "import": (
        "import questions.csv forecasts.csv",
        [],
        ["unresolve rain", "import forecasts.csv --kind person"],
    ),
    "import without the bad rows": (
        "import questions.csv forecasts.csv --skip-invalid rejects.csv",
        [],
        ["annul summit-by-2027"],
    ),
}


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(
    "form",
    [pytest.param([], id="table"), pytest.param(["--json"], id="json", marks=pytest.mark.slow)],
)
def test_a_command_under_its_key_says_the_same_again_and_records_nothing(
    foretell, club, clock, name, form
):
    clock.now = 1_780_000_000_000_000  # so late that the pack has outcomes
    command, before, after = COMMANDS[name]
    words = [*command.split(), "--key", "k", *form]
    assert [foretell(*line.split()).code for line in before] == [0] * len(before)
    clock.advance(days=1)
    first = foretell(*words)
    assert first.code == 0, first.err
    for later in ([], after):
        for line in later:
            clock.advance(days=2)
            assert foretell(*line.split()).code == 0
        recorded = Path(club.address).read_bytes()
        again = foretell(*words)
        assert again[:2] == first[:2]
        assert NOTE.format(check(club).entries)[:20] in again.err
        assert Path(club.address).read_bytes() == recorded
    clock.advance(days=400)
    assert foretell(*words)[:2] == first[:2]


@pytest.mark.usefixtures("club")
def test_the_note_names_the_entry(foretell):
    assert foretell("forecast", "summit-by-2027", "45%", "--key", "k").err == ""
    assert foretell("forecast", "summit-by-2027", "45%", "--key", "k").err == (
        f"{NOTE.format(5)}\n"
    )


@pytest.mark.usefixtures("club")
def test_another_act_under_the_key_is_refused_in_one_line_with_a_hint(foretell):
    foretell("forecast", "summit-by-2027", "45%", "--key", "monday")
    ended = foretell("forecast", "summit-by-2027", "46%", "--key", "monday")
    assert (ended.code, ended.out) == (1, "")
    was = "entry 5 (forecast by ana, 2025-12-06 05:46 UTC)"
    assert ended.err.splitlines() == [
        f"Error: The key monday was used for something else: {was}.",
        "Hint:  Choose another key; that act is repeated only by the same words.",
    ]


@pytest.mark.usefixtures("club")
def test_other_lines_under_the_key_of_a_file_are_not_told_as_its_faults(foretell, home):
    for said in ("45%", "46%"):
        (home / "said.csv").write_text(f"question,probability\nsummit-by-2027,{said}\n")
        ended = foretell("forecast", "--from", "said.csv", "--key", "k")
    assert ended.code == 1
    error, _hint = ended.err.splitlines()
    assert error.startswith("Error: The key k was used for something else: entry 5 ")


def test_a_question_that_cannot_be_asked_makes_no_ledger_with_a_key_either(foretell, home):
    ended = foretell("ask", "Rain?", "--closes", "2020-01-01", "--key", "k", "--db", "new.db")
    assert (ended.code, (home / "new.db").exists()) == (1, False)


def test_the_first_question_of_a_ledger_is_asked_once(foretell, clock):
    words = ("ask", "Rain?", "--closes", "+9d", "--key", "k", "--db", "new.db")
    first = foretell(*words)
    clock.advance(days=400)
    again = foretell(*words)
    assert again[:2] == first[:2] == (0, first.out)
    assert again.err.startswith(NOTE.format(1))


@pytest.mark.usefixtures("files")
def test_a_pack_whose_loading_was_interrupted_is_completed_under_its_key(foretell, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    words = ("seed", "load", "anchorage", "--key", "k", "--db", "new.db")
    with monkeypatch.context() as patched:
        patched.setattr("market.articles.loading.record_outcomes", interrupt)
        assert foretell(*words).code == 130
    completed = foretell(*words)
    assert (completed.code, "Note" in completed.err) == (0, False)
    assert foretell("db", "check", "--db", "new.db").out.startswith("Sound: 2 entries")
    again = foretell(*words)
    assert again[:2] == completed[:2]
    assert NOTE.format(2) in again.err.splitlines()


@pytest.mark.usefixtures("files")
def test_bad_rows_are_no_repetition(foretell, home):
    foretell("import", "questions.csv", "forecasts.csv", "--key", "k", "--db", "new.db")
    with (home / "forecasts.csv").open("a") as file:
        file.write("ana,hail,2025-01-01T00:00:00Z,0.5\n")
    ended = foretell("import", "questions.csv", "forecasts.csv", "--key", "k", "--db", "new.db")
    assert ended.code == 1
    error, bad, row, _hint = ended.err.splitlines()
    assert "The key k was used for something else: entry 1 (import by " in error
    assert "1 bad row" in bad
    assert "forecasts.csv line 4" in row


# Files given again, without a key


def give(foretell, *lines, form="--csv"):
    Path("mine.csv").write_text("\n".join(["question,probability", *lines, ""]))
    return foretell("forecast", "--from", "mine.csv", *filter(None, [form]))


@pytest.mark.usefixtures("club")
def test_what_stands_already_is_passed_over_and_counted(foretell, clock):
    foretell("forecast", "summit-by-2027", "40%")
    clock.advance(days=1)
    ended = give(foretell, "summit-by-2027,0.4", "summit-by-2029,0.6", form="")
    assert ended == (0, "1 recorded, 1 stood already, 0 refused\n", "")
    rows = json.loads(give(foretell, "summit-by-2029,0.7", form="--json").out)
    assert [row["previous"] for row in rows] == [0.6]


def test_a_list_that_is_given_again_records_nothing(foretell, club, clock):
    lines = ("summit-by-2027,40%", "Summit-By-2029,0.6")
    assert give(foretell, *lines, form="").out == "2 recorded, 0 refused\n"
    before = check(club)
    clock.advance(days=1)
    again = give(foretell, *lines, form="")
    assert again == (0, "0 recorded, 2 stood already, 0 refused\n", "")
    assert give(foretell, *lines, form="--json").out == "[]\n"
    assert check(club) == before


@pytest.mark.usefixtures("club")
def test_a_list_that_is_given_again_after_a_close_is_not_refused(foretell, clock):
    give(foretell, "summit-by-2027,40%")
    clock.advance(days=1)
    foretell("close", "summit-by-2027")
    assert give(foretell, "summit-by-2027,40%", form="").code == 0
    assert give(foretell, "summit-by-2027,41%", form="").code == 1


def test_of_a_question_that_stands_there_twice_the_last_line_counts(foretell, club):
    lines = ("summit-by-2027,40%", "SUMMIT-by-2027,30%")
    assert give(foretell, *lines, form="").out == "2 recorded, 0 refused\n"
    shown = json.loads(foretell("questions", "--mine", "--json").out)
    assert [row["you"] for row in shown] == [0.3]
    before = check(club)
    told = give(foretell, *lines, form="").out
    assert told == "0 recorded, 2 stood already, 0 refused\n"
    assert check(club) == before


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize(
    "otherwise", ["summit-by-2027 40% --at -1d", "summit-by-2027 40% --as bo", "summit-by-2029 40%"]
)
def test_what_was_not_said_there_and_then_by_this_user_does_not_stand(foretell, otherwise):
    assert foretell("forecast", *otherwise.split()).code == 0
    assert give(foretell, "summit-by-2027,40%", form="").out == "1 recorded, 0 refused\n"


@pytest.mark.usefixtures("club")
def test_what_was_withdrawn_does_not_stand(foretell, clock):
    give(foretell, "summit-by-2027,40%")
    clock.advance(days=1)
    foretell("withdraw", "summit-by-2027")
    assert give(foretell, "summit-by-2027,40%", form="").out == "1 recorded, 0 refused\n"


@pytest.mark.usefixtures("club")
def test_a_whole_ledger_that_is_there_already_is_said_so(foretell):
    assert foretell("export", "-o", "club.jsonl").code == 0
    first = foretell("import", "club.jsonl", "--db", "copy.db")
    again = foretell("import", "club.jsonl", "--db", "copy.db", "--key", "k")
    assert again[:2] == first[:2] == (0, first.out)
    assert "Note: club.jsonl is there already: nothing was added." in again.err.splitlines()
    foretell("forecast", "summit-by-2027", "40%", "--db", "copy.db")
    assert foretell("import", "club.jsonl", "--db", "copy.db").code == 1


# Killed in the middle

KILLED = {
    "before its entry": "market.ledger.writer.Writing.finish",
    "before its answer": "cli.commands.import_.emit",
}
KILL = """
import os, sys
from unittest.mock import patch
def killed(*_, **__):
    os.kill(os.getpid(), 9)
import cli.commands.import_
from cli.entry import run
with patch(sys.argv.pop(1), killed):
    run()
"""


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    "moment", ["before its answer", pytest.param("before its entry", marks=pytest.mark.slow)]
)
def test_an_import_that_was_killed_and_given_again_brings_everything_once(
    ledger, ledger_address, moment
):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "FORETELL_DB": ledger_address}
    words = ("import", "questions.csv", "forecasts.csv", "--json")

    def run(*line):
        return subprocess.run(
            [sys.executable, "-c", *line], env=environment, capture_output=True, check=False
        )

    assert run(KILL, KILLED[moment], *words).returncode == -signal.SIGKILL
    script = "import sys; from cli.entry import run; sys.exit(run())"
    again = run(script, *words)
    assert again.returncode == 0, again.stderr
    assert check(ledger)[:2] == (1, 7)
