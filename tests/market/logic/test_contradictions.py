"""Contradictions found link by link, against all possible worlds at once."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from market.logic.contradictions import NEGLIGIBLE, contradictions, nearest
from market.logic.links import Link, LinkKind
from market.logic.live import live_links
from scoring.coherence import Constraint, project

IMPLIES, EXCLUDES, EXHAUSTIVE = LinkKind.IMPLIES, LinkKind.EXCLUDES, LinkKind.EXHAUSTIVE
CONDITIONAL = LinkKind.CONDITIONAL
SLUGS = "abcde"
SETS = (EXCLUDES, EXHAUSTIVE)

probabilities = st.integers(1, 99).map(lambda hundredths: hundredths / 100)
forecasts = st.dictionaries(st.sampled_from(SLUGS), probabilities, min_size=1)
implications = st.lists(
    st.sampled_from(list(permutations(SLUGS, 2))).map(lambda pair: Link(IMPLIES, pair)), max_size=6
)
sets = st.builds(
    lambda kind, slugs: Link(kind, tuple(slugs)),
    st.sampled_from(SETS),
    st.lists(st.sampled_from(SLUGS), min_size=2, max_size=4, unique=True),
)


ALLOWS = {
    IMPLIES: lambda answers: answers[0] <= answers[1],
    EXCLUDES: lambda answers: sum(answers) <= 1,
    EXHAUSTIVE: lambda answers: sum(answers) >= 1,
}


def sure_loss(links, said):
    """How far forecasts are, in sum, from the nearest that some weights of the worlds give."""
    answers = (dict(zip(SLUGS, world, strict=True)) for world in product((0, 1), repeat=len(SLUGS)))
    worlds = [
        [world[slug] for slug in said]
        for world in answers
        if all(ALLOWS[link.kind]([world[slug] for slug in link.questions]) for link in links)
    ]
    assume(worlds)
    size = len(said)
    apart = np.hstack([np.transpose(worlds), np.eye(size), -np.eye(size)])
    in_all = np.repeat([1.0, 0.0], [len(worlds), 2 * size])
    return linprog(1.0 - in_all, A_eq=[*apart, in_all], b_eq=[*said.values(), 1.0]).fun


@given(implications, forecasts)
def test_implications_are_contradicted_exactly_where_somebody_can_win_for_sure(links, said):
    found = contradictions(links, said)
    loss = sure_loss(links, said)
    assert bool(found) is (loss > NEGLIGIBLE)
    assert all(one.excess <= loss + 1e-9 for one in found)


@given(sets, forecasts)
def test_a_set_is_contradicted_exactly_where_somebody_can_win_for_sure(link, said):
    found = contradictions([link], said)
    assert sum(one.excess for one in found) == pytest.approx(sure_loss([link], said))


@given(implications, st.lists(sets, max_size=2), forecasts)
def test_whatever_is_called_a_contradiction_costs_as_much_at_least(links, more, said):
    loss = sure_loss([*links, *more], said)
    for one in contradictions([*links, *more], said):
        assert NEGLIGIBLE < one.excess <= loss + 1e-9
        assert set(one.questions) <= set(said)


@settings(max_examples=10, deadline=None)
@given(st.sampled_from([IMPLIES, *SETS]), st.lists(probabilities, min_size=2, max_size=4))
def test_the_nearest_numbers_are_those_of_the_projection(kind, said):
    said = said[:2] if kind is IMPLIES else said
    slugs = tuple(SLUGS[: len(said)])
    assume(contradictions([Link(kind, slugs)], dict(zip(slugs, said, strict=True))))
    expected = project(said, [Constraint(kind.value, tuple(range(len(said))))])
    assert nearest(kind, said) == pytest.approx(expected)


def test_the_worst_comes_first_and_what_is_said_twice_is_told_once():
    links = [
        Link(IMPLIES, ("a", "b")),
        Link(IMPLIES, ("a", "c")),
        Link(EXCLUDES, ("c", "d")),
        Link(EXCLUDES, ("d", "c")),
        Link(IMPLIES, ("a", "b"), derived=True),
    ]
    found = contradictions(links, {"a": 0.5, "b": 0.4, "c": 0.3, "d": 0.95})
    told = [(one.kind, set(one.questions), round(one.excess, 9)) for one in found]
    assert told == [
        (EXCLUDES, {"c", "d"}, 0.25),
        (IMPLIES, {"a", "c"}, 0.2),
        (IMPLIES, {"a", "b"}, 0.1),
    ]


def test_a_set_is_followed_up_to_the_questions_that_have_a_forecast():
    links = [Link(IMPLIES, ("a", "b")), Link(EXCLUDES, ("b", "c")), Link(IMPLIES, ("d", "c"))]
    (found,) = contradictions(links, {"a": 0.7, "d": 0.6})
    assert (found.kind, found.questions) == (EXCLUDES, ("a", "d"))
    links = [Link(EXHAUSTIVE, ("a", "b")), Link(IMPLIES, ("b", "c"))]
    assert contradictions(links, {"a": 0.3}) == []
    (found,) = contradictions(links, {"a": 0.3, "c": 0.6})
    assert (found.kind, found.questions) == (EXHAUSTIVE, ("a", "c"))


def test_rounding_as_a_percentage_is_typed_contradicts_nothing():
    thirds = dict.fromkeys("abc", 0.333333)
    assert contradictions([Link(EXHAUSTIVE, ("a", "b", "c"))], thirds) == []


def test_only_questions_with_the_same_conditions_are_compared():
    same, other = Link(IMPLIES, ("a", "b")), Link(IMPLIES, ("b", "c"))
    links = [same, other, Link(CONDITIONAL, ("a", "d")), Link(CONDITIONAL, ("b", "d"))]
    assert live_links(links, {}) == [same]
    assert live_links(links, {"d": 1}) == [same, other]


def test_outcomes_leave_of_a_set_what_is_still_in_doubt():
    links = [
        Link(EXCLUDES, ("a", "b", "c")),
        Link(EXHAUSTIVE, ("a", "b")),
        Link(IMPLIES, ("a", "c")),
    ]
    assert live_links(links, {"c": 0}) == [Link(EXCLUDES, ("a", "b")), links[1]]
    assert live_links(links, {"c": 1}) == [links[1]]
    assert live_links(links, {"b": 0}) == [Link(EXCLUDES, ("a", "c")), links[2]]
