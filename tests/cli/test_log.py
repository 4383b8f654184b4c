"""`foretell log`: who recorded what, and the head that pins it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from cli.output.streams import Screen
from cli.output.wrote import in_words
from market.ledger.acts.reports import report
from market.ledger.journal import digest, line
from market.ledger.keeping.audit import check
from market.ledger.keeping.entries import records
from market.ledger.keeping.log import Written

pytestmark = pytest.mark.usefixtures("club")


@pytest.fixture
def month(foretell, clock, club):
    """The club's ledger with an act of every sort after what was there."""
    acts = [
        ("bo", "forecast", "summit-by-2027", "25%"),
        ("bo", "withdraw", "summit-by-2027"),
        ("cy", "ask", "Does it snow?", "--slug", "snow", "--closes", "+30d", "--criteria", "Here."),
        ("cy", "edit", "snow", "--title", "Does it snow here?"),
        ("cy", "close", "snow"),
        ("cy", "reopen", "snow"),
        ("Ana", "resolve", "bridge-opens", "no"),
        ("ana", "unresolve", "bridge-opens"),
        ("ana", "annul", "bridge-opens"),
        ("ana", "user", "add", "pat", "--kind", "pundit"),
    ]
    for name, *words in acts:
        clock.advance(seconds=60)
        ended = foretell(*words, "--as", name)
        assert ended.code == 0, ended.err
    return club


def rows(foretell, *words):
    return json.loads(foretell("log", "--json", *words).out)["rows"]


def told(foretell, *words):
    return [row["wrote"] for row in rows(foretell, *words)]


@pytest.mark.usefixtures("month")
def test_every_act_is_told_in_words(foretell):
    assert told(foretell) == [
        "asked 4 questions",
        "forecast on summit-by-2027",
        "forecast on summit-by-2027",
        "resolved mayor-wins yes",
        "forecast on summit-by-2027",
        "withdrew from summit-by-2027",
        "asked snow",
        "edited snow",
        "closed snow",
        "reopened snow",
        "resolved bridge-opens no",
        "unresolved bridge-opens",
        "annulled bridge-opens",
        "added pat",
    ]


def test_the_log_agrees_with_the_journal(foretell, month):
    found = json.loads(foretell("log", "--json").out)
    with month.reading() as connection:
        journal = [(table, tuple(values)) for table, values in records(connection)]
    entries = [values for table, values in journal if table == "entry"]
    assert found["head"] == check(month).head
    assert found["entries"] == len(entries) == len(found["rows"])
    for row, entry in zip(found["rows"], entries, strict=True):
        assert row["digest"] == digest(line("entry", entry))
        assert (row["entry"], row["actor"], row["command"]) == (entry[0], entry[2], entry[3])
        own = [table for table, values in journal if table != "entry" and values[1] == entry[0]]
        assert row["counts"] == {table: own.count(table) for table in own}


@pytest.mark.usefixtures("month")
def test_no_form_of_the_log_has_a_probability(foretell):
    for form in ("--json", "--csv", "--format=table"):
        out = foretell("log", form).out
        assert not [said for said in ("0.2", "0.4", ".25", "%") if said in out]


@pytest.mark.usefixtures("month")
def test_the_log_of_a_question_has_all_that_concerns_it(foretell):
    assert told(foretell, "--question", "snow") == [
        "asked snow",
        "edited snow",
        "closed snow",
        "reopened snow",
    ]
    assert [row["entry"] for row in rows(foretell, "--question", "BRIDGE-OPENS")] == [1, 11, 12, 13]


