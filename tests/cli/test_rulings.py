"""`foretell close`, `reopen`, `annul`, `unresolve`: each says what it did and what now holds."""

from __future__ import annotations

import csv
import io
import json

import pytest

pytestmark = pytest.mark.usefixtures("club")

FIELDS = [
    *("question", "verdict", "at", "note", "status", "closes", "actual_close", "ruling", "entry"),
    "settled",
]
NOW = "2025-12-06T05:46:40Z"
SUMMIT = "summit-by-2027"
VERBS = ["close", "reopen", "annul", "unresolve"]


def head(foretell):
    return foretell("db", "check").out


def board(foretell, *words):
    rows = json.loads(foretell("leaderboard", "--json", *words).out)["rows"]
    return {row["forecaster"]: (row["brier"], row["forecasts"]) for row in rows}


# What each does and says


def test_an_early_close_ends_the_forecasting_and_names_what_comes_next(foretell):
    ended = foretell("close", SUMMIT)
    assert ended.code == 0
    assert ended.out == (
        "Closed   summit-by-2027   takes no more forecasts; it was to close 10 Jan 2027\n"
    )
    assert ended.err.splitlines() == [
        "Next: foretell resolve summit-by-2027 yes|no",
        "      (to undo the early close: foretell reopen summit-by-2027)",
    ]
    refused = foretell("forecast", SUMMIT, "30%")
    assert (refused.code, "closed at" in refused.err) == (1, True)


def test_a_question_is_reopened_until_its_scheduled_close(foretell):
    foretell("close", SUMMIT)
    ended = foretell("reopen", SUMMIT.upper())
    assert (ended.code, ended.err) == (0, "Next: foretell show summit-by-2027\n")
    assert ended.out == "Reopened   summit-by-2027   open again until 10 Jan 2027 05:46 UTC\n"
    assert foretell("forecast", SUMMIT, "30%").code == 0


def test_a_question_reopened_after_its_scheduled_close_stays_closed(foretell, clock):
    foretell("close", SUMMIT)
    clock.advance(days=500)
    ended = foretell("reopen", SUMMIT)
    assert "closed since 10 Jan 2027 05:46 UTC; resolve it when you can" in ended.out
    assert ended.err == "Next: foretell resolve summit-by-2027 yes|no\n"


def test_an_annulled_question_is_out_of_the_scores_until_that_is_taken_back(foretell):
    ended = foretell("annul", SUMMIT)
    assert ended.code == 0
    assert ended.out == "Annulled   summit-by-2027   nobody is scored on it\n"
    assert ended.err == "Note: it is taken back by: foretell unresolve summit-by-2027\n"
    assert foretell("resolve", SUMMIT, "yes").code == 1
    back = foretell("unresolve", SUMMIT)
    assert back.out == (
        "Unresolved   summit-by-2027   annulled no more: open again until 10 Jan 2027 05:46 UTC\n"
    )
    assert foretell("resolve", SUMMIT, "yes").code == 0


def test_a_resolution_is_taken_back(foretell):
    ended = foretell("unresolve", "mayor-wins")
    assert ended.out == (
        "Unresolved   mayor-wins   YES no more: open again until 7 Dec 2025 05:46 UTC\n"
    )
    assert json.loads(foretell("show", "mayor-wins", "--json").out)["status"] == "open"


def test_an_early_close_still_holds_when_a_resolution_is_taken_back(foretell, clock):
    foretell("close", SUMMIT)
    clock.advance(days=3)
    foretell("resolve", SUMMIT, "no")
    ended = foretell("unresolve", SUMMIT)
    assert "NO no more: closed early, 6 Dec 2025 05:46 UTC; resolve it when you can" in ended.out
    assert ended.err.splitlines()[-1].endswith("foretell reopen summit-by-2027)")
    assert foretell("forecast", SUMMIT, "30%").code == 1


def test_what_was_resolved_because_of_it_is_named_when_a_resolution_is_taken_back(foretell):
    foretell("resolve", SUMMIT, "yes", "--implied")
    assert foretell("unresolve", SUMMIT).err.splitlines() == [
        "Note: summit-by-2029 was resolved because of it, and stays so.",
        "      To take that back, too: foretell unresolve summit-by-2029",
        "Next: foretell show summit-by-2027",
    ]
    assert foretell("unresolve", "summit-by-2029").err == "Next: foretell show summit-by-2029\n"


def test_a_question_that_has_not_opened_can_be_annulled_and_is_not_closed(foretell, club):
    from market.ledger.acts.asking import ask

    with club.writing("ana", "ask") as writing:
        opens = writing.now + 86_400_000_000
        ask(writing, "later", "Later?", opens, 2 * opens)
    refused = foretell("close", "later")
    assert (refused.code, "before later opened" in refused.err) == (1, True)
    assert foretell("annul", "later").code == 0
    assert "annulled no more: opens at 7 Dec 2025 05:46 UTC" in foretell("unresolve", "later").out


# Data


