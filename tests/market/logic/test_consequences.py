"""What follows from outcomes: by hand, and in any world that hangs together."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from states import CLOSES, resolved, standing

from market.logic.consequences import Consequence, Logic
from market.logic.families import deadline_links
from market.logic.links import Link, LinkKind

RAIN = [standing(f"rain-{close}", family="rain", closes=close) for close in (10, 20, 30)]
CHAIN = [("storm", "rain"), ("rain", "wet"), ("wet", "damp")]
WEATHER = [standing(slug) for slug in ("storm", "rain", "wet", "damp")]


def logic(states, pairs=(), *links):
    """What the outcomes of questions say of others, by implications, deadlines and other links."""
    links = [*links, *(Link(LinkKind.IMPLIES, pair) for pair in pairs)]
    return Logic(states, [*links, *deadline_links(states, links)])


def told(states, pairs=(), *links):
    """What follows, as slugs with outcome and causes."""
    found = logic(states, pairs, *links).consequences()
    return {one.question.slug: (one.outcome, one.causes) for one in found}


def ruled(states, *outcomes):
    """The questions, some of them resolved: slug, outcome, and when if not at 5."""
    by_slug = {state.slug: state for state in states}
    for slug, outcome, *at in outcomes:
        by_slug[slug] = resolved(by_slug[slug], outcome, *at or [5])
    return list(by_slug.values())


# By hand


def test_yes_by_one_deadline_is_yes_by_every_later_one():
    states = ruled(RAIN, ("rain-20", 1))
    assert told(states) == {"rain-30": (1, "rain-20")}


def test_no_by_one_deadline_is_no_by_every_earlier_one():
    states = ruled(RAIN, ("rain-20", 0))
    assert told(states) == {"rain-10": (0, "rain-20")}


def test_a_link_carries_yes_forwards_and_no_backwards_over_any_number_of_steps():
    assert told(ruled(WEATHER, ("rain", 1)), CHAIN) == {"wet": (1, "rain"), "damp": (1, "rain")}
    assert told(ruled(WEATHER, ("wet", 0)), CHAIN) == {"rain": (0, "wet"), "storm": (0, "wet")}


def test_links_and_families_follow_on_each_other():
    states = ruled([*RAIN, standing("storm"), standing("wet")], ("storm", 1))
    links = [("storm", "rain-20"), ("rain-30", "wet")]
    assert told(states, links) == dict.fromkeys(("rain-20", "rain-30", "wet"), (1, "storm"))


def test_links_that_form_a_ring_come_to_an_end():
    ring = [*CHAIN, ("damp", "storm")]
    assert set(told(ruled(WEATHER, ("wet", 1)), ring)) == {"damp", "storm", "rain"}


def test_nothing_follows_between_two_of_a_family_with_the_same_deadline():
    twins = [standing("a", family="race"), standing("b", family="race")]
    later = standing("c", family="race", closes=CLOSES + 1)
    assert told(ruled([*twins, later], ("a", 1))) == {"c": (1, "a")}


def test_nothing_follows_for_questions_without_a_family():
    alone = [standing("a"), standing("b", closes=CLOSES + 1)]
    assert told(ruled(alone, ("a", 1))) == {}
    assert told(ruled([one._replace(family="") for one in alone], ("a", 1))) == {}


def test_what_is_resolved_or_annulled_is_left_alone():
    states = ruled(WEATHER, ("storm", 1), ("rain", 1))
    states = [one._replace(status="annulled") if one.slug == "wet" else one for one in states]
    assert told(states, CHAIN) == {}


def test_an_annulled_deadline_does_not_part_its_family():
    states = ruled(RAIN, ("rain-10", 1))
    states = [one._replace(status="annulled") if one.slug == "rain-20" else one for one in states]
    assert told(states) == {"rain-30": (1, "rain-10")}


def test_the_cause_that_settled_it_first_is_named():
    states = ruled(WEATHER, ("storm", 1, 7), ("rain", 1, 4))
    found = logic(states, CHAIN).consequences()
    assert {(one.question.slug, one.causes, one.at) for one in found} == {
        ("wet", "rain", 4),
        ("damp", "rain", 4),
    }


@pytest.mark.parametrize(("outcome", "at"), [(1, CLOSES), (0, CLOSES + 9)])
def test_a_yes_was_settled_by_its_deadline_and_a_no_when_it_was_said(outcome, at):
    cause = resolved(standing("rain"), outcome, CLOSES + 9)
    assert Consequence(standing("wet"), outcome, (cause,)).at == at


def test_what_was_settled_before_a_question_opened_is_marked():
    late = standing("rain-30", family="rain", closes=30, opens=6)
    (one,) = logic(ruled([RAIN[0], late], ("rain-10", 1))).consequences()
    assert (one.at, one.opens_later) == (5, True)
    (one,) = logic(ruled([RAIN[0], late], ("rain-10", 1, 6))).consequences()
    assert not one.opens_later


def test_a_cause_without_an_outcome_has_no_moment():
    with pytest.raises(ValueError, match="rain is open"):
        _ = Consequence(standing("wet"), 1, (standing("rain"),)).at


def test_nothing_is_said_where_what_is_resolved_contradicts_itself():
    states = ruled(WEATHER, ("storm", 1), ("damp", 0))
    assert told(states, CHAIN) == {}
    verdicts = logic(states, CHAIN).verdicts()
    assert {slug: {one.outcome for one in made} for slug, made in verdicts.items()} == {
        "rain": {0, 1},
        "wet": {0, 1},
    }


def test_beyond_a_contradiction_nothing_is_followed_up():
    states = ruled(WEATHER, ("storm", 1), ("rain", 0))
    decided = logic(states, CHAIN).decided_by("storm")
    assert [(one.question.slug, one.contradicts) for one in decided] == [("rain", True)]


def test_an_unresolved_question_decides_nothing():
    assert logic(WEATHER, CHAIN).decided_by("storm") == []
    assert logic(WEATHER, CHAIN).decided_by("nowhere") == []


def test_of_questions_that_exclude_each_other_one_yes_makes_the_others_no():
    race = [standing(slug) for slug in ("ana", "bo", "cy")]
    excluded = Link(LinkKind.EXCLUDES, ("ana", "bo", "cy"))
    assert told(ruled(race, ("bo", 1)), (), excluded) == {"ana": (0, "bo"), "cy": (0, "bo")}
    assert told(ruled(race, ("bo", 0)), (), excluded) == {}


def test_of_questions_of_which_one_is_yes_the_last_follows_when_the_last_but_one_is_settled():
    race = [standing(slug) for slug in ("ana", "bo", "cy")]
    exhaustive = Link(LinkKind.EXHAUSTIVE, ("ana", "bo", "cy"))
    assert told(ruled(race, ("bo", 0)), (), exhaustive) == {}
    (last,) = logic(ruled(race, ("ana", 0, 9), ("bo", 0, 4)), (), exhaustive).consequences()
    assert (last.question.slug, last.outcome, last.at, last.causes) == ("cy", 1, 9, "bo, ana")


def test_an_answer_to_a_conditional_question_says_that_its_condition_is_met():
    asked = [standing("terms"), standing("deal")]
    conditional = Link(LinkKind.CONDITIONAL, ("terms", "deal"))
    for outcome in (0, 1):
        assert told(ruled(asked, ("terms", outcome)), (), conditional) == {"deal": (1, "terms")}
    assert told(ruled(asked, ("deal", 1)), (), conditional) == {}


def test_what_is_ruled_out_is_no_only_once_its_condition_is_met():
    asked = [standing(slug) for slug in ("terms", "deal", "peace")]
    conditional = Link(LinkKind.CONDITIONAL, ("terms", "deal"))
    pairs = [("terms", "peace")]
    assert told(ruled(asked, ("peace", 0)), pairs, conditional) == {}
    met = ruled(asked, ("peace", 0, 3), ("deal", 1, 6))
    assert told(met, pairs, conditional) == {"terms": (0, "peace, deal")}


def test_deadlines_say_nothing_between_questions_with_different_conditions():
    linked = [Link(LinkKind.CONDITIONAL, ("rain-10", "wind"))]
    states = [*RAIN, standing("wind")]
    assert [link.questions for link in deadline_links(states, linked)] == [("rain-20", "rain-30")]


def test_a_resolved_question_and_its_failed_condition_contradict_each_other():
    states = ruled([standing("terms"), standing("deal")], ("terms", 1), ("deal", 0))
    said = logic(states, (), Link(LinkKind.CONDITIONAL, ("terms", "deal")))
    assert [state.slug for state in said.contradicting("deal")] == ["terms"]
    assert [state.slug for state in said.contradicting("terms")] == ["deal"]


# In any world


class World(NamedTuple):
    """Questions of whose propositions it is known when they come true, and links that hold."""

    states: list
    truth: dict
    links: list


@st.composite
def worlds(draw):
    """Propositions that come true at some time or never, each with some deadlines."""
    states, truth = [], {}
    for number in range(draw(st.integers(1, 4))):
        happens = draw(st.integers(0, 40))  # after 30 it is too late for every deadline
        for close in draw(st.lists(st.integers(1, 30), min_size=1, max_size=4)):
            slug = f"q{len(states)}"
            opens = draw(st.integers(0, close - 1))
            family = draw(st.sampled_from([f"family-{number}", None]))
            asked = standing(slug, family=family, opens=opens, closes=close)
            truth[slug] = int(happens <= close)
            settled = draw(st.integers(min(happens, close), 40))
            status = draw(st.sampled_from(["open", "closed", "resolved", "annulled"]))
            fates = {"resolved": resolved(asked, truth[slug], settled)}
            states.append(fates.get(status, asked._replace(status=status)))
    pairs = [(a, b) for a in truth for b in truth if a != b and truth[a] <= truth[b]]
    links = draw(st.lists(st.sampled_from(pairs), max_size=8)) if pairs else []
    return World(draw(st.permutations(states)), truth, links)


def closure(world):
    """What follows, by going round all implications until nothing is new."""
    states = [one for one in world.states if one.status != "annulled"]
    known = {one.slug: one.outcome for one in states}
    implied = [
        *((a, b) for a, b in world.links if a in known and b in known),
        *(
            (a.slug, b.slug)
            for a in states
            for b in states
            if a.family and a.family == b.family and a.closes < b.closes
        ),
    ]
    before = None
    while before != known:
        before = dict(known)
        for one, other in implied:
            if known[one] == 1:
                known[other] = 1
            if known[other] == 0:
                known[one] = 0
    unresolved = {one.slug for one in states if one.outcome is None}
    return {slug: known[slug] for slug in unresolved if known[slug] is not None}


@given(worlds())
def test_no_consequence_is_false_and_none_is_missed(world):
    found = logic(world.states, world.links).consequences()
    told = {one.question.slug: one.outcome for one in found}
    assert told == closure(world)
    assert all(world.truth[slug] == outcome for slug, outcome in told.items())
    assert len(told) == len(found)


@given(worlds())
def test_a_consistent_world_contradicts_itself_nowhere(world):
    said = logic(world.states, world.links)
    assert not any(one.contradicts for slug in world.truth for one in said.decided_by(slug))


@given(worlds())
def test_recording_what_follows_leaves_nothing_that_follows(world):
    found = logic(world.states, world.links).consequences()
    fates = {one.question.slug: one for one in found if not one.opens_later}
    after = [
        resolved(one, fates[one.slug].outcome, fates[one.slug].at) if one.slug in fates else one
        for one in world.states
    ]
    again = logic(after, world.links).consequences()
    assert all(one.opens_later for one in again)
    left = {one.question.slug for one in found if one.opens_later}
    assert {one.question.slug for one in again} == left