TRADED = [
    (
        "ana",
        "market open summit-by-2029 --prior 30%",
        "opened the market on summit-by-2029 at 30.0%, liquidity 100",
    ),
    (
        "ana",
        "market trade summit-by-2029 yes --shares 20",
        "bought 20 YES of summit-by-2029 for 6.430803",
    ),
    (
        "bo",
        "market trade summit-by-2029 no --spend 50",
        "bought 68.727991 NO of summit-by-2029 for 50.000000",
    ),
    ("ana", "market sell summit-by-2029 yes", "sold 20 YES of summit-by-2029 for 3.850913"),
    (
        "bo",
        "market trade summit-by-2029 yes --shares 8",
        "sold 8 NO of summit-by-2029 for 6.533912",
    ),
    ("ana", "resolve summit-by-2029 no", "resolved summit-by-2029 no, settled"),
    ("ana", "unresolve summit-by-2029", "unresolved summit-by-2029, took the settlement back"),
    ("ana", "annul summit-by-2029", "annulled summit-by-2029, settled"),
]


def test_what_is_traded_is_told_in_words_where_its_price_may_be_seen(foretell):
    for name, words, _ in TRADED:
        assert foretell(*words.split(), "--as", name).code == 0
    assert told(foretell, "--question", "summit-by-2029")[1:] == [said for *_, said in TRADED]


def test_no_price_is_told_where_the_crowd_is_hidden(foretell, monkeypatch):
    for name, words, _ in TRADED[:2]:
        assert foretell(*words.split(), "--as", name).code == 0
    monkeypatch.setenv("FORETELL_BLIND", "1")
    hidden = ["opened the market on summit-by-2029", "traded on summit-by-2029"]
    assert told(foretell, "--as", "cy")[-2:] == hidden
    assert [said in foretell("log", "--as", "cy").out for said in hidden] == [True, True]
    assert told(foretell, "--as", "ana")[-2:] == [said for *_, said in TRADED[:2]]


@pytest.mark.usefixtures("month")
def test_the_log_of_a_person_is_found_in_whatever_case(foretell):
    for name in ("ana", "ANA"):
        numbers = [row["entry"] for row in rows(foretell, "--who", name)]
        assert numbers == [1, 4, 11, 12, 13, 14]
    assert {row["actor"] for row in rows(foretell, "--who", "ana")} == {"ana", "Ana"}


@pytest.mark.usefixtures("month")
def test_the_log_of_a_time_has_both_its_ends(foretell):
    moments = [row["recorded_at"] for row in rows(foretell)]
    first, last = moments[4], moments[6]
    numbers = [row["entry"] for row in rows(foretell, "--since", first, "--until", last)]
    assert numbers == [5, 6, 7]


@pytest.mark.usefixtures("month")
def test_a_limit_takes_the_newest_and_shows_the_oldest_of_them_first(foretell):
    assert [row["entry"] for row in rows(foretell, "--limit", "2")] == [13, 14]
    assert len(rows(foretell, "--limit", "0")) == 14
    lines = foretell("log", "--limit", "2", "--who", "ana").out.splitlines()
    assert lines[0] == "Journal · 6 of 14 entries"
    assert "  …  4 older: --limit 0" in lines


def test_a_terminal_shows_the_newest_twenty_unless_told_otherwise(foretell, club, monkeypatch):
    for probability in range(30, 50):
        with club.writing("bo", "forecast") as w:
            report(w, "summit-by-2027", "bo", probability / 100)
    for module in ("cli.commands.log", "cli.output.emit"):
        monkeypatch.setattr(f"{module}.screen", lambda: Screen(80))
    lines = foretell("log").out.splitlines()
    assert lines[0] == "Journal · 24 entries"
    assert [line.split()[0] for line in lines[3:23]] == [str(n) for n in range(5, 25)]
    assert lines[23] == "  …  4 older: --limit 0"
    assert len(rows(foretell)) == 24
    assert len(foretell("log", "--limit", "0").out.splitlines()) == 3 + 24 + 2
    assert max(map(len, lines)) <= 80


def test_the_last_line_is_the_head(foretell, club):
    lines = foretell("log").out.splitlines()
    assert lines[0] == "Journal · 4 entries"
    assert lines[-1] == f"Head  {check(club).head}"
    assert check(club).head.startswith(lines[-3].split()[-1])


