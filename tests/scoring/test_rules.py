"""Scoring rules without a parameter: closed forms, and exactness where doubles run out."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules import BRIER, BRIER2, LOG, LOG_BITS, SPHERICAL, ZERO_ONE, clip

ANY_P = st.floats(0.0, 1.0)
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


def test_zero_one_counts_what_was_called_wrong_and_half_of_what_was_not_called():
    assert ZERO_ONE.loss([0.2, 0.5, 0.8, 0.5], [1, 1, 1, 0]).tolist() == [1.0, 0.5, 0.0, 0.5]


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


def test_a_float32_probability_of_a_tenth_is_not_a_tenth():
    assert BRIER.loss(np.float32([0.1]), [1]).item() == pytest.approx(0.809999997317791, rel=1e-14)


@pytest.mark.parametrize("p", [-1e-300, 1 + 2**-52, math.inf, -math.inf, 70])
def test_probabilities_outside_the_unit_interval_are_refused(p):
    with pytest.raises(ValueError, match="probabilities"):
        BRIER.loss([0.5, p], 1)


@pytest.mark.parametrize("y", [2, -1, 0.5, math.inf])
def test_outcomes_other_than_yes_and_no_are_refused(y):
    with pytest.raises(ValueError, match="outcomes"):
        LOG.loss(0.5, [1, y])


@pytest.mark.parametrize("weights", [[-1, 1], [math.nan, 1], [math.inf, 1]])
def test_weights_must_be_finite_numbers_of_at_least_zero(weights):
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
