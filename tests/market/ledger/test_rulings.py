"""A refused ruling says which command leads on; what was taken back counts no more."""

from __future__ import annotations

import pytest

from market.errors import Refused
from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule
from market.ledger.views.panels import read_poll
from market.ledger.views.questions import find_question

pytestmark = pytest.mark.common_sql

DAY = 86_400_000_000
YEAR = 365 * DAY


def act(ledger, verdict, *, slug="rain", **words):
    with ledger.writing("ana", verdict) as w:
        rule(w, slug, verdict, 1 if verdict == "resolve" else None, **words)


def state(ledger, clock, **view):
    with ledger.reading() as connection:
        return find_question(connection, "rain", now=clock.now, **view)


@pytest.mark.parametrize(
    ("before", "verdict", "hint"),
    [
        (["resolve"], "resolve", "Take it back first: foretell unresolve rain"),
        (["resolve"], "annul", "Take it back first: foretell unresolve rain"),
        (["annul"], "close", "Take it back first: foretell unresolve rain"),
        (["close"], "close", "Resolve it when you can: foretell resolve rain yes|no"),
        (["close"], "unresolve", "An early close is undone by: foretell reopen rain"),
        ([], "unresolve", "See: foretell show rain"),
        ([], "reopen", "It is open: foretell show rain"),
    ],
)
def test_the_hint_of_a_refused_ruling_is_the_command_that_leads_on(asked, before, verdict, hint):
    for earlier in before:
        act(asked, earlier)
    with pytest.raises(Refused) as refusal:
        act(asked, verdict)
    assert refusal.value.hint == hint


@pytest.mark.parametrize(
    ("verdict", "hint"),
    [
        ("close", "Resolve it when you can: foretell resolve rain yes|no"),
        ("reopen", "Give it a later close: foretell edit rain --closes TIME"),
    ],
)
def test_after_the_scheduled_close_other_commands_lead_on(asked, clock, verdict, hint):
    clock.advance(days=400)
    with pytest.raises(Refused) as refusal:
        act(asked, verdict)
    assert refusal.value.hint == hint


def test_a_resolution_that_stands_is_told_with_its_outcome_and_moment(asked):
    act(asked, "resolve")
    with pytest.raises(Refused, match="resolved already: YES, as of 2025-12-06 05:46 UTC"):
        act(asked, "resolve")


@pytest.mark.parametrize("verdict", ["resolve", "close"])
def test_before_it_opens_a_question_is_annulled_but_not_ended_otherwise(ledger, clock, verdict):
    with ledger.writing("ana", "ask") as w:
        ask(w, "rain", "Will it rain?", clock.now + DAY, clock.now + YEAR)
    with pytest.raises(Refused, match="before rain opened") as refusal:
        act(ledger, verdict)
    assert refusal.value.hint.endswith("foretell annul rain")
    act(ledger, "annul")
    assert state(ledger, clock).status == "annulled"
    act(ledger, "unresolve")
    assert state(ledger, clock).status == "open"


def test_an_early_close_outlasts_a_resolution_and_its_withdrawal_until_it_is_undone(asked, clock):
    closed = clock.now
    act(asked, "close")
    clock.advance(days=1)
    act(asked, "resolve", at=closed)
    clock.advance(days=1)
    act(asked, "unresolve")
    assert (state(asked, clock).status, state(asked, clock).actual_close) == ("closed", closed)
    act(asked, "reopen")
    found = state(asked, clock)
    assert (found.status, found.actual_close) == ("open", found.closes)


def test_a_wrong_resolution_taken_back_counts_only_as_of_the_time_in_between(asked, clock):
    with asked.writing("ana", "forecast") as w:
        report(w, "rain", "ana", 0.2)
    happened, outcomes = clock.now + 10 * DAY, {}
    clock.advance(days=20)
    act(asked, "resolve", at=happened)
    outcomes[clock.now] = 1
    clock.advance(days=20)
    act(asked, "unresolve")
    outcomes[clock.now] = None
    clock.advance(days=400)
    with asked.writing("ana", "resolve") as w:
        rule(w, "rain", "resolve", 0)
    outcomes[clock.now] = 0
    assert {moment: state(asked, clock, as_of=moment).outcome for moment in outcomes} == outcomes
    with asked.reading() as connection:
        polls = [
            read_poll(
                connection, now=clock.now, as_of=moment, choose=lambda one: one.slug == "rain"
            )
            for moment in outcomes
        ]
    ends = [float(poll.panel.closes[0]) for poll in polls]
    closes = state(asked, clock).closes / 1e6
    assert ends == [happened / 1e6, closes, closes]
