"""Resolving with what follows: one transaction, each ruling with its cause."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from market.errors import Refused
from market.ledger.acts.asking import ask
from market.ledger.acts.rulings import Source, rule
from market.ledger.clauses import Implication
from market.ledger.keeping.audit import check
from market.ledger.tables import Entry, Ruling
from market.ledger.views.questions import find_question
from market.logic.resolving import resolve, resting_on

pytestmark = pytest.mark.common_sql

DAY = 86_400_000_000
RAIN = ("rain-by-may", "rain-by-june", "rain-by-july")


class Club(NamedTuple):
    """A ledger in which rain has three deadlines, and a storm by June implies rain by June."""

    ledger: object
    clock: object

    def resolve(self, slug, outcome=None, **words):
        with self.ledger.writing("ana", "resolve") as w:
            return resolve(w, slug, outcome, **words)

    def rule(self, slug, verdict, **words):
        with self.ledger.writing("ana", verdict) as w:
            rule(w, slug, verdict, **words)

    def state(self, slug):
        with self.ledger.reading() as connection:
            return find_question(connection, slug, now=self.clock.now)

    def outcomes(self):
        return {slug: self.state(slug).outcome for slug in (*RAIN, "storm")}

    def refuse(self, words, *args, **kwargs):
        before = check(self.ledger)
        with pytest.raises(Refused, match=words) as refusal:
            self.resolve(*args, **kwargs)
        assert check(self.ledger) == before
        assert refusal.value.hint
        return refusal.value


@pytest.fixture
def club(ledger, clock):
    opens = clock.now
    with ledger.writing("ana", "ask") as w:
        numbers = {
            slug: ask(w, slug, "Rain?", opens, opens + days * DAY, family="rain")
            for slug, days in zip(RAIN, (30, 60, 90), strict=True)
        }
        storm = ask(w, "storm", "A storm?", opens, opens + 60 * DAY)
        w.insert(Implication, [{"question": storm, "implies": numbers["rain-by-june"]}])
    clock.advance(days=20)
    return Club(ledger, clock)


def test_what_follows_is_told_and_not_recorded(club):
    done = club.resolve("STORM", 1)
    assert [(one.question.slug, one.outcome, one.causes) for one in done.follows] == [
        ("rain-by-june", 1, "storm"),
        ("rain-by-july", 1, "storm"),
    ]
    assert (done.question.slug, done.is_new, done.because) == ("storm", True, None)
    assert (done.recorded, done.contradicted) == (frozenset(), [])
    expected = {"rain-by-may": None, "rain-by-june": None, "rain-by-july": None, "storm": 1}
    assert club.outcomes() == expected


def test_what_follows_is_recorded_in_the_same_entry_as_of_the_same_moment(club):
    happened = club.clock.now - 3 * DAY
    evidence = [Source("https://example.org/storm")]
    done = club.resolve("storm", 1, at=happened, note="seen", evidence=evidence, implied=True)
    assert done.recorded == {"rain-by-june", "rain-by-july"}
    for slug in done.recorded:
        state = club.state(slug)
        assert (state.outcome, state.resolved_at, state.actual_close) == (1, happened, happened)
        assert state.ruling_note == "implied by storm"
    assert club.state("storm").ruling_note == "seen"
    assert club.outcomes()["rain-by-may"] is None
    with club.ledger.reading() as connection:
        entries = connection.execute(select(Ruling.__table__.c.entry).distinct()).all()
        last = connection.execute(select(func.max(Entry.__table__.c.number))).scalar()
    assert entries == [(last,)]
    assert check(club.ledger).entries == last


def test_a_no_closes_the_earlier_deadlines_at_their_own_time(club):
    club.clock.advance(days=80)
    club.resolve("rain-by-july", 0, implied=True)
    assert club.outcomes() == {**dict.fromkeys(RAIN, 0), "storm": 0}
    may = club.state("rain-by-may")
    assert (may.resolved_at, may.actual_close) == (club.clock.now, may.closes)


def test_a_yes_recorded_after_its_deadline_settles_the_later_ones_at_that(club):
    club.clock.advance(days=20)
    club.resolve("rain-by-may", 1, implied=True)
    assert club.state("rain-by-may").resolved_at == club.clock.now
    assert club.state("rain-by-june").resolved_at == club.state("rain-by-may").closes


def test_an_outcome_is_taken_from_what_is_resolved(club):
    happened = club.clock.now - DAY
    club.resolve("rain-by-may", 1, at=happened)
    done = club.resolve("rain-by-june", implied=True, note="as we said")
    assert (done.because, done.is_new, done.recorded) == ("rain-by-may", True, {"rain-by-july"})
    june, july = club.state("rain-by-june"), club.state("rain-by-july")
    assert (june.outcome, june.resolved_at) == (1, happened)
    assert june.ruling_note == "implied by rain-by-may: as we said"
    assert (july.resolved_at, july.ruling_note) == (happened, "implied by rain-by-may")


def test_the_moment_of_an_outcome_that_follows_may_be_said(club):
    club.resolve("rain-by-may", 1)
    club.resolve("rain-by-june", at=club.clock.now - DAY, implied=True)
    assert club.state("rain-by-june").resolved_at == club.clock.now - DAY


@pytest.mark.parametrize("outcome", [None, 1])
def test_what_was_outstanding_is_recorded_afterwards_once(club, outcome):
    club.resolve("storm", 1)
    done = club.resolve("storm", outcome, implied=True)
    assert (done.is_new, done.recorded) == (False, {"rain-by-june", "rain-by-july"})
    refusal = club.refuse("nothing more follows", "storm", outcome, implied=True)
    assert refusal.hint == "See: foretell show storm"


@pytest.mark.parametrize(
    "words", [{"implied": False}, {"implied": True, "note": "again"}, {"implied": True, "at": 5}]
)
def test_a_resolved_question_is_not_resolved_again(club, words):
    club.resolve("storm", 1)
    refusal = club.refuse("resolved already: YES", "storm", 1, **words)
    assert refusal.hint == "Take it back first: foretell unresolve storm"


def test_a_resolved_question_does_not_take_the_other_outcome_with_what_follows(club):
    club.resolve("storm", 1)
    club.refuse("resolved already: YES", "storm", 0, implied=True)


def test_an_annulled_question_takes_no_outcome_from_others(club):
    club.rule("rain-by-june", "annul")
    club.resolve("rain-by-may", 1)
    club.refuse("annulled already", "rain-by-june", implied=True)
    assert club.resolve("rain-by-may", implied=True).recorded == {"rain-by-july"}


def test_an_outcome_that_follows_from_nothing_is_refused(club):
    refusal = club.refuse("Nothing that is resolved says", "storm", implied=True)
    assert refusal.hint == "Say it yourself: foretell resolve storm yes|no"


def test_an_outcome_on_which_the_resolved_ones_disagree_is_refused(club):
    club.resolve("rain-by-may", 1)
    done = club.resolve("rain-by-july", 0)
    assert [other.slug for other in done.contradicted] == ["rain-by-may"]
    assert [one.question.slug for one in done.follows] == ["storm"]
    refusal = club.refuse("contradicts itself on rain-by-june", "rain-by-june", implied=True)
    assert refusal.details == (
        "rain-by-july is NO, so this is NO",
        "rain-by-may is YES, so this is YES",
    )


def test_a_contradiction_is_recorded_and_named_and_nothing_doubtful_with_it(club):
    club.resolve("rain-by-july", 0)
    done = club.resolve("rain-by-may", 1, implied=True)
    assert [other.slug for other in done.contradicted] == ["rain-by-july"]
    assert (done.follows, done.recorded) == ([], frozenset())
    assert club.outcomes()["rain-by-june"] is None


def test_what_was_settled_before_a_question_opened_is_left_alone(club):
    now = club.clock.now
    with club.ledger.writing("bo", "ask") as w:
        ask(w, "rain-by-august", "Rain?", now, now + 100 * DAY, family="rain")
    done = club.resolve("rain-by-july", 1, at=now - DAY, implied=True)
    (one,) = done.follows
    assert (one.question.slug, one.opens_later, done.recorded) == (
        "rain-by-august",
        True,
        frozenset(),
    )
    assert club.state("rain-by-august").status == "open"
    refusal = club.refuse("before rain-by-august opened", "rain-by-august", implied=True)
    assert refusal.hint.endswith("foretell annul rain-by-august")


def test_what_rests_on_a_resolution_is_known_by_its_note(club):
    club.resolve("rain-by-may", 1)
    club.resolve("rain-by-june", implied=True, note="so it is")
    club.rule("storm", "annul", note="it was implied by rain-by-may")
    with club.ledger.reading() as connection:
        resting = [resting_on(connection, slug, now=club.clock.now) for slug in RAIN]
    slugs = [[state.slug for state in states] for states in resting]
    assert slugs == [["rain-by-june", "rain-by-july"], [], []]
