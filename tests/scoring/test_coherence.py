"""Coherence: agreement with every possible world looked at, and the laws of the nearest point."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracle_coherence import log_losses, nearest, possible, squares, sure_loss

from scoring.coherence import Constraint, assess, project

few = settings(max_examples=settings.default.max_examples // 5)
"""Each world is solved in several ways, which takes its time."""

WORDS = st.one_of(st.sampled_from([0.1, 0.25, 0.5, 0.8]), st.floats(0.001, 0.999))


@st.composite
def linked(draw, *, silent=True):
    """Some questions with forecasts, some of them without, and constraints of every kind."""
    size = draw(st.integers(2, 6))
    order = st.permutations(range(size))
    pairs = st.builds(lambda one: Constraint("implies", tuple(one[:2])), order)
    sets = st.builds(
        lambda kind, count, one: Constraint(kind, tuple(one[:count])),
        st.sampled_from(["excludes", "excludes", "exhaustive"]),
        st.integers(1, size),
        order,
    )
    constraints = draw(st.lists(st.one_of(pairs, sets), min_size=1, max_size=6))
    words = st.one_of(WORDS, WORDS, st.just(np.nan)) if silent else WORDS
    p = np.array(draw(st.lists(words, min_size=size, max_size=size)))
    worlds = possible(constraints, size)
    assume(len(worlds) > 0 and np.isfinite(p).any())
    return p, constraints, worlds


def seen(p, worlds):
    """What was said, and the worlds as far as they tell those questions apart."""
    said = np.isfinite(p)
    return said, np.unique(worlds[:, said], axis=0)


def least_information(p, worlds):
    """The projection by Kullback-Leibler divergence; what is the same in all worlds is that."""
    expected = worlds[0].copy()
    open_ = (worlds != expected).any(axis=0)
    if open_.any():
        expected[open_] = nearest(worlds[:, open_], *log_losses(p[open_]))
    return expected


def log_loss(q, worlds):
    with np.errstate(divide="ignore"):
        return -np.log(np.where(worlds == 1.0, q, 1.0 - q)).sum(axis=1)


@few
@given(linked())
def test_the_nearest_coherent_forecasts_are_those_of_every_world_weighed(drawn):
    p, constraints, worlds = drawn
    said, worlds = seen(p, worlds)
    found = project(p, constraints)
    assert np.array_equal(np.isfinite(found), said)
    assert found[said] == pytest.approx(nearest(worlds, *squares(p[said])), abs=1e-9)


@few
@given(linked())
def test_so_are_those_of_least_information(drawn):
    p, constraints, worlds = drawn
    said, worlds = seen(p, worlds)
    found = project(p, constraints, divergence="log")
    assert found[said] == pytest.approx(least_information(p[said], worlds), abs=1e-9)


@few
@given(linked())
def test_projecting_gains_at_least_the_divergence_in_every_possible_world(drawn):
    p, constraints, worlds = drawn
    said, worlds = seen(p, worlds)
    told, p = assess(p, constraints), p[said]
    brier = (worlds - p) ** 2 - (worlds - told.least_squares[said]) ** 2
    log = log_loss(p, worlds) - log_loss(told.kullback_leibler[said], worlds)
    assert brier.sum(axis=1).min() >= told.brier_gain - 1e-12
    assert log.min() >= told.log_gain - 1e-12
    assert told.brier_gain >= 0.0
    assert told.log_gain >= -1e-12


@few
@given(linked())
def test_the_stakes_win_the_sure_loss_in_every_world_and_none_win_more(drawn):
    p, constraints, worlds = drawn
    said, worlds = seen(p, worlds)
    told = assess(p, constraints)
    stakes = told.stakes[said]
    assert np.abs(stakes).max() <= 1.0
    assert not told.stakes[~said].any()
    assert ((worlds - p[said]) @ stakes).min() >= told.sure_loss - 1e-9
    assert told.sure_loss == pytest.approx(sure_loss(p[said], worlds), abs=1e-9)


@few
@given(linked())
def test_there_is_a_violation_where_there_is_a_sure_loss_and_its_excess_is_one(drawn):
    p, constraints, worlds = drawn
    told = assess(p, constraints)
    assert bool(told.violations) == (told.sure_loss > 1e-12)
    for one in told.violations:
        own = list(one.questions)
        assert np.isfinite(p[own]).all()
        assert one.excess <= sure_loss(p[own], np.unique(worlds[:, own], axis=0)) + 1e-9


@few
@given(linked(silent=False), st.data())
def test_any_mixture_of_worlds_stays_exactly_as_it_is(drawn, data):
    _, constraints, worlds = drawn
    weights = np.array(
        data.draw(st.lists(st.integers(1, 9), min_size=len(worlds), max_size=len(worlds)))
    )
    p = np.clip(weights @ worlds / weights.sum(), 0.0, 1.0)
    told = assess(p, constraints)
    assert told.least_squares == pytest.approx(p, abs=1e-12)
    assert told.kullback_leibler == pytest.approx(p, abs=1e-12)
    assert told.sure_loss == pytest.approx(0.0, abs=1e-12)
    assert told.violations == ()


@few
@given(linked(silent=False), st.sampled_from(["brier", "log"]))
def test_projecting_twice_is_projecting_once(drawn, divergence):
    p, constraints, _ = drawn
    once = project(p, constraints, divergence=divergence)
    assert project(once, constraints, divergence=divergence) == pytest.approx(once, abs=1e-12)


@few
@given(linked(), st.randoms())
def test_the_order_of_questions_and_constraints_changes_nothing(drawn, random):
    p, constraints, _ = drawn
    order = random.sample(range(p.size), p.size)
    moved = [
        Constraint(kind, tuple(order.index(one) for one in questions))
        for kind, questions in random.sample(constraints, len(constraints))
    ]
    found = project(p[order], moved)
    assert found == pytest.approx(project(p, constraints)[order], abs=1e-12, nan_ok=True)


def test_three_that_exclude_each_other_in_pairs_sum_to_one_together():
    pairs = [Constraint("excludes", pair) for pair in ((0, 1), (1, 2), (0, 2))]
    told = assess([0.5, 0.5, 0.5], pairs)
    assert told.least_squares == pytest.approx([1 / 3] * 3, abs=1e-15)
    assert [(one.kind, one.questions) for one in told.violations] == [("excludes", (0, 1, 2))]
    assert told.violations[0].excess == pytest.approx(0.5)


def test_a_ring_of_five_exclusions_needs_an_inequality_of_all_five():
    ring = [Constraint("excludes", (one, (one + 1) % 5)) for one in range(5)]
    told = assess([0.5] * 5, ring)
    assert told.least_squares == pytest.approx([0.4] * 5, abs=1e-12)
    assert [(one.kind, one.questions) for one in told.violations] == [("jointly", (0, 1, 2, 3, 4))]
    assert told.sure_loss == pytest.approx(0.5)


def test_a_question_without_a_forecast_passes_on_what_is_known():
    chain = [Constraint("implies", (0, 1)), Constraint("implies", (1, 2))]
    told = assess([0.6, np.nan, 0.4], chain)
    assert told.least_squares == pytest.approx([0.5, np.nan, 0.5], nan_ok=True)
    assert [one.questions for one in told.violations] == [(0, 2)]


@pytest.mark.parametrize("p", [[], [0.3], [0.3, np.nan]])
def test_without_constraints_everything_holds_together(p):
    told = assess(p, [])
    assert told.least_squares == pytest.approx(p, nan_ok=True)
    assert (told.sure_loss, told.violations, told.brier_gain, told.log_gain) == (0.0, (), 0.0, 0.0)


def test_a_weight_holds_a_forecast_where_it_is():
    found = project([0.6, 0.3], [Constraint("implies", (0, 1))], weights=[2.0, 1.0])
    assert found == pytest.approx([0.5, 0.5])


def test_questions_without_a_forecast_may_be_torn_between_sets_that_press_hard():
    sets = [("exhaustive", (3, 5, 1, 7, 2, 6)), ("excludes", (1, 4, 7, 3, 5, 6, 0))]
    p = np.array([0.001, 0.001, 0.001, 0.3, 0.001, np.nan, np.nan, 0.01])
    links = [Constraint(*one) for one in [*sets, ("implies", (3, 6))]]
    said, worlds = seen(p, possible(links, p.size))
    told = assess(p, links)
    assert told.least_squares[said] == pytest.approx(nearest(worlds, *squares(p[said])), abs=1e-9)
    assert told.kullback_leibler[said] == pytest.approx(
        least_information(p[said], worlds), abs=1e-9
    )


def test_certainties_stay_by_divergence_and_a_contradiction_of_them_is_told():
    nested = [Constraint("implies", (0, 1))]
    assert project([0.4, 0.0], [*nested], divergence="brier") == pytest.approx([0.2, 0.2])
    assert project([0.4, 0.0], nested, divergence="log").tolist() == [0.0, 0.0]
    told = assess([1.0, 0.0], nested)
    assert told.log_gain == np.inf
    assert np.isnan(told.kullback_leibler).all()
    with pytest.raises(ValueError, match="contradict"):
        project([1.0, 0.0], nested, divergence="log")


@pytest.mark.parametrize(
    "constraints",
    [
        [("excludes", (0, 1)), ("exhaustive", (0,)), ("exhaustive", (1,))],
        [("exhaustive", (0, 1)), ("implies", (0, 2)), ("implies", (1, 2)), ("excludes", (2, 3)),
         ("exhaustive", (3,))],
    ],
)  # fmt: skip
def test_constraints_that_no_world_satisfies_are_refused(constraints):
    with pytest.raises(ValueError, match="contradict each other"):
        assess([0.5] * 4, [Constraint(*one) for one in constraints])


@pytest.mark.parametrize(
    ("constraint", "message"),
    [
        (("excludes", (0, 0)), "different"),
        (("implies", (0, 1, 2)), "two"),
        (("implies", (0, 9)), "speaks of"),
        (("forbids", (0, 1)), "unknown kind"),
    ],
)
def test_empty_words_are_refused(constraint, message):
    with pytest.raises(ValueError, match=message):
        project([0.5] * 3, [Constraint(*constraint)])


@pytest.mark.parametrize("p", [[[0.5]], [1.1], [-0.1]])
def test_so_is_what_is_no_probability(p):
    with pytest.raises(ValueError, match=r"one a question|within 0 and 1"):
        project(p, [])


def test_questions_that_hang_together_in_too_many_ways_are_refused():
    rng = np.random.default_rng(1)
    tangle = [Constraint("excludes", tuple(rng.permutation(200)[:2].tolist())) for _ in range(400)]
    with pytest.raises(ValueError, match="leave some links out"):
        project(np.full(200, 0.45), tangle)
