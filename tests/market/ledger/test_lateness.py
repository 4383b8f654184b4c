"""Which reports are late: one about to be entered, those of a question, those of a poll."""

from __future__ import annotations

import pytest

from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule
from market.ledger.views.history import reports_on
from market.ledger.views.lateness import late_on, would_be_late
from market.ledger.views.panels import read_poll
from market.ledger.views.questions import find_question
from scoring.kinds import Kind

pytestmark = pytest.mark.common_sql

DAY = 86_400_000_000
ENTERED = [Kind.PERSON, Kind.IMPORTED, Kind.PUNDIT]
SAID = "said"


def act(ledger, clock, verb, kind):
    """Rule on `rain`, or enter what somebody said a day ago; whether that was foretold as late."""
    clock.advance(seconds=3600)
    with ledger.writing("ana", verb) as w:
        if verb != SAID:
            rule(w, "rain", verb, 1 if verb == "resolve" else None)
            return None
        state = find_question(w.connection, "rain", now=w.now)
        foretold = would_be_late(state, kind, at=w.now - DAY, now=w.now)
        report(w, "rain", "somebody", 0.9, at=w.now - DAY, kind=kind)
        return foretold


@pytest.mark.parametrize("kind", ENTERED)
@pytest.mark.parametrize(
    ("acts", "late_for"),
    [
        ([SAID, "resolve"], set()),
        (["resolve", SAID], {Kind.PERSON, Kind.IMPORTED}),
        (["resolve", "unresolve", SAID, "resolve"], set()),
        (["resolve", SAID, "unresolve", "resolve"], {Kind.PERSON, Kind.IMPORTED}),
        (["close", SAID], {Kind.PERSON}),
        (["close", SAID, "reopen"], set()),
        (["close", SAID, "resolve"], {Kind.PERSON}),
    ],
    ids=lambda acts: " ".join(acts) if isinstance(acts, list) else "",
)
def test_a_question_and_a_poll_have_the_same_late_reports(asked, clock, kind, acts, late_for):
    clock.advance(days=2)
    for verb in acts:
        act(asked, clock, verb, kind)
    with asked.reading() as connection:
        state = find_question(connection, "rain", now=clock.now)
        (said,) = reports_on(connection, state.id, clock.now)
        late = late_on(connection, state, [said])
        poll = read_poll(connection, now=clock.now)
    assert late == ({said.report} if kind in late_for else set())
    assert poll.late == len(late)


@pytest.mark.parametrize("kind", ENTERED)
@pytest.mark.parametrize("acts", [[], ["close"], ["resolve"], ["resolve", "unresolve"]])
def test_what_is_about_to_be_late_is_late_once_it_is_entered(asked, clock, kind, acts):
    clock.advance(days=2)
    for verb in acts:
        act(asked, clock, verb, kind)
    foretold = act(asked, clock, SAID, kind)
    with asked.reading() as connection:
        assert foretold == (read_poll(connection, now=clock.now).late == 1)
