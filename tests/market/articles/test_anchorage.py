"""The pack that ships holds what the article claims, asks what follows, and adds up."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from market.articles.pack import Polarity, RelationKind, Status
from market.articles.validation import faults
from market.logic.links import LinkKind

CLAIMS = [
    "intractable-war",
    "new-landscape",
    "alliances-tested",
    "consult-zelenskyy",
    "consult-allies",
    "severe-consequences",
    "face-saving-deal",
    "energy-in-the-deal",
    "european-gas",
    "nord-stream-2",
    "energy-markets",
    "multipolar",
    "bypassing-channels",
    "defining-feature",
    "zelenskyy-involved",
    "sovereignty",
    "guarantees",
    "kyiv-must-agree",
    "more-direct-talks",
    "second-summit",
    "summit-with-zelenskyy",
    "local-ceasefires",
    "prisoner-exchanges",
    "no-grand-deal",
    "trust-framework",
    "unexpected",
    "deglobalization",
    "supply-chains",
    "arms-race",
    "uncertain-world",
]

STATEMENTS = {  # question: probability, lower and upper quartile in per cent, proxy
    "trump-putin-call-by-2025": (90, 80, 90, True),
    "second-summit-by-2026-06": (75, 67, 80, False),
    "trilateral-summit-by-2026-06": (34, 17, 40, True),
    "peace-agreement-by-2026-06": (25, 20, 33, False),
    "prisoner-exchange-100-by-2025": (75, 67, 80, False),
    "local-ceasefire-by-2026-06": (75, 67, 80, False),
    "energy-terms-in-peace-agreement-by-2029": (75, 67, 80, False),
}


def statements(pack):
    return {
        relation.question: relation.statement
        for claim in pack.claims
        for relation in claim.relations
        if relation.statement
    }


def outcomes(pack):
    return {outcome.question: outcome for outcome in pack.outcomes}


def test_the_pack_is_sound(anchorage):
    assert faults(anchorage) == []


def test_every_claim_of_the_article_has_its_row(anchorage):
    assert [claim.slug for claim in anchorage.claims] == CLAIMS


def test_a_claim_without_a_question_says_why(anchorage):
    silent = {claim.slug for claim in anchorage.claims if not claim.relations}
    assert silent == {
        "new-landscape",
        "defining-feature",
        "unexpected",
        "supply-chains",
        "uncertain-world",
    }
    assert all(claim.unresolvable for claim in anchorage.claims if claim.slug in silent)


def test_claims_point_at_paragraphs_and_headings_of_the_article(anchorage):
    places = {place for claim in anchorage.claims for place in claim.places}
    assert {place.paragraph for place in places} == {2, 4, 5, 7, 9, 11, 13, 14}
    assert {place.paragraph for place in places if place.heading is None} == {2}


def test_the_questions_are_counted_as_the_pack_says(anchorage):
    assert len(anchorage.questions) == 70
    states = Counter(outcome.status is Status.WAITING for outcome in anchorage.outcomes)
    assert states == {False: 40, True: 4}


def test_each_deadline_closes_at_the_end_of_its_day(anchorage):
    assert {question.opens for question in anchorage.questions} == {
        datetime(2025, 8, 16, tzinfo=UTC)
    }
    assert {question.slug[-7:]: question.closes for question in anchorage.questions}.items() >= {
        "by-2025": datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC),
        "2026-06": datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC),
        "by-2027": datetime(2027, 12, 31, 23, 59, 59, tzinfo=UTC),
        "by-2029": datetime(2029, 12, 31, 23, 59, 59, tzinfo=UTC),
    }.items()


def test_exactly_the_closed_questions_have_a_row_of_outcome(anchorage):
    closed = {q.slug for q in anchorage.questions if q.closes < datetime(2026, 7, 1, tzinfo=UTC)}
    assert set(outcomes(anchorage)) == closed


def test_every_question_is_complete(anchorage):
    for question in anchorage.questions:
        assert question.title.endswith("?")
        assert question.criteria.startswith("YES if")
        assert "{" not in question.title + question.criteria
        assert all([question.background, question.source, question.tags])
        # {deadline} must tell the questions of a family apart.
        assert str(question.closes.year) in question.title


def test_reports_have_an_address_and_a_date(anchorage):
    for outcome in anchorage.outcomes:
        for report in outcome.evidence:
            assert report.address.startswith(("https://", "http://"))
            assert report.publisher
            assert report.published


def test_families_are_linked_in_time_and_to_what_they_imply(anchorage):
    links = {link.questions for link in anchorage.links if link.kind is LinkKind.IMPLIES}
    assert ("second-summit-by-2025", "second-summit-by-2026-06") in links
    crossing = {(a, b) for a, b in links if a.rsplit("-by-", 1)[0] != b.rsplit("-by-", 1)[0]}
    assert len(crossing) == 12
    assert {
        ("trilateral-summit-by-2029", "putin-zelenskyy-meeting-by-2029"),
        ("trilateral-summit-by-2025", "second-summit-by-2025"),
        ("brent-above-100-by-2026-06", "brent-above-90-by-2026-06"),
        ("lasting-ceasefire-by-2025", "any-ceasefire-by-2025"),
    } <= crossing


def test_what_a_peace_agreement_holds_is_asked_on_condition_that_there_is_one(anchorage):
    pairs = {link.questions for link in anchorage.links if link.kind is LinkKind.CONDITIONAL}
    assert pairs == {
        (f"{what}-in-peace-agreement-by-{year}", f"peace-agreement-by-{year}")
        for what in ("energy-terms", "guarantees")
        for year in (2027, 2029)
    }


def test_the_article_gives_seven_numbers(anchorage):
    figures = {
        slug: (
            *(round(100 * p, 9) for p in (said.reading.probability, said.reading.low)),
            round(100 * said.reading.high, 9),
            said.proxy,
        )
        for slug, said in statements(anchorage).items()
    }
    assert figures == STATEMENTS


def test_the_number_against_a_grand_deal_is_turned_round(anchorage):
    (claim,) = (claim for claim in anchorage.claims if claim.slug == "no-grand-deal")
    (relation,) = (relation for relation in claim.relations if relation.statement)
    assert (relation.kind, relation.polarity) == (RelationKind.STATES, Polarity.AGAINST)


def test_the_article_scores_0_146_on_the_six_that_are_settled(anchorage):
    settled = outcomes(anchorage)
    losses = [
        (said.reading.probability - settled[slug].outcome) ** 2
        for slug, said in statements(anchorage).items()
        if slug in settled
    ]
    assert len(losses) == 6
    assert round(sum(losses) / 6, 3) == 0.146


def test_a_no_is_settled_by_the_deadline_and_a_yes_on_its_day(anchorage):
    settled = outcomes(anchorage)
    assert settled["second-summit-by-2025"].at == datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert settled["trump-putin-call-by-2025"].at == datetime(2025, 8, 18, 23, 59, 59, tzinfo=UTC)


def test_a_waiting_question_has_neither_outcome_nor_time_but_may_have_notes(anchorage):
    waiting = outcomes(anchorage)["nord-stream-2-flows-by-2026-06"]
    assert (waiting.outcome, waiting.at) == (None, None)
    assert len(waiting.evidence) == 2