def test_csv_has_a_row_for_each_entry(foretell):
    found = list(csv.DictReader(io.StringIO(foretell("log", "--csv").out)))
    assert [row["entry"] for row in found] == ["1", "2", "3", "4"]
    assert found[3]["wrote"] == "resolved mayor-wins yes"


def test_the_log_of_an_empty_ledger_is_its_head(foretell):
    foretell("db", "init", "--db", "empty.db")
    lines = foretell("log", "--db", "empty.db").out.splitlines()
    assert lines == ["Journal · 0 entries", "", f"Head  {'0' * 64}"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--question", "sumit-by-2027"], 1, "Did you mean summit-by-2027"),
        (["--who", "anna"], 1, "Did you mean ana?"),
        (["--since", "yesterday", "--until", "-2d"], 2, "--until lies before --since"),
        (["--since", "someday"], 2, "is not a time"),
        (["--limit", "-1"], 2, "--limit"),
    ],
)
def test_a_log_that_cannot_be_is_told_in_one_line(foretell, words, code, said):
    ended = foretell("log", *words)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err
    assert len(ended.err.splitlines()) == 2


def test_the_head_alone_is_one_line_to_post(foretell, club):
    sound = check(club)
    assert foretell("log", "--head").out == f"{sound.entries} {sound.head}\n"
    assert json.loads(foretell("log", "--head", "--json").out) == {
        "entries": sound.entries,
        "head": sound.head,
    }
    assert foretell("log", "--head", "--csv").out.splitlines()[0] == "entries,head"


@pytest.mark.parametrize("rest", [("--who", "ana"), ("--limit", "0"), ("--since", "2026-01-01")])
def test_the_head_is_that_of_the_whole_journal(foretell, rest):
    ended = foretell("log", "--head", *rest)
    assert (ended.code, ended.out) == (2, "")
    assert "Leave the other options out." in ended.err


def test_a_role_is_shown_where_more_than_one_has_written(foretell, club, monkeypatch):
    assert [row["role"] for row in rows(foretell)] == [None] * 4
    assert "role" not in foretell("log").out
    with club.writing("bo", "forecast") as w:
        monkeypatch.setattr(w, "_signature", w._signature._replace(role="team_bo"))
        report(w, "summit-by-2027", "bo", 0.3)
    assert [row["role"] for row in rows(foretell)][-1] == "team_bo"
    lines = foretell("log").out.splitlines()
    assert "role" in lines[2]
    assert "team_bo" in lines[-3]


@pytest.mark.parametrize(
    ("wrote", "words"),
    [
        ({"report": Written(3, 0, {"question": "rain"})}, "3 forecasts"),
        ({"report": Written(2, 2, {"question": "rain"})}, "2 withdrawals"),
        ({"report": Written(2, 1, {"question": "rain"})}, "forecast on rain, withdrew from rain"),
        ({"wording": Written(2, 0, {})}, "edited 2 questions"),
        ({"question": Written(2, 0, {}), "wording": Written(2, 0, {})}, "asked 2 questions"),
        ({"ruling": Written(3, 0, {})}, "3 rulings"),
        ({"ruling": Written(3, 0, {"verdict": "resolve"})}, "resolved 3 questions"),
        (
            {"ruling": Written(2, 0, {"verdict": "resolve", "outcome": 0})},
            "resolved 2 questions no",
        ),
        ({"forecaster": Written(2, 0, {})}, "2 forecasters"),
        (
            {"article": Written(1, 0, {"slug": "sky"}), "claim": Written(2, 0, {})},
            "article sky, 2 claims",
        ),
        ({"link": Written(2, 0, {})}, "2 links"),
        ({"market": Written(2, 0, {"start": 0})}, "opened 2 markets"),
        ({"trade": Written(2, 0, {})}, "2 trades"),
        ({"trade": Written(2, 0, {"market": "rain"})}, "2 trades on rain"),
        ({}, ""),
    ],
)
def test_words_count_what_is_not_alike(wrote, words):
    assert in_words(wrote) == words
