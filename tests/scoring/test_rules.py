"""Scoring rules: closed forms, laws, and exactness where doubles run out."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules import BRIER, BRIER2, LOG, LOG_BITS, RULES, SPHERICAL, clip

ANY_P = st.floats(0.0, 1.0)
INNER_P = st.floats(1e-6, 1 - 1e-6)
RULE = st.sampled_from(list(RULES.values()))
LN2 = math.log(2)


@given(ANY_P, st.sampled_from([0, 1]))
def test_brier_is_the_squared_distance_from_what_happened(p, y):
    exact = float((Fraction(p) - y) ** 2)
    assert BRIER.loss(p, y) == pytest.approx(exact, rel=4e-16, abs=1e-300)
    assert BRIER2.loss(p, y) == 2 * BRIER.loss(p, y)


@given(ANY_P.filter(lambda p: 0 < p < 1))
def test_log_is_minus_the_logarithm_of_the_outcomes_probability(p):
    assert LOG.loss(p, 1) == pytest.approx(-math.log(p), rel=5e-16)
    assert LOG.loss(p, 0) == pytest.approx(-math.log1p(-p), rel=5e-16)
    assert LOG_BITS.loss(p, 1) == pytest.approx(-math.log(p) / LN2, rel=1e-15)


@given(ANY_P, st.sampled_from([0, 1]))
def test_spherical_is_one_minus_the_reward(p, y):
    reward = (p if y else 1 - p) / math.hypot(p, 1 - p)
    assert SPHERICAL.loss(p, y) == pytest.approx(1 - reward, abs=3e-16)


@pytest.mark.parametrize(
    ("p", "y", "expected"),
    [
        (1e-300, 1, 690.7755278982137),
        (5e-324, 1, 744.4400719213812),
        (1e-300, 0, 1e-300),
        (1e-17, 0, 1e-17),
        (1 - 2**-53, 0, 53 * LN2),
        (1 - 2**-53, 1, 2.0**-53),
        (1e-14, 0, 1e-14 + 5e-29),
    ],
)
def test_log_keeps_its_precision_at_both_edges(p, y, expected):
    assert LOG.loss(p, y) == pytest.approx(expected, rel=4e-16)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_certainty_costs_nothing_when_right_and_the_bound_when_wrong(rule):
    right, wrong = rule.loss([0.0, 1.0], [0, 1]), rule.loss([0.0, 1.0], [1, 0])
    assert right.tolist() == [0.0, 0.0]
    assert wrong.tolist() == [rule.bound, rule.bound]
    assert not np.signbit(right).any()


@given(RULE, INNER_P, INNER_P)
def test_honesty_has_the_least_expected_loss(rule, belief, told):
    expected = belief * rule.loss([belief, told], 1) + (1 - belief) * rule.loss([belief, told], 0)
    assert expected[0] <= expected[1] + 1e-14


@given(RULE, ANY_P, st.sampled_from([0, 1]))
def test_a_loss_lies_between_zero_and_its_bound(rule, p, y):
    assert 0.0 <= rule.loss(p, y) <= rule.bound


@given(RULE, st.integers(0, 64))
def test_yes_and_no_are_treated_alike(rule, sixty_fourths):
    p = sixty_fourths / 64
    assert rule.loss(p, 1) == pytest.approx(rule.loss(1 - p, 0).item(), rel=1e-15)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_float32_is_widened_before_anything_is_computed(rule):
    p = np.float32([0.1, 0.9])
    assert rule.loss(p, [1, 0]).tolist() == rule.loss(p.astype(np.float64), [1, 0]).tolist()


def test_a_float32_probability_of_a_tenth_is_not_a_tenth():
    assert BRIER.loss(np.float32([0.1]), [1]).item() == pytest.approx(0.809999997317791, rel=1e-14)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_missing_probability_or_outcome_gives_a_missing_loss(rule):
    assert np.isnan(rule.loss([math.nan, 0.4], [1, math.nan])).all()


@pytest.mark.parametrize("p", [-1e-300, 1 + 2**-52, math.inf, -math.inf, 70])
def test_probabilities_outside_the_unit_interval_are_refused(p):
    with pytest.raises(ValueError, match="probabilities"):
        BRIER.loss([0.5, p], 1)


@pytest.mark.parametrize("y", [2, -1, 0.5, math.inf])
def test_outcomes_other_than_yes_and_no_are_refused(y):
    with pytest.raises(ValueError, match="outcomes"):
        LOG.loss(0.5, [1, y])


@pytest.mark.parametrize("outcome", [True, np.array([True, False]), [1, 0]])
def test_arguments_broadcast_and_the_result_has_their_shape(outcome):
    p = np.full((3, 2), 0.25)
    assert BRIER.loss(p, outcome).shape == (3, 2)
    assert BRIER.loss(0.25, 1).shape == ()


def test_nothing_has_no_mean():
    assert math.isnan(BRIER.mean([], []))
    assert math.isnan(BRIER.mean([0.5], [1], weights=[0]))


@given(st.lists(st.tuples(ANY_P, st.integers(0, 1), st.integers(0, 3)), min_size=1))
def test_a_weight_counts_like_that_many_copies(rows):
    p, y, w = zip(*rows, strict=True)
    copies = [(a, b) for a, b, times in rows for _ in range(times)]
    expected = BRIER.mean([a for a, _ in copies], [b for _, b in copies])
    assert BRIER.mean(p, y, weights=w) == pytest.approx(
        expected, rel=1e-12, abs=1e-300, nan_ok=True
    )


def test_a_forecast_without_weight_does_not_count_even_where_infinite():
    assert LOG.mean([0.5, 0.0], [1, 1], weights=[1, 0]) == pytest.approx(LN2)


@pytest.mark.parametrize("weights", [[-1, 1], [math.nan, 1]])
def test_weights_must_be_numbers_of_at_least_zero(weights):
    with pytest.raises(ValueError, match="weights"):
        BRIER.mean([0.5, 0.5], [1, 0], weights=weights)


def test_the_mean_of_many_equal_losses_is_that_loss():
    assert BRIER.mean(np.full(1_000_000, 0.1), 0) == pytest.approx(0.1**2, rel=1e-14)


def test_clipping_happens_only_when_asked_for():
    p = np.array([0.0, 0.5, 1.0])
    assert clip(p, None).tolist() == [0.0, 0.5, 1.0]
    assert clip(p, 0.01).tolist() == [0.01, 0.5, 0.99]


@pytest.mark.parametrize("eps", [0.0, 0.5, -0.1, math.nan])
def test_a_floor_must_lie_between_zero_and_one_half(eps):
    with pytest.raises(ValueError, match="eps"):
        clip(np.array([0.5]), eps)
