"""Two forecasters on the same questions: differences, their interval, and who is better."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.comparison.paired import paired

LOSSES = st.floats(0, 1)
PAIRS = st.lists(st.tuples(LOSSES, LOSSES), min_size=2, max_size=30)
LEVELS = st.sampled_from([0.5, 0.8, 0.95, 0.99])


def alone(first, second, level=0.95):
    """A comparison in which every question is a cluster of its own."""
    return paired(first, second, range(len(first)), level=level)


def test_every_question_is_its_own_cluster_unless_told_otherwise():
    columns = ([0.1, 0.2, 0.05], [0.3, 0.25, 0.1])
    assert paired(*columns).p == paired(*columns, [0, 1, 2]).p


@given(PAIRS, LEVELS)
def test_questions_without_families_make_the_paired_t_test(pairs, level):
    first, second = map(np.array, zip(*pairs, strict=True))
    if np.ptp(second - first) < 1e-6:
        return
    found, expected = alone(first, second, level), stats.ttest_rel(second, first)
    interval = expected.confidence_interval(level)
    assert found.difference == pytest.approx((second - first).mean(), abs=1e-12)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-6)
    ends = found.difference - found.half_width, found.difference + found.half_width
    assert ends == pytest.approx((interval.low, interval.high), rel=1e-6, abs=1e-9)


def by_hand(clusters, level):
    """Difference, half-width and p of differences in clusters, written out sum by sum."""
    n = sum(map(len, clusters))
    mean = math.fsum(math.fsum(own) for own in clusters) / n
    variance, squares = 0.0, 0.0
    for own in clusters:
        h = len(own) / n
        variance += math.fsum(d - mean for d in own) ** 2 / (1 - h) / n**2
        squares += h**2
    freedom = 1 / squares - 1
    error = math.sqrt(variance)
    half = stats.t.ppf(0.5 + level / 2, freedom) * error
    return mean, half, 2 * stats.t.sf(abs(mean) / error, freedom)


@pytest.mark.parametrize(
    "clusters",
    [
        [[0.1, 0.2], [-0.1]],
        [[0.1, 0.2, 0.4], [-0.1, 0.05], [0.3]],
        [[0.1], [0.2], [0.3], [-0.2] * 4],
    ],
)
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_families_are_clusters(clusters, level):
    second = [0.5 + d for own in clusters for d in own]
    group = [code for code, own in enumerate(clusters) for _ in own]
    shuffled = np.random.default_rng(1).permutation(len(group))
    second, group = np.array(second)[shuffled], np.array(group)[shuffled]
    found = paired([0.5] * len(group), second, group, level=level)
    assert (found.difference, found.half_width, found.p) == pytest.approx(by_hand(clusters, level))
    assert found.clusters == len(clusters)


def test_a_family_counts_no_more_than_one_question_that_says_the_same():
    one = alone([0.1, 0.3, 0.2], [0.2, 0.2, 0.5])
    many = paired([0.1, 0.3, 0.2] * 4, [0.2, 0.2, 0.5] * 4, [0, 1, 2] * 4)
    assert (many.difference, many.half_width, many.p) == pytest.approx(
        (one.difference, one.half_width, one.p)
    )


@given(PAIRS, LEVELS)
def test_exchanging_the_two_turns_every_sign(pairs, level):
    first, second = zip(*pairs, strict=True)
    one, other = alone(first, second, level), alone(second, first, level)
    assert one.difference == pytest.approx(-other.difference, abs=1e-12)
    assert one.half_width == pytest.approx(other.half_width, abs=1e-9)
    assert one.better == other.better[::-1]
    assert {one.winner, other.winner} in ({0}, {1, 2})


@given(PAIRS, LEVELS)
def test_somebody_is_better_where_the_p_value_is_below_what_the_level_leaves(pairs, level):
    found = alone(*zip(*pairs, strict=True), level)
    if not math.isnan(found.p) and abs(found.p - (1 - level)) > 1e-6:
        assert (found.winner != 0) == (found.p < 1 - level)
        assert (found.winner != 0) == (found.needed < found.questions)


def test_the_number_of_questions_that_is_needed_narrows_the_interval_to_the_difference():
    few = alone([0.1, 0.3, 0.2, 0.4], [0.2, 0.2, 0.5, 0.35])
    assert few.needed == pytest.approx(4 * (few.half_width / few.difference) ** 2)
    assert few.winner == 0
    assert few.needed > 4


def test_one_family_has_a_difference_and_no_interval():
    for found in (alone([0.1], [0.3]), paired([0.1, 0.2], [0.3, 0.3], [7, 7])):
        assert found.difference > 0
        assert np.isnan([found.half_width, found.p, found.needed]).all()
        assert (found.winner, found.clusters) == (0, 1)


def test_without_questions_nothing_is_known():
    found = alone([], [])
    figures = [found.first, found.second, found.difference, found.half_width, found.p, found.needed]
    assert np.isnan(figures).all()
    assert (found.questions, found.clusters, found.better, found.winner) == (0, 0, (0, 0), 0)


def test_two_who_always_said_the_same_cannot_be_told_apart_by_any_number_of_questions():
    found = alone([0.1, 0.2, 0.3], [0.1, 0.2, 0.3])
    assert (found.difference, found.half_width, found.winner) == (0, 0, 0)
    assert math.isnan(found.p)
    assert found.needed == math.inf
    assert found.better == (0, 0)


def test_a_difference_that_is_always_the_same_is_certain():
    found = alone([0.0, 0.25, 0.5], [0.25, 0.5, 0.75])
    assert (found.p, found.winner, found.needed) == (0, 1, 0)


def test_one_cluster_with_nearly_all_questions_says_next_to_nothing():
    found = paired([0.1] * 100, [0.2] * 99 + [0.5], [0] * 99 + [1])
    assert found.half_width > 1e9
    assert found.winner == 0


def test_a_weight_is_that_many_equal_questions_of_one_family():
    light = paired([0.1, 0.3, 0.2], [0.2, 0.2, 0.5], [0, 1, 2], weights=[1, 3, 2])
    many = paired([0.1] + [0.3] * 3 + [0.2] * 2, [0.2] + [0.2] * 3 + [0.5] * 2, [0, 1, 1, 1, 2, 2])
    for name in ("first", "second", "difference", "half_width", "p"):
        assert getattr(light, name) == pytest.approx(getattr(many, name)), name


@given(PAIRS, st.floats(0.01, 100))
def test_only_the_proportions_of_weights_count(pairs, factor):
    first, second = zip(*pairs, strict=True)
    weights = np.linspace(1, 2, len(first))
    one, other = (
        paired(first, second, range(len(first)), weights=w) for w in (weights, factor * weights)
    )
    assert one.difference == pytest.approx(other.difference)
    assert one.half_width == pytest.approx(other.half_width, rel=1e-6, abs=1e-12)


def test_a_question_without_weight_is_left_out_even_where_it_costs_infinity():
    found = paired([0.1, 0.2, np.inf], [0.3, 0.2, 0.1], [0, 1, 2], weights=[1, 1, 0])
    alike = alone([0.1, 0.2], [0.3, 0.2])
    assert (found.questions, found.difference, found.p) == (2, alike.difference, alike.p)


@pytest.mark.parametrize(
    ("first", "second", "difference"),
    [([np.inf, 0.1], [0.2, 0.2], -np.inf), ([np.inf, 0.1], [np.inf, 0.2], np.nan)],
)
def test_an_infinite_loss_leaves_no_interval_and_no_winner(first, second, difference):
    found = alone(first, second)
    assert found.difference == pytest.approx(difference, nan_ok=True)
    assert np.isnan([found.half_width, found.p, found.needed]).all()
    assert found.winner == 0


@pytest.mark.parametrize(
    ("cluster", "weights", "told"),
    [([0], None, "one length"), ([0, 1], [1], "one length"), ([0, 1], [1, -1], "weights")],
)
def test_columns_that_do_not_fit_are_an_error(cluster, weights, told):
    with pytest.raises(ValueError, match=told):
        paired([0.1, 0.2], [0.3, 0.4], cluster, weights=weights)


def test_a_table_of_losses_is_read_row_by_row():
    first, second, family = [[0.1, 0.2], [0.4, 0.3]], [[0.3, 0.5], [0.4, 0.9]], [[0, 1], [1, 2]]
    found = paired(first, second, family, weights=np.ones((2, 2)))
    assert found.p == paired(*map(np.ravel, (first, second, family))).p


def test_a_family_beside_which_the_others_vanish_is_all_the_evidence():
    found = paired([0.0, 0.1], [1.0, 0.9], [0, 1], weights=[1e12, 1e-12])
    assert found.difference == 1.0
    assert np.isnan([found.half_width, found.p, found.needed]).all()
