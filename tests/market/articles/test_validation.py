"""Each fault that a pack can have is found, and a sound pack has none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from market.articles.validation import faults
from market.logic.links import Link, LinkKind


@pytest.fixture
def said(draft):
    """Return a function that gives the faults on the pack as altered."""

    def _said(name, old, new):
        draft.alter(name, old, new)
        return [str(fault) for fault in faults(draft.read())]

    return _said


def with_question(pack, slug, **changes):
    questions = tuple(
        replace(question, **changes) if question.slug == slug else question
        for question in pack.questions
    )
    return replace(pack, questions=questions)


def with_outcome(pack, slug, **changes):
    outcomes = tuple(
        replace(outcome, **changes) if outcome.question == slug else outcome
        for outcome in pack.outcomes
    )
    return replace(pack, outcomes=outcomes)


def test_a_sound_pack_has_no_findings(small):
    assert faults(small) == []


def test_a_claim_on_a_question_that_does_not_exist_is_found(said):
    assert said("claims.toml", 'family = "storm"', 'family = "strom"') == [
        "calm: bears on strom, which is not a question",
        "storm-by-june: comes from no claim",
    ]


def test_a_relation_to_a_deadline_the_family_lacks_is_found(said):
    found = said("claims.toml", '["by-june"]', '["by-may"]')
    assert "wet: bears on rain-by-may, which is not a question" in found


def test_a_link_to_a_family_that_does_not_exist_is_found(said):
    assert said("questions.toml", 'implies = ["rain"]', 'implies = ["hail"]') == [
        "hail-by-june: is linked but not a question: implies storm-by-june hail-by-june"
    ]


def test_an_outcome_of_a_question_that_does_not_exist_is_found(said):
    assert said("outcomes.toml", "outcomes.storm-by-june", "outcomes.storm-by-may") == [
        "storm-by-may: has an outcome but is not a question"
    ]


def test_deadlines_out_of_order_are_found(said):
    found = said("questions.toml", '["by-march", "by-june"]', '["by-june", "by-march"]')
    assert "rain-by-march: does not contain the time of rain-by-june before it" in found


def test_a_later_deadline_that_opens_later_is_found(small):
    later = small.questions[1]
    pack = with_question(small, later.slug, opens=later.opens + timedelta(days=1))
    assert "rain-by-june: does not contain" in str(faults(pack)[0])


def test_a_question_that_closes_as_it_opens_is_found(small):
    pack = with_question(small, "storm-by-june", closes=small.questions[0].opens)
    assert "storm-by-june: does not close after it opens" in map(str, faults(pack))


def test_a_resolution_without_a_source_is_found(small):
    pack = with_outcome(small, "rain-by-june", evidence=())
    assert [str(f) for f in faults(pack)] == ["rain-by-june: is resolved without a source"]


def test_an_outcome_after_the_deadline_is_found(said):
    assert said("outcomes.toml", "2025-05-02", "2025-07-01") == [
        "rain-by-june: has an outcome dated after its deadline"
    ]


def test_an_outcome_before_the_open_is_found(said):
    assert said("outcomes.toml", "2025-05-02", "2024-12-31") == [
        "rain-by-june: has an outcome dated before it opens"
    ]


def test_outcomes_that_contradict_a_link_are_found(small):
    pack = with_outcome(small, "rain-by-march", outcome=True)
    pack = with_outcome(pack, "rain-by-june", outcome=False)
    assert [str(f) for f in faults(pack)] == [
        "rain-by-march: is YES, though rain-by-june is NO, so that it cannot be"
    ]


def test_a_contradiction_across_an_unresolved_question_is_found(anchorage):
    pack = with_outcome(anchorage, "nord-stream-2-flows-by-2025", outcome=True)
    waiting = next(o for o in pack.outcomes if o.question == "nord-stream-2-flows-by-2026-06")
    never = replace(waiting, question="nord-stream-2-flows-by-2027", outcome=False)
    found = faults(replace(pack, outcomes=(*pack.outcomes, never)))
    assert [f.subject for f in found if "cannot be" in f.problem] == ["nord-stream-2-flows-by-2025"]


@pytest.mark.parametrize(
    ("kind", "slugs", "finding"),
    [
        ("excludes", ["rain-by-june"], "linked with nothing: excludes rain-by-june"),
        ("conditional", ["storm-by-june", "storm-by-june"], "storm-by-june: is linked with itself"),
        (
            "implies",
            ["storm-by-june", "rain-by-march", "rain-by-june"],
            "storm-by-june: is linked with 2 questions, not one",
        ),
        (
            "conditional",
            ["rain-by-june", "rain-by-march"],
            "rain-by-march: is NO, though rain-by-june is YES, so that it cannot be",
        ),
        ("implies", ["rain-by-june", "storm-by-june"], "implies itself, by way of "),
    ],
)
def test_a_link_that_makes_no_sense_is_found(small, kind, slugs, finding):
    link = Link(LinkKind(kind), tuple(slugs))
    found = faults(replace(small, links=(*small.links, link)))
    assert found
    assert all(finding in str(each) for each in found)


def test_a_question_that_is_there_twice_is_found(small):
    pack = replace(small, questions=(*small.questions, small.questions[2]))
    assert "storm-by-june: is there 2 times" in " ".join(map(str, faults(pack)))


def test_slugs_that_differ_in_capitals_only_are_found(small):
    pack = replace(small, claims=(*small.claims, replace(small.claims[2], slug="MOOD")))
    assert [f.subject for f in faults(pack)] == ["mood"]


@pytest.mark.parametrize("slug", ["", "-rain", "rain fall", "räin", "r" * 81])
def test_a_name_that_is_no_slug_is_found(small, slug):
    pack = replace(small, claims=(*small.claims, replace(small.claims[2], slug=slug)))
    assert [f.subject for f in faults(pack)] == [slug]


def test_a_folder_whose_name_is_no_slug_is_found(small):
    assert [f.subject for f in faults(replace(small, name="my pack"))] == ["my pack"]


def test_what_has_no_title_is_found(small):
    pack = with_question(small, "storm-by-june", title=" ")
    pack = replace(pack, article=replace(pack.article, title=""))
    assert [str(f) for f in faults(pack)] == [
        f"{small.name}: has an article without a title",
        "storm-by-june: has no title",
    ]


@pytest.mark.parametrize("digest", ["", "0" * 63, "0" * 65, "x" * 64])
def test_an_article_that_no_digest_identifies_is_found(small, digest):
    pack = replace(small, article=replace(small.article, sha256=digest))
    assert [f.problem for f in faults(pack)] == [
        "has an article whose sha256 is not 64 hexadecimal digits"
    ]


def test_a_source_without_an_address_is_found(said):
    found = said("outcomes.toml", "https://example.org/rain", " ")
    assert "rain-by-june: has a source without an address" in found


def test_an_unresolvable_claim_without_a_reason_is_found(said):
    assert said("claims.toml", '"Sadness of a sky is not observable."', '" "') == [
        "mood: is called unresolvable without a reason"
    ]


def test_a_claim_with_neither_relation_nor_reason_is_found(small):
    pack = replace(
        small, claims=(*small.claims, replace(small.claims[2], slug="x", unresolvable=None))
    )
    assert [str(f) for f in faults(pack)] == [
        "x: has neither a question nor a reason why it has none"
    ]


def test_a_number_on_mere_context_is_found(said):
    found = said("claims.toml", '"states"\nfamily', '"context"\nfamily')
    assert found == ["wet: gives rain-by-march a number, but is only its context"]


def test_a_number_on_two_deadlines_of_a_family_is_found(said):
    found = said("claims.toml", '["by-march"]', '["by-march", "by-june"]')
    assert found == ["wet: gives a number to 2 deadlines of rain; it may to one"]
