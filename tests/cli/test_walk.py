"""`foretell forecast` without a word, at a terminal: one open question after another."""

from __future__ import annotations

import json
import signal
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from terminal import Terminal

from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from market.ledger.engine import open_ledger

ROOT = Path(__file__).parents[2]
SCRIPT = "import sys; from cli.entry import run; sys.exit(run())"
DAY = 86_400_000_000
PROMPT = "probability (Enter skips, ? tells more, q ends): "


@pytest.fixture(autouse=True)
def club(home, monkeypatch):
    """A ledger of today with three open questions, one of them forecast by Ana already."""
    address, now = str(home / "club.db"), time.time_ns() // 1000
    with (
        closing(open_ledger(address, create=True, clock=lambda: now)) as ledger,
        ledger.writing("ana", "ask") as w,
    ):
        for slug, days in (("snow", 30), ("rain", 3), ("wind", 9), ("later", 40)):
            opens = now + DAY if slug == "later" else now - DAY
            ask(
                w,
                slug,
                f"Is there {slug}?",
                opens,
                now + days * DAY,
                criteria="The station says so.",
                fine_print="Only the one on the hill.",
            )
        report(w, "wind", "ana", 0.2)
        report(w, "rain", "bo", 0.4)
    monkeypatch.setenv("FORETELL_DB", address)
    monkeypatch.setenv("FORETELL_USER", "ana")


def walk(*words, **settings):
    command = [sys.executable, "-c", SCRIPT, "forecast", *words]
    return Terminal(command, PYTHONPATH=str(ROOT), **settings)


def standing(foretell, clock):
    """What Ana has standing, as the command tells it afterwards."""
    clock.now = time.time_ns() // 1000
    listed = json.loads(foretell("questions", "--mine", "--json").out)
    return {one["question"]: one["you"] for one in listed}


def test_it_asks_for_what_is_missing_the_soonest_to_close_first_and_records_each_answer(
    foretell, clock
):
    terminal = walk()
    told = terminal.wait_for(PROMPT)
    assert "1 of 2 · rain · closes" in told
    assert "Is there rain?" in told
    assert "median 40%, 1 person" in told
    assert "The station says so." in told
    terminal.type("2:1\n")
    told = terminal.wait_for(PROMPT)
    assert "rain   66.6667% (odds for)   crowd 53%" in told
    assert "2 of 2 · snow" in told
    assert "nobody has a forecast standing" in told
    terminal.type("10%\n")
    assert terminal.end() == (0, "2 recorded, 0 questions without a forecast\n")
    assert standing(foretell, clock) == {"rain": 2 / 3, "snow": 0.1, "wind": 0.2}


def test_each_answer_is_an_entry_of_its_own_and_a_row_of_the_data(foretell):
    terminal = walk("--json")
    for words in ("30%\n", "40%\n"):
        terminal.wait_for(PROMPT)
        terminal.type(words)
    code, out = terminal.end()
    rows = json.loads(out)
    assert (code, [row["question"] for row in rows]) == (0, ["rain", "snow"])
    assert rows[0]["entry"] + 1 == rows[1]["entry"]
    assert foretell("db", "check").code == 0


def test_enter_skips_and_a_question_mark_tells_more(foretell, clock):
    terminal = walk()
    assert "hill" not in terminal.wait_for(PROMPT)
    terminal.type("?\n")
    assert "Only the one on the hill." in terminal.wait_for(PROMPT)
    terminal.type("\n")
    assert "snow" in terminal.wait_for(PROMPT)
    terminal.type("\n")
    assert terminal.end() == (0, "0 recorded, 2 questions without a forecast\n")
    assert standing(foretell, clock) == {"wind": 0.2}


@pytest.mark.parametrize(
    ("typed", "error", "hint"),
    [
        ("70", "70 is not a probability.", "Did you mean 70% ?"),
        ("100%", "100% is more certain than a forecast may be.", "Stay between"),
        ("\x01;", "is not a probability.", "Write it as"),
    ],
)
def test_a_bad_probability_is_answered_in_two_lines_and_asked_for_again(typed, error, hint):
    terminal = walk()
    terminal.wait_for(PROMPT)
    terminal.type(f"{typed}\n")
    told = terminal.wait_for(PROMPT)
    assert error in told
    assert hint in told
    assert "snow" not in told
    terminal.type("q\n")
    assert terminal.end()[0] == 0


@pytest.mark.parametrize("typed", ["q\n", "Q\n", "\x04"], ids=["q", "Q", "end of input"])
def test_it_ends_when_told_to(foretell, clock, typed):
    terminal = walk()
    terminal.wait_for(PROMPT)
    terminal.type("30%\n")
    terminal.wait_for(PROMPT)
    terminal.type(typed)
    assert terminal.end() == (0, "1 recorded, 1 question without a forecast\n")
    assert standing(foretell, clock) == {"rain": 0.3, "wind": 0.2}


def test_an_interruption_loses_no_answer(foretell, clock):
    terminal = walk()
    terminal.wait_for(PROMPT)
    terminal.type("30%\n")
    terminal.wait_for(PROMPT)
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == (130, "")
    assert "1 recorded before this." in terminal.seen
    assert "Traceback" not in terminal.seen
    assert standing(foretell, clock) == {"rain": 0.3, "wind": 0.2}


def test_a_hidden_crowd_is_shown_once_one_has_answered():
    terminal = walk(FORETELL_BLIND="1")
    told = terminal.wait_for(PROMPT)
    assert "hidden until you forecast" in told
    assert "40%" not in told
    terminal.type("30%\n")
    assert "crowd 35%" in terminal.wait_for(PROMPT)
    terminal.type("q\n")
    assert terminal.end()[0] == 0


def test_whoever_has_a_forecast_on_everything_is_told_so(foretell, clock):
    clock.now = time.time_ns() // 1000
    for slug in ("rain", "snow"):
        foretell("forecast", slug, "30%")
    terminal = walk()
    assert terminal.end() == (0, "0 recorded, 0 questions without a forecast\n")
    assert "You have a forecast on every open question." in terminal.seen


def test_a_key_names_one_act_and_not_this(foretell, clock):
    terminal = walk("--key", "monday")
    assert terminal.end() == (2, "")
    assert "--key names one act" in terminal.seen
    assert standing(foretell, clock) == {"wind": 0.2}


def test_without_a_terminal_it_is_a_usage_error(process):
    ended = process("forecast")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Error: Which question, and with what probability?\nHint: ")


def test_what_is_said_keeps_to_the_width_of_the_terminal():
    terminal = walk(COLUMNS="60")
    terminal.wait_for(PROMPT)
    terminal.type("?\n")
    terminal.wait_for(PROMPT)
    terminal.type("q\n")
    terminal.end()
    assert max(map(len, terminal.seen.splitlines())) <= 60
