"""`foretell user`: who forecasts in a ledger, and as what."""

from __future__ import annotations

import json

import pytest
from seasons import DAY, season

from market.ledger.acts.reports import report
from market.ledger.keeping.audit import check
from scoring.kinds import Kind


@pytest.fixture
def user(sqlite_ledger, foretell, monkeypatch):
    """`foretell user` on an empty ledger."""
    monkeypatch.setenv("FORETELL_DB", sqlite_ledger.address)
    monkeypatch.setenv("FORETELL_USER", "ana")
    return lambda *words: foretell("user", *words)


def listed(user):
    return {row["forecaster"]: row for row in json.loads(user("list", "--json").out)}


@pytest.mark.parametrize("kind", ["person", "pundit", "imported"])
def test_a_forecaster_is_added_with_a_kind(user, kind):
    ended = user("add", "Zoë", "--kind", kind, "--json")
    assert ended.code == 0
    added = json.loads(ended.out)
    assert added == {
        "forecaster": "Zoë",
        "kind": kind,
        "since": "2025-12-06T05:46:40Z",
        "forecasts": 0,
        "questions": 0,
        "last": None,
    }
    assert listed(user) == {"Zoë": added}


def test_a_person_is_added_by_default_and_told_what_is_next(user):
    ended = user("add", "Zoë Ann")
    assert ended.out == "Added Zoë Ann, a person.\n"
    assert ended.err == "Next: foretell forecast QUESTION 30% --as 'Zoë Ann'\n"


def test_a_name_like_an_option_is_advised_in_a_form_that_can_be_copied(foretell):
    added = foretell("user", "add", "--db", "new.db", "--", "-x")
    assert added.err.endswith("Next: foretell forecast QUESTION 30% --as -x\n")
    shown = foretell("user", "show", "--db", "new.db", "--", "-x")
    assert shown.err == "Next: foretell scores -- -x\n"


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("simulated", "foretell demo"),
        ("article", "foretell seed load"),
        ("computed", "foretell leaderboard"),
    ],
)
def test_kinds_that_come_from_elsewhere_are_refused_with_the_place(user, kind, hint):
    ended = user("add", "x", "--kind", kind)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(f"Error: No {kind} forecaster is added by hand.\n")
    assert hint in ended.err
    assert listed(user) == {}


@pytest.mark.parametrize("name", ["Ana", "ANA", " ana "])
def test_a_name_that_is_taken_in_whatever_case_is_refused_and_named(user, name):
    user("add", "Ana", "--kind", "pundit")
    ended = user("add", name)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("Error: “Ana” is there already: pundit.\nHint:  ")


@pytest.mark.parametrize("name", ["", "@ana", "x" * 65, "a\u202eb", "a\x1bb"])
def test_names_that_are_not_allowed_make_no_ledger(foretell, home, name):
    ended = foretell("user", "add", name, "--db", "new.db")
    assert (ended.code, ended.out) == (1, "")
    assert len(ended.err.splitlines()) == 2
    assert not (home / "new.db").exists()


def test_the_first_forecaster_makes_the_ledger(foretell, home):
    ended = foretell("user", "add", "ana", "--db", "new.db")
    assert ended.code == 0
    assert "new.db" in ended.err
    assert (home / "new.db").exists()


def test_somebody_added_goes_on_under_that_name_and_kind(user, foretell, club):
    user("add", "Tom", "--kind", "pundit", "--db", club.address)
    ended = foretell("forecast", "summit-by-2027", "30%", "--as", "tom", "--db", club.address)
    assert ended.code == 0
    row = json.loads(foretell("user", "show", "tom", "--db", club.address, "--json").out)
    assert (row["forecaster"], row["kind"], row["forecasts"]) == ("Tom", "pundit", 1)


def test_what_is_added_is_in_the_journal(user, sqlite_ledger):
    user("add", "Tom")
    sound = check(sqlite_ledger)
    assert (sound.entries, sound.rows) == (1, 1)


def test_forecasters_are_listed_by_name_with_how_much_they_said(user, sqlite_ledger, clock):
    season(sqlite_ledger, clock)
    user("add", "Bea")
    found = listed(user)
    assert list(found) == ["ana", "@article:x", "Bea", "bo", "cy", "pat"]
    assert [found[name]["forecasts"] for name in ("ana", "pat", "Bea")] == [4, 3, 0]
    assert found["@article:x"]["kind"] == "article"
    assert found["ana"]["last"] == "2025-09-17T05:46:40Z"
    lines = user("list").out.splitlines()
    assert lines[0] == "6 forecasters · 6 Dec 2025"
    assert [line.split()[0] for line in lines[3:]] == list(found)


def test_withdrawals_are_not_forecasts_and_end_what_stands(user, sqlite_ledger, clock, foretell):
    season(sqlite_ledger, clock)
    before = json.loads(user("show", "ana", "--json").out)
    assert (before["forecasts"], before["questions"], before["standing"]) == (4, 4, 1)
    foretell("forecast", "q3", "70%")
    again = json.loads(user("show", "ana", "--json").out)
    assert (again["forecasts"], again["questions"], again["standing"]) == (5, 4, 1)
    assert again["last"] == "2025-12-06T05:46:40Z"
    clock.advance(days=1)
    with sqlite_ledger.writing("ana", "withdraw") as w:
        report(w, "q3", "ana", None)
    after = json.loads(user("show", "ana", "--json").out)
    assert (after["forecasts"], after["questions"], after["standing"]) == (5, 4, 0)
    assert after["last"] == "2025-12-06T05:46:40Z"


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.PUNDIT])
def test_reports_that_came_too_late_are_counted_but_not_for_pundits(
    user, sqlite_ledger, clock, kind
):
    season(sqlite_ledger, clock)
    with sqlite_ledger.writing("ana", "forecast") as w:
        report(w, "q0", "dee", 0.99, at=w.now - 60 * DAY, kind=kind)
    row = json.loads(user("show", "dee", "--json").out)
    assert row["late"] == (kind is Kind.PERSON)
    assert ("not counted on boards" in user("show", "dee").out) == (kind is Kind.PERSON)


def test_the_page_of_a_forecaster(user, sqlite_ledger, clock):
    season(sqlite_ledger, clock)
    ended = user("show", "PAT")
    assert ended.out == (
        "pat · a pundit\n\n"
        "  Since       17 Sep 2025\n"
        "  Forecasts   3 forecasts on 3 questions, the last of 17 Sep 2025\n"
        "  Standing    on 1 open question\n"
    )
    assert ended.err == "Next: foretell scores pat\n"


@pytest.mark.parametrize(
    ("who", "message", "hint"),
    [
        ("anna", "There is no forecaster “anna”.", "Did you mean ana?"),
        ("@Median", "@Median is computed", "foretell scores @Median"),
    ],
)
def test_whoever_is_not_there_is_refused(user, sqlite_ledger, clock, who, message, hint):
    season(sqlite_ledger, clock)
    ended = user("show", who)
    assert (ended.code, ended.out) == (1, "")
    assert message in ended.err
    assert hint in ended.err


def test_an_empty_ledger_lists_nobody_and_says_what_to_do(user):
    ended = user("list")
    assert (ended.code, ended.out) == (0, "0 forecasters · 6 Dec 2025\n")
    assert ended.err.startswith("Next: foretell user add NAME")