@pytest.mark.parametrize("verb", VERBS)
def test_each_ruling_is_a_row_with_its_reason(foretell, verb):
    before = {"reopen": "close", "unresolve": "annul"}.get(verb)
    if before:
        foretell(before, SUMMIT)
    ended = foretell(verb, SUMMIT, "--why", "because", "--json")
    row = json.loads(ended.out)
    assert list(row) == FIELDS
    assert (row["question"], row["verdict"], row["at"]) == (SUMMIT, verb, NOW)
    assert row["note"] == "because"
    is_over = verb in {"close", "annul"}
    assert row["status"] == {"close": "closed", "annul": "annulled"}.get(verb, "open")
    assert row["actual_close"] == (NOW if verb == "close" else row["closes"])
    assert head(foretell).startswith(f"Sound: {row['entry']} entries")
    assert foretell("show", SUMMIT).out.count("because") == (is_over and verb == "annul")


def test_the_csv_has_the_same_columns(foretell):
    (row,) = csv.DictReader(io.StringIO(foretell("close", SUMMIT, "--csv").out))
    assert list(row) == FIELDS
    assert row["note"] == ""


# What is due


def test_what_is_due_is_listed_and_nothing_recorded(foretell):
    before = head(foretell)
    ended = foretell("close", "--due")
    assert ended.code == 0
    assert ended.out == foretell("questions", "--due").out
    assert "bridge-opens" in ended.out
    assert ended.err.splitlines() == [
        "Nothing was recorded: questions close by themselves at their scheduled close.",
        "Next: foretell resolve QUESTION yes|no",
    ]
    assert head(foretell) == before


def test_what_is_due_is_there_for_programs(foretell):
    for form in ("--json", "--csv"):
        assert foretell("close", "--due", form).out == foretell("questions", "--due", form).out


def test_nothing_need_be_due(foretell):
    foretell("resolve", "bridge-opens", "no")
    ended = foretell("close", "--due", "--json")
    assert (ended.code, json.loads(ended.out)) == (0, [])
    assert "Next: foretell resolve" not in ended.err


@pytest.mark.parametrize(
    "words", [[], ["--why", "late"], [SUMMIT, "--due"], ["--due", "--why", "late"]]
)
def test_one_question_is_closed_or_what_is_due_is_listed(foretell, words):
    before = head(foretell)
    ended = foretell("close", *words)
    assert (ended.code, ended.out) == (2, "")
    error, hint = ended.err.splitlines()
    assert error.startswith("Error: ")
    assert hint.startswith("Hint:  foretell close ")
    assert head(foretell) == before


# What is refused


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["close", "bridge-opens"], "closed at 2025-12-01", "foretell resolve bridge-opens yes|no"),
        (["close", "mayor-wins"], "resolved already: YES", "foretell unresolve mayor-wins"),
        (["annul", "mayor-wins"], "resolved already: YES", "foretell unresolve mayor-wins"),
        (["reopen", "mayor-wins"], "resolved already: YES", "foretell unresolve mayor-wins"),
        (["reopen", "bridge-opens"], "not closed before", "foretell edit bridge-opens --closes"),
        (["reopen", SUMMIT], "not closed before its time", f"foretell show {SUMMIT}"),
        (["unresolve", SUMMIT], "is open: there is nothing", f"foretell show {SUMMIT}"),
        (["unresolve", "bridge-opens"], "is closed: there is nothing", "foretell show bridge"),
        *(([verb, "sumit-by-2027"], "no question", "Did you mean") for verb in VERBS),
        *(([verb, "a\x1b[31mb"], "no question", "foretell questions") for verb in VERBS),
        *(([verb, SUMMIT, "--as", "@x"], "cannot be a name", "Drop the @") for verb in VERBS),
    ],
)
def test_a_ruling_out_of_turn_is_refused_and_changes_nothing(foretell, words, message, hint):
    before = head(foretell)
    ended = foretell(*words)
    assert (ended.code, ended.out) == (1, "")
    error, advice = ended.err.splitlines()
    assert message in error
    assert hint in advice
    assert head(foretell) == before


# A mistake put right


def test_a_wrong_resolution_put_right_leaves_the_right_board_at_every_moment(foretell, clock):
    assert board(foretell) == {}
    clock.advance(days=1)
    foretell("resolve", SUMMIT, "yes")
    wrong = board(foretell)
    clock.advance(days=1)
    foretell("unresolve", SUMMIT, "--why", "another summit")
    clock.advance(days=1)
    between = board(foretell)
    clock.advance(days=1)
    foretell("resolve", SUMMIT, "no")
    right = board(foretell)
    assert wrong["bo"][0] == pytest.approx(0.64)
    assert between == {}
    assert right["bo"][0] == pytest.approx(0.04)
    moments = {"2025-12-07T06:00": wrong, "2025-12-09T00:00": {}, "2025-12-10T06:00": right}
    assert {moment: board(foretell, "--as-of", moment) for moment in moments} == moments


@pytest.mark.parametrize("columns", [80, 100])
def test_a_ruling_fits_a_terminal(foretell, monkeypatch, columns):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(columns))
    told = [foretell(verb, SUMMIT).out for verb in ("close", "annul", "unresolve", "reopen")]
    told.append(foretell("resolve", SUMMIT, "yes", "--implied", "--happened", "-1h").out)
    assert all(len(line) <= columns for out in told for line in out.splitlines())
