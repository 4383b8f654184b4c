"""What was the case then, and what was known then."""

from __future__ import annotations

import pytest

from market.ledger.acts.asking import ask
from market.ledger.acts.editing import amend
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule
from market.ledger.views.panels import read_poll
from market.ledger.views.questions import question_states
from scoring.timeline import cells

pytestmark = pytest.mark.common_sql

DAY = 86_400_000_000


@pytest.fixture
def told(asked, clock):
    """`rain` was settled on day 3, recorded on day 10 and taken back on day 20."""
    start = clock.now
    for days, verdict, outcome, at in ((10, "resolve", 1, 3), (20, "unresolve", None, 20)):
        clock.now = start + days * DAY
        with asked.writing("ana", verdict) as w:
            rule(w, "rain", verdict, outcome, at=start + at * DAY)
    clock.now = start
    return asked


def rain(ledger, clock, **when):
    with ledger.reading() as connection:
        moments = {name: clock.now + days * DAY for name, days in when.items()}
        (found,) = question_states(connection, now=clock.now + 30 * DAY, slug="Rain", **moments)
    return found


def test_the_latest_ruling_counts(told, clock):
    assert rain(told, clock).status == "open"


@pytest.mark.parametrize(
    ("day", "status"), [(2, "open"), (3, "resolved"), (19, "resolved"), (20, "open")]
)
def test_as_of_a_day_the_rulings_hold_that_held_then(told, clock, day, status):
    assert rain(told, clock, as_of=day).status == status


@pytest.mark.parametrize(
    ("day", "status"), [(3, "open"), (9, "open"), (10, "resolved"), (20, "open")]
)
def test_known_at_a_day_the_rulings_hold_that_were_recorded_by_then(told, clock, day, status):
    assert rain(told, clock, known_at=day).status == status


def test_as_of_an_earlier_day_a_closed_question_is_open(asked, clock):
    assert rain(asked, clock, as_of=1).status == "open"
    with asked.reading() as connection:
        now = clock.now + 400 * DAY
        late = question_states(connection, now=now, as_of=clock.now + 30 * DAY)
        assert {found.status for found in late} == {"open"}
        assert {found.status for found in question_states(connection, now=now)} == {"closed"}


def test_as_of_a_day_questions_that_open_later_are_left_out(asked, clock):
    with asked.writing("ana", "ask") as w:
        ask(w, "hail", "Will it hail?", clock.now + 5 * DAY, clock.now + 9 * DAY)
    with asked.reading() as connection:
        early = question_states(connection, now=clock.now, as_of=clock.now + 4 * DAY)
        later = question_states(connection, now=clock.now, as_of=clock.now + 5 * DAY)
    assert [found.slug for found in early] == ["rain", "snow"]
    assert [found.slug for found in later] == ["rain", "snow", "hail"]


def test_the_newest_wording_counts_and_the_order_stays(asked, clock):
    began = clock.now
    clock.advance(days=1)
    with asked.writing("ana", "edit") as w:
        amend(w, "rain", {"title": "Rain?", "closes": began + 7 * DAY})
    with asked.reading() as connection:
        now = question_states(connection, now=clock.now)
        then = question_states(connection, now=clock.now, known_at=began)
    assert [found.title for found in now] == ["Rain?", "Will it snow?"]
    assert [found.title for found in then] == ["Will it rain?", "Will it snow?"]
    assert now[0].actual_close == began + 7 * DAY


def test_nothing_is_known_before_the_first_entry(asked, clock):
    with asked.reading() as connection:
        assert question_states(connection, now=clock.now, known_at=clock.now - 1) == []


@pytest.fixture
def moved(asked, clock):
    """On day 5 the close of `rain` was moved from day 365 to day 40, on day 9 its title changed."""
    start = clock.now
    for days, changes in ((5, {"closes": start + 40 * DAY}), (9, {"title": "Rain?"})):
        clock.now = start + days * DAY
        with asked.writing("ana", "edit") as w:
            amend(w, "rain", changes)
    clock.now = start
    return asked


@pytest.mark.parametrize(
    ("day", "closes", "title"),
    [
        (0, 365, "Will it rain?"),
        (4, 365, "Will it rain?"),
        (5, 40, "Will it rain?"),
        (8, 40, "Will it rain?"),
        (9, 40, "Rain?"),
        (50, 40, "Rain?"),
    ],
)
def test_as_of_a_day_the_words_and_dates_are_those_recorded_by_then(
    moved, clock, day, closes, title
):
    for found in (rain(moved, clock, as_of=day), rain(moved, clock, known_at=day)):
        assert (found.closes, found.title) == (clock.now + closes * DAY, title)


def test_as_of_a_day_before_it_was_recorded_a_question_has_its_first_words(asked, clock):
    """A starter pack asks today what opened long ago."""
    start = clock.now
    with asked.writing("ana", "seed load") as w:
        ask(w, "war", "War?", start - 100 * DAY, start + 9 * DAY)
    clock.advance(days=1)
    with asked.writing("ana", "edit") as w:
        amend(w, "war", {"title": "Peace?", "closes": start + 5 * DAY})
    with asked.reading() as connection:
        (found,) = question_states(connection, now=clock.now, as_of=start - 50 * DAY, slug="war")
    assert (found.title, found.closes) == ("War?", start + 9 * DAY)


def test_what_is_known_limits_the_words_that_an_earlier_day_had(moved, clock):
    assert rain(moved, clock, as_of=30, known_at=4).closes == clock.now + 365 * DAY
    assert rain(moved, clock, as_of=30, known_at=6).title == "Will it rain?"


def test_a_board_of_an_earlier_day_is_the_board_of_that_day_after_an_edit_moved_the_close(
    asked, clock
):
    start = clock.now
    with asked.writing("ana", "forecast") as w:
        report(w, "rain", "ana", 0.2)
    clock.now = start + 10 * DAY
    with asked.writing("ana", "resolve") as w:
        rule(w, "rain", "resolve", 1, at=start + 8 * DAY)
    then = figures(asked, now=clock.now)
    clock.now = start + 20 * DAY
    with asked.writing("ana", "edit") as w:
        rule(w, "rain", "unresolve")
        amend(w, "rain", {"closes": start + 30 * DAY})
        rule(w, "rain", "resolve", 0)
    later = start + 40 * DAY
    assert figures(asked, now=later, as_of=start + 10 * DAY) == then
    assert figures(asked, now=later) != then


def figures(ledger, **when):
    """Lifetimes and scores of Ana on `rain`."""
    with ledger.reading() as connection:
        poll = read_poll(connection, **when, choose=lambda one: one.slug == "rain")
    made = cells(poll.panel)
    return made.coverage.tolist(), made.brier.tolist(), made.baseline.tolist()


def test_the_crowd_is_shown_unless_the_question_hides_it(asked, clock):
    with asked.writing("ana", "edit") as w:
        amend(w, "snow", {"crowd_hidden": True})
    with asked.reading() as connection:
        hidden = {one.slug: one.crowd_hidden for one in question_states(connection, now=clock.now)}
    assert hidden == {"rain": False, "snow": True}
