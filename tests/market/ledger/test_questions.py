"""What was the case then, and what was known then."""

from __future__ import annotations

import pytest

from market.ledger.asking import ask
from market.ledger.questions import question_states
from market.ledger.rulings import rule
from market.ledger.tables import Wording

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
    words = dict.fromkeys(("background", "criteria", "fine_print", "source", "tags"), "")
    dates = {"opens": began, "closes": began + 7 * DAY}
    with asked.writing("ana", "edit") as w:
        w.insert(Wording, [{"question": 1, "title": "Rain?", **words, **dates}])
    with asked.reading() as connection:
        now = question_states(connection, now=clock.now)
        then = question_states(connection, now=clock.now, known_at=began)
    assert [found.title for found in now] == ["Rain?", "Will it snow?"]
    assert [found.title for found in then] == ["Will it rain?", "Will it snow?"]
    assert now[0].actual_close == began + 7 * DAY


def test_nothing_is_known_before_the_first_entry(asked, clock):
    with asked.reading() as connection:
        assert question_states(connection, now=clock.now, known_at=clock.now - 1) == []
