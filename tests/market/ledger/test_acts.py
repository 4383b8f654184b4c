"""Asking, reporting and ruling: what is recorded, and what is refused at the moment of writing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from market.errors import Refused
from market.ledger.acts.asking import ask
from market.ledger.acts.forecasters import find_or_add_forecaster
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import Source, rule
from market.ledger.tables import Evidence, Forecaster, Report
from market.ledger.views.questions import find_question
from scoring.kinds import Kind

pytestmark = pytest.mark.common_sql

YEAR = 365 * 86_400_000_000


def act(ledger, function, *args, **kwargs):
    with ledger.writing("test", function.__name__) as w:
        return function(w, *args, **kwargs)


def state(ledger, clock, slug="rain"):
    with ledger.reading() as connection:
        return find_question(connection, slug, now=clock.now)


def refuse(ledger, words, function, *args, **kwargs):
    with pytest.raises(Refused, match=words) as caught:
        act(ledger, function, *args, **kwargs)
    assert caught.value.hint
    return caught.value


# Asking


def test_a_question_has_the_words_it_was_asked_with(ledger, clock):
    opens, closes = clock.now, clock.now + YEAR
    words = {"background": "b", "criteria": "c", "fine_print": "f", "source": "s", "family": "sky"}
    act(ledger, ask, "rain", " Will it rain? ", opens, closes, **words, tags=["b", "a", "b"])
    found = state(ledger, clock)
    assert (found.title, found.opens, found.closes) == ("Will it rain?", opens, closes)
    assert {name: getattr(found, name) for name in words} == words
    assert found.tags == ("a", "b")
    assert (found.status, found.outcome, found.actual_close) == ("open", None, closes)


def test_a_slug_is_taken_whatever_the_case(asked):
    refuse(asked, "rain already", ask, "RAIN", "Will it rain?", 0, 1)


def test_a_question_without_a_title_is_refused(ledger):
    refuse(ledger, "title", ask, "rain", "  ", 0, 1)


def test_a_question_that_closes_before_it_opens_is_refused(ledger):
    refuse(ledger, "not after it opens", ask, "rain", "Will it rain?", 1, 1)


def test_a_tag_with_a_comma_is_refused(ledger):
    refuse(ledger, "comma", ask, "rain", "Will it rain?", 0, 1, tags=["a,b"])


# Forecasters


def test_a_forecaster_is_found_whatever_the_case_and_form(ledger):
    first = act(ledger, find_or_add_forecaster, "Cafe\u0301 Stra\u00dfe")
    assert act(ledger, find_or_add_forecaster, " CAF\u00c9 STRASSE") == first
    with ledger.reading() as connection:
        assert connection.execute(select(Forecaster.__table__.c.name)).all() == [
            ("Caf\u00e9 Stra\u00dfe",)
        ]


def test_a_forecaster_of_no_allowed_name_is_refused(ledger):
    refuse(ledger, "kept for computed", find_or_add_forecaster, "@market")


def test_an_article_and_a_person_do_not_share_a_name(ledger):
    act(ledger, find_or_add_forecaster, "article:sky", Kind.ARTICLE)
    refuse(ledger, "article", find_or_add_forecaster, "article:sky")


def test_somebody_imported_goes_on_in_person(ledger):
    imported = act(ledger, find_or_add_forecaster, "ana", Kind.IMPORTED)
    assert act(ledger, find_or_add_forecaster, "ana") == imported


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.PUNDIT, Kind.IMPORTED, Kind.ARTICLE])
def test_nobody_goes_on_where_a_simulation_has_spoken_nor_the_other_way_round(asked, clock, kind):
    act(asked, find_or_add_forecaster, "sim-1", Kind.SIMULATED)
    act(asked, find_or_add_forecaster, "ana", kind)
    for name, other in (("SIM-1", kind), ("Ana", Kind.SIMULATED)):
        words = {"at": clock.now, "kind": other}
        refuse(asked, "of another kind", report, "rain", name, 0.5, **words)
    assert act(asked, report, "rain", "sim-1", 0.5, kind=Kind.SIMULATED).probability == 0.5


# Reporting


def test_a_report_is_recorded_with_what_it_is_seen_against(asked, clock):
    first = act(asked, report, "rain", "ana", 0.2)
    assert (first.previous, first.previous_at, first.crowd) == (None, None, 0.2)
    began = clock.now
    clock.advance(days=1)
    act(asked, report, "rain", "bo", 0.4)
    second = act(asked, report, "RAIN", "Ana", 0.6)
    assert (second.slug, second.at, second.probability) == ("rain", clock.now, 0.6)
    assert (second.previous, second.previous_at) == (0.2, began)
    assert second.crowd == pytest.approx(0.5)
    assert second.closes == state(asked, clock).closes
    assert second.id == 3


def test_the_crowd_is_of_people_who_stand(asked, clock):
    act(asked, report, "rain", "article:sky", 0.9, at=clock.now, kind=Kind.ARTICLE)
    act(asked, report, "rain", "bo", 0.4)
    act(asked, report, "rain", "bo", None)
    act(asked, report, "snow", "cy", 0.8)
    assert act(asked, report, "rain", "ana", 0.2).crowd == 0.2


def test_of_two_reports_at_one_time_the_later_row_stands(asked):
    act(asked, report, "rain", "ana", 0.2)
    act(asked, report, "rain", "ana", 0.3)
    assert act(asked, report, "rain", "ana", 0.4).previous == 0.3


def test_a_withdrawal_ends_what_stood(asked):
    act(asked, report, "rain", "ana", 0.2)
    gone = act(asked, report, "rain", "ana", None)
    assert (gone.probability, gone.previous, gone.crowd) == (None, 0.2, None)
    refuse(asked, "Nothing", report, "rain", "ana", None)


def test_a_live_certainty_is_refused(asked):
    for probability in (0, 0.0009, 0.9991, 1):
        refuse(asked, "more certain", report, "rain", "ana", probability)


def test_a_person_may_not_be_certain_by_dating_back(asked, clock):
    for probability in (0, 0.0009, 0.9991, 1):
        refuse(asked, "more certain", report, "rain", "ana", probability, at=clock.now)
    for probability in (0.001, 0.999):
        assert act(asked, report, "rain", "ana", probability, at=clock.now)


@pytest.mark.parametrize("kind", [Kind.PUNDIT, Kind.IMPORTED, Kind.ARTICLE])
def test_what_others_enter_may_be_certain(asked, clock, kind):
    for probability in (0, 0.001, 0.999, 1):
        said = act(asked, report, "rain", "pat", probability, at=clock.now, kind=kind)
        assert said.probability == probability


def test_what_is_no_probability_is_refused(asked):
    for probability in (-0.1, 1.1, float("nan"), float("inf")):
        for at in (None, 5):
            refuse(asked, "not a probability", report, "rain", "ana", probability, at=at)


def test_a_report_from_the_future_is_refused(asked, clock):
    refuse(asked, "future", report, "rain", "ana", 0.5, at=clock.now + 1)


def test_something_said_earlier_counts_from_then(asked, clock):
    said = clock.now
    clock.advance(days=1)
    act(asked, report, "rain", "ana", 0.7)
    late = act(asked, report, "rain", "ana", 0.2, at=said, source="a letter", quote="hardly")
    assert (late.at, late.previous, late.crowd) == (said, None, 0.7)
    with asked.reading() as connection:
        row = connection.execute(select(Report.__table__).where(Report.__table__.c.id == 2)).one()
    assert (row.at, row.source, row.quote) == (said, "a letter", "hardly")


def test_a_report_after_the_close_is_refused(asked, clock):
    clock.now = state(asked, clock).closes - 1
    act(asked, report, "rain", "ana", 0.5)
    clock.advance(seconds=1)
    refuse(asked, "closed at 2026-12-06 05:46 UTC", report, "rain", "ana", 0.5)


def test_the_close_is_judged_by_the_time_of_writing_and_not_of_asking(asked, clock):
    """Whoever waits for the lock until the close is too late."""
    before = state(asked, clock)
    assert before.status == "open"
    clock.now = before.closes
    refuse(asked, "closed", report, "rain", "ana", 0.5)


@pytest.mark.parametrize(
    ("verdict", "outcome", "words"),
    [
        ("close", None, "closed at 2025-12-07"),
        ("resolve", 1, "resolved yes, as of 2025-12-07"),
    ],
)
def test_something_said_after_the_close_is_refused_and_before_it_recorded(
    asked, clock, verdict, outcome, words
):
    clock.advance(days=1)
    act(asked, rule, "rain", verdict, outcome)
    close = clock.now
    clock.advance(days=1)
    refuse(asked, words, report, "rain", "ana", 0.5, at=close + 1)
    for at in (close - 1, close):
        assert act(asked, report, "rain", "ana", 0.5, at=at).at == at


def test_a_question_resolved_after_its_close_is_said_to_have_closed(asked, clock):
    closes = state(asked, clock).closes
    clock.now = closes + 9
    act(asked, rule, "rain", "resolve", 0)
    for at in (None, closes + 1):
        refuse(asked, "closed at 2026-12-06 05:46 UTC", report, "rain", "ana", 0.5, at=at)


def test_nothing_that_was_ever_said_counts_on_an_annulled_question(asked, clock):
    clock.advance(days=1)
    act(asked, rule, "rain", "annul")
    refuse(asked, "annulled", report, "rain", "ana", 0.5, at=clock.now - 1)


def test_a_report_before_the_open_is_refused(ledger, clock):
    act(ledger, ask, "hail", "Will it hail?", clock.now + 1, clock.now + YEAR)
    refuse(ledger, "opens at", report, "hail", "ana", 0.5)


@pytest.mark.parametrize(
    ("verdict", "outcome", "words"),
    [
        ("close", None, "closed at"),
        ("resolve", 1, "resolved yes, as of"),
        ("resolve", 0, "resolved no, as of"),
        ("annul", None, "annulled"),
    ],
)
def test_a_report_on_a_question_that_is_over_is_refused(asked, verdict, outcome, words):
    act(asked, rule, "rain", verdict, outcome)
    refuse(asked, words, report, "rain", "ana", 0.5)


def test_an_unknown_question_is_refused_with_those_near_it(asked):
    assert "rain" in refuse(asked, "no question 'rian'", report, "rian", "ana", 0.5).hint
    assert "snow" in refuse(asked, "no question", report, "sno", "ana", 0.5).hint
    assert "foretell questions" in refuse(asked, "no question", report, "zz", "ana", 0.5).hint


def test_what_is_no_slug_is_an_unknown_question(asked, clock):
    for text in ("a\0b", "\N{KELVIN SIGN}", ""):
        with asked.reading() as connection, pytest.raises(Refused, match="There is no question"):
            find_question(connection, text, now=clock.now)


def test_a_refused_report_leaves_no_forecaster_behind(asked):
    refuse(asked, "more certain", report, "rain", "ana", 1)
    with asked.reading() as connection:
        assert connection.execute(select(Forecaster.__table__)).all() == []


# Ruling


def test_a_resolution_closes_its_question_when_it_was_settled(asked, clock):
    settled = clock.now + 5
    clock.advance(days=2)
    ruling = act(asked, rule, "rain", "resolve", 1, at=settled, status="verified", note="seen")
    found = state(asked, clock)
    assert (found.status, found.outcome, found.resolved_at) == ("resolved", 1, settled)
    assert found.actual_close == settled
    assert (found.ruling, found.ruling_status, found.ruling_note) == (ruling, "verified", "seen")


def test_a_resolution_after_the_close_does_not_move_it(asked, clock):
    closes = state(asked, clock).closes
    clock.now = closes + 9
    act(asked, rule, "rain", "resolve", 0)
    assert state(asked, clock).actual_close == closes


def test_a_ruling_keeps_its_evidence(asked):
    source = Source("https://example.org/rain", "The Times", "in May 2026", "It rained.")
    ruling = act(asked, rule, "rain", "resolve", 1, evidence=[source])
    with asked.reading() as connection:
        (row,) = connection.execute(select(Evidence.__table__)).all()
    assert row[2:] == (ruling, "The Times", "in May 2026", "https://example.org/rain", "It rained.")


@pytest.mark.parametrize("address", ["", "  "])
def test_a_source_without_an_address_is_refused(asked, clock, address):
    refuse(asked, "no address", rule, "rain", "resolve", 1, evidence=[Source(address)])
    assert state(asked, clock).status == "open"


def test_unresolve_takes_back_a_resolution_and_an_annulment(asked, clock):
    for verdict, outcome in (("resolve", 1), ("annul", None)):
        act(asked, rule, "rain", verdict, outcome)
        act(asked, rule, "rain", "unresolve")
        found = state(asked, clock)
        assert (found.status, found.outcome, found.ruling) == ("open", None, None)


def test_reopen_takes_back_an_early_close(asked, clock):
    act(asked, rule, "rain", "close")
    assert (state(asked, clock).status, state(asked, clock).early_close) == ("closed", clock.now)
    act(asked, rule, "rain", "reopen")
    assert (state(asked, clock).status, state(asked, clock).early_close) == ("open", None)


def test_an_early_close_outlasts_a_resolution_taken_back(asked, clock):
    act(asked, rule, "rain", "close")
    act(asked, rule, "rain", "resolve", 1)
    act(asked, rule, "rain", "unresolve")
    assert state(asked, clock).status == "closed"


@pytest.mark.parametrize(
    ("before", "verdict", "words"),
    [
        (["resolve"], "resolve", "resolved already"),
        (["annul"], "resolve", "annulled already"),
        (["resolve"], "annul", "resolved already"),
        (["resolve"], "close", "resolved already"),
        (["close"], "close", "closed at"),
        ([], "unresolve", "nothing to take back"),
        (["resolve", "unresolve"], "unresolve", "nothing to take back"),
        ([], "reopen", "not closed before its time"),
        (["close", "reopen"], "reopen", "not closed before its time"),
        (["close", "resolve"], "reopen", "resolved already"),
    ],
)
def test_a_ruling_out_of_turn_is_refused(asked, before, verdict, words):
    for earlier in before:
        act(asked, rule, "rain", earlier, 1 if earlier == "resolve" else None)
    refuse(asked, words, rule, "rain", verdict, 1 if verdict == "resolve" else None)


def test_a_ruling_from_the_future_is_refused(asked, clock):
    refuse(asked, "future", rule, "rain", "resolve", 1, at=clock.now + 1)


def test_a_resolution_before_the_open_is_refused(asked, clock):
    refuse(asked, "before rain opened", rule, "rain", "resolve", 1, at=clock.now - 1)


@pytest.mark.parametrize(
    ("verdict", "outcome"), [("resolve", None), ("resolve", 2), ("close", 1), ("maybe", None)]
)
def test_an_outcome_that_does_not_go_with_the_verdict_is_a_defect(asked, verdict, outcome):
    with pytest.raises(ValueError, match=verdict):
        act(asked, rule, "rain", verdict, outcome)
