"""Many comparisons: adjusted p-values against their definitions, and error rates by simulation."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from scoring.comparison.multiplicity import (
    benjamini_hochberg,
    benjamini_yekutieli,
    e_bh,
    holm,
    max_t,
)

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=20)
METHODS = [holm, benjamini_hochberg, benjamini_yekutieli]


def rejected_by_holm(p, alpha):
    """The smallest is compared with alpha / n, the next with alpha / (n - 1), until one fails."""
    kept = set(range(len(p)))
    for rank, one in enumerate(sorted(kept, key=lambda i: p[i])):
        if p[one] > alpha / (len(p) - rank):
            break
        kept.discard(one)
    return {i for i in range(len(p)) if i not in kept}


@given(P_VALUES, st.sampled_from([0.01, 0.05, 0.2]))
def test_holm_rejects_what_its_steps_reject(p, alpha):
    adjusted = holm(p)
    if np.any(np.abs(adjusted - alpha) < 1e-9):
        return
    assert set(np.flatnonzero(adjusted <= alpha)) == rejected_by_holm(p, alpha)


@given(P_VALUES)
def test_false_discovery_rates_are_those_of_an_independent_program(p):
    assert benjamini_hochberg(p) == pytest.approx(false_discovery_control(p, method="bh"))
    assert benjamini_yekutieli(p) == pytest.approx(false_discovery_control(p, method="by"))


@pytest.mark.parametrize("method", METHODS)
@given(p=P_VALUES)
def test_adjusted_values_keep_the_order_and_never_fall(method, p):
    adjusted = method(p)
    assert np.all((adjusted >= np.array(p)) & (adjusted <= 1.0))
    assert np.all(np.diff(adjusted[np.argsort(p, kind="stable")]) >= 0.0)


@pytest.mark.parametrize("method", METHODS)
def test_a_missing_value_does_not_count(method):
    assert method([0.01, np.nan, 0.02])[[0, 2]].tolist() == method([0.01, 0.02]).tolist()
    assert np.isnan(method([0.01, np.nan, 0.02])[1])
    assert method([]).size == 0


@pytest.mark.parametrize("method", METHODS)
def test_what_is_no_probability_is_refused(method):
    with pytest.raises(ValueError, match="p-values"):
        method([0.2, 1.2])


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=12), st.sampled_from([0.05, 0.2]))
def test_e_bh_rejects_the_most_that_its_rule_allows(e, alpha):
    best = max((k for k in range(1, len(e) + 1) if sorted(e)[-k] * k * alpha >= len(e)), default=0)
    least = sorted(e)[-best] if best else math.inf
    assert e_bh(e, alpha).tolist() == [value >= least for value in e]


def test_e_bh_leaves_missing_and_infinite_values_their_places():
    assert e_bh([np.nan, np.inf, 1.0]).tolist() == [False, True, False]
    assert e_bh([]).size == 0


def max_t_by_hand(advantage, cluster):
    """Step-down over every choice of signs, written from the definition."""
    groups = sorted(set(cluster))
    sums = [
        [sum(d for d, c in zip(row, cluster, strict=True) if c == g) for g in groups]
        for row in advantage
    ]
    unit = [[s / math.hypot(*row) for s in row] for row in sums]
    found = [abs(sum(row)) for row in unit]
    order, p, floor = sorted(range(len(found)), key=lambda i: -found[i]), {}, 0.0
    for rank, row in enumerate(order):
        rest = [unit[i] for i in order[rank:]]
        extreme = [
            max(abs(sum(s * d for s, d in zip(signs, one, strict=True))) for one in rest)
            >= found[row] - 1e-9
            for signs in product([1, -1], repeat=len(groups))
        ]
        floor = max(floor, sum(extreme) / len(extreme))
        p[row] = floor
    return [p[i] for i in range(len(found))]


def test_few_clusters_are_gone_through_completely():
    rng = np.random.default_rng(2)
    advantage = rng.normal(0.3, 1.0, (4, 14))
    cluster = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]
    assert max_t(advantage, cluster).tolist() == pytest.approx(max_t_by_hand(advantage, cluster))


def test_drawn_signs_come_near_to_all_of_them():
    advantage = np.random.default_rng(3).normal(0.2, 1.0, (3, 12))
    every, drawn = max_t(advantage, range(12)), max_t(advantage, range(12), draws=4000, seed=1)
    assert drawn == pytest.approx(every, abs=3 * math.sqrt(0.25 / 4000))


def test_a_pair_alone_keeps_its_own_p_value_and_companions_only_raise_it():
    advantage = np.random.default_rng(4).normal(0.4, 1.0, (5, 12))
    alone = [max_t(row, range(12)).item() for row in advantage]
    assert np.all(max_t(advantage, range(12)) >= np.array(alone))


def test_neither_the_scale_nor_the_sign_of_a_row_matters():
    advantage = np.random.default_rng(5).normal(0.4, 1.0, (3, 30))
    scaled = advantage * np.array([[100.0], [-1.0], [1e-6]])
    assert max_t(scaled, range(30), seed=7).tolist() == max_t(advantage, range(30), seed=7).tolist()


def test_rows_without_evidence_have_no_p_value_and_disturb_no_other():
    rows = np.array([[0.2, 0.1, 0.3, 0.2], [np.nan] * 4, [0.1, np.inf, 0.2, 0.1], [0.0] * 4])
    found = max_t(rows, range(4))
    assert found[0] == max_t(rows[0], range(4)).item()
    assert np.isnan(found[1:3]).all()
    assert found[3] == 1.0


def test_a_question_that_a_pair_lacks_counts_nothing_for_it():
    with_gap = max_t([[0.2, np.nan, 0.3, -0.2]], [0, 1, 2, 3])
    assert with_gap == max_t([[0.2, 0.3, -0.2]], [0, 2, 3])


def test_rows_and_clusters_of_other_lengths_are_refused():
    with pytest.raises(ValueError, match="one length"):
        max_t([[0.1, 0.2]], [0])


def test_equal_forecasters_are_rarely_told_apart_in_any_of_many_pairs():
    rng, alarms, runs = np.random.default_rng(6), 0, 300
    for _ in range(runs):
        losses = rng.exponential(1.0, (5, 60)) + rng.normal(0, 1, 60)
        pairs = np.array([losses[i] - losses[j] for i in range(5) for j in range(i)])
        alarms += max_t(pairs, np.arange(60), draws=199, seed=rng).min() <= 0.05
    assert alarms / runs <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / runs)
    assert alarms > 0


@pytest.mark.parametrize("method", METHODS)
def test_values_keep_the_shape_they_have(method):
    assert method(0.03).shape == ()
    square = method([[0.01, 0.04], [0.03, 0.5]])
    assert square.ravel().tolist() == method([0.01, 0.04, 0.03, 0.5]).tolist()
    assert square.shape == (2, 2)
