"""What closes soon, on the screen and in a calendar."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import read_calendar

from cli.output.calendar import calendar
from market.ledger.acts.asking import ask
from market.ledger.views.questions import QuestionState

DAY = 86_400_000_000
HOSTILE = "Will; it, rain\\snow\r\nEND:VEVENT\x1b[31m\u202e — 日本?\n"


@pytest.fixture
def soon(club):
    """Three more questions: two that close within a fortnight, one of them not open yet."""
    with club.writing("ana", "ask") as w:
        ask(w, "vote", "Do they vote?", w.now - DAY, w.now + 3 * DAY, criteria="A count; or two.")
        ask(w, "rain", "Is there rain?", w.now + DAY, w.now + 14 * DAY)
        ask(w, "snow", "Is there snow?", w.now - DAY, w.now + 15 * DAY)
    return club


def due(foretell, *words):
    return json.loads(foretell("due", "--json", *words).out)


def slugs(rows):
    return [row["question"] for row in rows]


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ["vote", "rain"]),
        (["--within", "14d"], ["vote", "rain"]),
        (["--within", "2w"], ["vote", "rain"]),
        (["--within", "71h"], []),
        (["--within", "72h"], ["vote"]),
        (["--within", "60w"], ["vote", "rain", "snow", "summit-by-2027"]),
        (["--within", "0d"], []),
    ],
)
def test_open_questions_that_close_within_the_span_come_the_soonest_first(
    foretell, words, expected
):
    assert slugs(due(foretell, *words)) == expected


@pytest.mark.usefixtures("soon")
def test_each_comes_with_the_crowd_and_with_one_s_own_forecast(foretell):
    foretell("--as", "bo", "forecast", "vote", "20%")
    foretell("forecast", "vote", "40%")
    vote, rain = due(foretell)
    assert (vote["you"], vote["you_at"]) == (0.4, "2025-12-06T05:46:40Z")
    assert (vote["crowd"], vote["people"]) == (pytest.approx(0.3), 2)
    assert (rain["you"], rain["you_at"], rain["crowd"]) == (None, None, None)
    told = foretell("due").out.splitlines()
    assert told[0] == "2 questions to close within 14d · 6 Dec 2025"
    assert " ".join(told[3].split()) == "vote 9 Dec 2025 in 3 days 40% 6 Dec 2025 30% 2"


@pytest.mark.usefixtures("soon")
def test_a_hidden_crowd_is_hidden_here_too(foretell, monkeypatch):
    monkeypatch.setenv("FORETELL_BLIND", "1")
    foretell("--as", "bo", "forecast", "vote", "20%")
    assert due(foretell)[0]["crowd"] is None
    assert "20%" not in foretell("due").out
    foretell("forecast", "vote", "40%")
    assert due(foretell)[0]["crowd"] == pytest.approx(0.3)


@pytest.mark.usefixtures("soon")
def test_the_next_step_is_a_forecast_that_can_be_given(foretell):
    assert foretell("due").err == "Next: foretell forecast vote 30%\n"
    foretell("forecast", "vote", "30%")
    assert foretell("due").err == "Next: foretell show vote\n"
    assert foretell("due", "--within", "1h").err == "Next: foretell due --within 12w\n"


@pytest.mark.usefixtures("soon")
def test_the_calendar_has_an_event_at_each_close_and_an_alarm_a_day_before(foretell, home):
    ended = foretell("due", "--ics", "soon.ics")
    assert (ended.code, ended.err.splitlines()[0]) == (0, "Wrote soon.ics")
    assert ended.out.startswith("2 questions")
    vote, rain = read_calendar((home / "soon.ics").read_bytes()).parts
    assert vote.values == {
        "UID": "vote@foretell",
        "DTSTAMP": "20251206T054640Z",
        "DTSTART": "20251209T054640Z",
        "SUMMARY": "Do they vote?",
        "DESCRIPTION": "A count; or two.\n\nforetell forecast vote",
        "TRANSP": "TRANSPARENT",
    }
    (alarm,) = vote.parts
    assert (alarm.values["ACTION"], alarm.values["TRIGGER"]) == ("DISPLAY", "-P1D")
    assert rain.values["DESCRIPTION"] == "foretell forecast rain"


@pytest.mark.usefixtures("soon")
def test_an_event_keeps_its_uid_in_a_later_file(foretell, home, clock):
    foretell("due", "--ics", "one.ics")
    clock.advance(days=2)
    foretell("due", "--ics", "two.ics", "--within", "12d")
    first, second = (
        [event.values["UID"] for event in read_calendar((home / name).read_bytes()).parts]
        for name in ("one.ics", "two.ics")
    )
    assert first == second == ["vote@foretell", "rain@foretell"]


@pytest.mark.usefixtures("soon")
def test_a_calendar_of_nothing_is_still_a_calendar(foretell, home):
    assert foretell("due", "--within", "1h", "--ics", "none.ics").code == 0
    assert read_calendar((home / "none.ics").read_bytes()).parts == []


@pytest.mark.usefixtures("soon")
def test_a_file_is_replaced_only_by_force(foretell, home):
    (home / "mine.ics").write_text("mine")
    ended = foretell("due", "--ics", "mine.ics")
    assert (ended.code, ended.out) == (1, "")
    assert "--force" in ended.err
    assert (home / "mine.ics").read_text() == "mine"
    assert foretell("due", "--ics", "mine.ics", "--force").code == 0
    read_calendar((home / "mine.ics").read_bytes())


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--within", "14"], 2, "14 is not a span of time."),
        (["--within", "-3d"], 2, "-3d is not a span of time."),
        (["--within", ""], 2, "nothing is not a span of time."),
        (["--ics", "-"], 2, "--ics needs a file of its own."),
        (["--ics", ""], 2, "--ics is empty."),
        (["--ics", "./same", "-o", "same"], 2, "--ics needs a file of its own."),
        (["--ics", "absent/x.ics"], 1, "There is no folder absent."),
        (["--ics", "."], 1, ". is not a file"),
    ],
)
def test_a_bad_word_is_one_line_and_a_hint_and_writes_nothing(foretell, home, words, code, message):
    before = sorted(home.iterdir())
    ended = foretell("due", *words)
    error, hint = ended.err.splitlines()
    assert (ended.code, ended.out) == (code, "")
    assert error.startswith(f"Error: {message}")
    assert hint.startswith("Hint:  ")
    assert sorted(home.iterdir()) == before


def question(**words):
    fields = dict.fromkeys(QuestionState._fields)
    return QuestionState(**{**fields, "slug": "q", "actual_close": 400 * DAY, **words})


def test_hostile_text_breaks_no_line_and_ends_no_event():
    hostile = question(title=HOSTILE, criteria=HOSTILE * 9)
    (event,) = read_calendar(calendar([hostile], 300 * DAY).encode()).parts
    assert event.values["SUMMARY"] == "Will; it, rain\\snow\nEND:VEVENT[31m — 日本?"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(TEXTS, TEXTS)
def test_any_text_gives_a_calendar_that_can_be_read(title, criteria):
    held = [question(title=title, criteria=criteria)]
    (event,) = read_calendar(calendar(held, 300 * DAY).encode()).parts
    assert event.values["UID"] == "q@foretell"
