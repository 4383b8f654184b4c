"""What is odd in files is counted and told; what lies in the future is no history."""

from __future__ import annotations

import pytest
from bulk_files import at
from imports import DAY, RESOLVED, START, faults

from market.bulk import read_poll as read_files
from market.ledger.acts.asking import ask
from market.ledger.acts.rulings import rule
from scoring.kinds import Kind

pytestmark = pytest.mark.common_sql


def test_what_is_odd_is_remarked_as_it_is_without_a_ledger(bring, asked, said):
    files = (
        asked(
            {"open_time": at(2)}, {"question_id": "snow", "open_time": at(8), "resolve_time": at(4)}
        ),
        said(*({"time": at(day)} for day in (0, 1, 3, 3, 11, 12)), {"question_id": "snow"}),
    )
    _, remarks, _ = bring(*files)
    assert remarks == read_files(files[0], files[1:])[1]
    assert len(remarks) == 5


@pytest.mark.parametrize(
    ("row", "closed"),
    [
        ({}, 10),
        ({"outcome": ""}, 10),
        ({"resolve_time": at(20)}, 10),
        ({"resolve_time": at(5)}, 5),
        ({"scheduled_close_time": at(10)}, 10),
        ({"scheduled_close_time": at(9), "outcome": "annulled"}, 9),
    ],
)
def test_a_question_that_closes_no_later_than_it_opens_has_no_time_and_keeps_its_forecasts(
    bring, asked, said, states, row, closed
):
    files = asked({"open_time": at(10), **row}), said({}, {"time": at(10)})
    imported, _, _ = bring(*files)
    assert (imported.questions, imported.forecasts) == (1, 2)
    rain = states()["rain"]
    assert rain.closes == rain.opens + 1 == START + 10 * DAY + 1
    assert rain.actual_close == START + closed * DAY
    again, _, _ = bring(*files)
    assert not again.anything


def test_what_counts_from_a_later_time_than_now_is_recorded_and_remarked(bring, asked, said, clock):
    clock.now = START + 5 * DAY
    imported, remarks, _ = bring(asked({"outcome": ""}), said({}, {"time": at(6)}))
    assert imported.forecasts == 2
    assert remarks == ["Reports that count from a later time than now: 1."]


@pytest.mark.parametrize("outcome", ["1", "0", "annulled"])
def test_an_outcome_from_the_future_is_a_bad_row(bring, asked, states, clock, outcome):
    clock.now = START + 5 * DAY
    row = asked({"resolve_time": at(6), "outcome": outcome})
    (fault,) = faults(bring, row)
    assert "rain has an outcome from 2025-01-07 00:00 UTC, in the future." in fault
    assert states() == {}
    clock.now += DAY
    assert bring(row)[0].resolutions == 1


def test_an_outcome_that_was_taken_back_comes_again_only_if_it_is_another(
    ledger, bring, asked, states
):
    row = asked(RESOLVED)
    bring(row)
    with ledger.writing("ana", "unresolve") as w:
        rule(w, "rain", "unresolve")
    assert not bring(row)[0].anything
    assert bring(asked({**RESOLVED, "outcome": "0"}))[0].resolutions == 1
    assert states()["rain"].outcome == 0


def test_a_time_of_settling_without_an_outcome_may_be_in_the_future(bring, asked, clock):
    clock.now = START + 5 * DAY
    imported, _, _ = bring(asked({"resolve_time": at(6), "outcome": ""}))
    assert (imported.questions, imported.resolutions) == (1, 0)


def test_an_early_close_in_the_future_is_a_bad_row(bring, asked, clock):
    clock.now = START + 5 * DAY
    row = {"close_time": at(6), "scheduled_close_time": at(9), "outcome": ""}
    (fault,) = faults(bring, asked(row))
    assert "rain closed before its time at 2025-01-07 00:00 UTC, in the future." in fault
    clock.now += DAY
    assert bring(asked(row))[0].closes == 1


def test_reports_on_what_was_resolved_before_are_late_and_remarked(bring, asked, said):
    bring(asked(RESOLVED))
    late = [{}, {"forecaster": "bo", "time": at(1)}]
    imported, remarks, _ = bring(
        asked({"question_id": "snow", **RESOLVED}), said(*late, {"question_id": "snow"})
    )
    assert (imported.forecasts, imported.late) == (3, 2)
    assert remarks == ["Reports that come when the outcome could be known, kept off the boards: 2."]


def test_a_resolution_in_the_same_import_makes_nothing_late(ledger, bring, asked, said):
    with ledger.writing("ana", "ask") as w:
        ask(w, "rain", "Does it rain?", START, START + 10 * DAY)
    imported, _, _ = bring(asked(RESOLVED), said({}))
    assert (imported.resolutions, imported.late) == (1, 0)


def test_pundits_are_quoted_and_never_late_and_persons_are_when_it_is_over(ledger, bring, said):
    with ledger.writing("ana", "ask") as w:
        ask(w, "rain", "Does it rain?", START, START + 10 * DAY)
        ask(w, "snow", "Does it snow?", START, START + 10 * DAY)
        rule(w, "rain", "resolve", 1, at=START + DAY)
    pundit, _, _ = bring(said({"forecaster": "pat"}), kind=Kind.PUNDIT)
    person, _, _ = bring(said({"forecaster": "bo", "question_id": "snow"}), kind=Kind.PERSON)
    assert (pundit.late, person.late) == (0, 1)
