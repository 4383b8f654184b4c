"""Forecasters: added by name or at first use, and how much each has said."""

from __future__ import annotations

import pytest

from market.errors import Refused
from market.ledger.acts.forecasters import add_forecaster, find_or_add_forecaster
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule
from market.ledger.tables import Report
from market.ledger.views.forecasters import forecaster_states, late_count, standing_count
from market.ledger.views.questions import question_states
from scoring.kinds import Kind

pytestmark = pytest.mark.common_sql

DAY = 86_400_000_000


def states(ledger):
    with ledger.reading() as connection:
        return {state.name: state for state in forecaster_states(connection)}


def counts(ledger, clock, name):
    """On how many open questions somebody stands, and how many reports were late."""
    with ledger.reading() as connection:
        questions = question_states(connection, now=clock.now)
        state = next(one for one in forecaster_states(connection) if one.name == name)
        return (
            standing_count(connection, state.id, questions, clock.now),
            late_count(connection, state, questions),
        )


def test_who_was_added_is_there_with_nothing_said(ledger, clock):
    with ledger.writing("ana", "user add") as w:
        number = add_forecaster(w, " Cafe\u0301 ", Kind.PUNDIT)
    assert states(ledger) == {"Café": (number, "Café", Kind.PUNDIT, clock.now, 0, 0, None)}


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.PUNDIT, Kind.IMPORTED])
def test_who_was_added_as_a_human_may_forecast_in_person(asked, kind):
    with asked.writing("ana", "user add") as w:
        number = add_forecaster(w, "Tom", kind)
    with asked.writing("ana", "forecast") as w:
        assert find_or_add_forecaster(w, "tom") == number
        report(w, "rain", "TOM", 0.4)
    assert (states(asked)["Tom"].kind, states(asked)["Tom"].forecasts) == (kind, 1)


def test_a_name_that_is_taken_is_refused_and_nothing_is_written(ledger):
    with ledger.writing("ana", "user add") as w:
        add_forecaster(w, "Straße")
    with pytest.raises(Refused, match="“Straße” is there already: person"):  # noqa: SIM117
        with ledger.writing("ana", "user add") as w:
            add_forecaster(w, "STRASSE", Kind.PUNDIT)
    assert list(states(ledger)) == ["Straße"]


@pytest.mark.parametrize("kind", [Kind.SIMULATED, Kind.ARTICLE, Kind.COMPUTED])
def test_nobody_adds_what_is_no_human(ledger, kind):
    with ledger.writing("ana", "user add") as w, pytest.raises(Refused, match="added by hand"):
        add_forecaster(w, "x", kind)


def test_forecasts_questions_and_the_last_are_counted_without_withdrawals(asked, clock):
    start = clock.now
    for slug, said in (("rain", 0.3), ("rain", 0.4), ("snow", 0.5), ("snow", None)):
        clock.advance(days=1)
        with asked.writing("ana", "forecast") as w:
            report(w, slug, "ana", said)
    found = states(asked)["ana"]
    assert (found.forecasts, found.questions, found.last) == (3, 2, start + 3 * DAY)
    assert counts(asked, clock, "ana") == (1, 0)


def test_nothing_stands_on_a_question_that_is_over(asked, clock):
    with asked.writing("ana", "forecast") as w:
        report(w, "rain", "ana", 0.3)
        report(w, "snow", "ana", 0.3)
    with asked.writing("ana", "resolve") as w:
        rule(w, "rain", "resolve", 1)
    assert counts(asked, clock, "ana") == (1, 0)


def test_what_was_entered_after_the_outcome_is_late(asked, clock):
    clock.advance(days=2)
    with asked.writing("ana", "resolve") as w:
        rule(w, "rain", "resolve", 1)
    with asked.writing("ana", "forecast") as w:
        for name, kind in (("dee", Kind.PERSON), ("eve", Kind.IMPORTED), ("pat", Kind.PUNDIT)):
            report(w, "rain", name, 0.9, at=w.now - DAY, kind=kind)
    late = {name: counts(asked, clock, name)[1] for name in ("dee", "eve", "pat")}
    assert late == {"dee": 1, "eve": 1, "pat": 0}


def test_what_counts_from_a_later_moment_does_not_stand_yet(asked, clock):
    with asked.writing("ana", "import") as w:
        who = add_forecaster(w, "tom")
        (question,) = (one.id for one in question_states(w.connection, now=w.now)[:1])
        later = {"question": question, "forecaster": who, "at": w.now + DAY, "probability": 0.4}
        w.insert(Report, [later])
    assert counts(asked, clock, "tom")[0] == 0
    clock.advance(days=1)
    assert counts(asked, clock, "tom")[0] == 1
