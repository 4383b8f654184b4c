"""Families of rules: closed forms, limits, ends, and refusals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import roots_jacobi

from scoring.rules import (
    BRIER,
    BRIER2,
    LOG,
    SPHERICAL,
    ZERO_ONE,
    beta,
    elementary,
    power,
    pseudospherical,
    threshold_weighted_brier,
    winkler,
    winkler_advantage,
)

P = np.array([1e-300, 1e-20, 1e-9, 1e-4, 0.05, 0.2, 0.25, 0.5, 0.6, 0.95, 1 - 1e-9, 1 - 2**-53])
BOTH = np.array([[1], [0]])


def rewards(rule, p, y):
    return 1 - rule.loss(p, y)


def same(one, other, **tolerance):
    assert one == pytest.approx(other, **({"rel": 1e-12, "abs": 1e-15} | tolerance))


def test_the_pseudospherical_rule_of_exponent_two_is_spherical():
    same(pseudospherical(2).loss(P, BOTH), SPHERICAL.loss(P, BOTH))


def test_the_power_rule_of_exponent_two_is_briers_sum_over_both_classes():
    same(power(2).loss(P, BOTH), BRIER2.loss(P, BOTH))


@pytest.mark.parametrize("family", [power, pseudospherical])
def test_as_the_exponent_falls_to_one_the_log_score_is_the_slope(family):
    p, e = P[4:10], 1 + 1e-7
    same(family(e).loss(p, BOTH) / (e - 1), LOG.loss(p, BOTH), rel=1e-5, abs=1e-5)


def test_rewards_are_those_of_the_definition():
    p, q, e = 0.2, 0.8, 3.0
    norm = p**e + q**e
    same(rewards(power(e), p, [1, 0]), [e * x ** (e - 1) - (e - 1) * norm for x in (p, q)])
    same(
        rewards(pseudospherical(e), p, [1, 0]),
        [x ** (e - 1) / norm ** ((e - 1) / e) for x in (p, q)],
    )


def test_a_large_exponent_neither_overflows_nor_loses_what_lies_in_the_middle():
    assert pseudospherical(5000).loss(0.5, 1).item() == pytest.approx(0.5, abs=1e-3)
    assert np.isfinite(power(5000).loss(P, BOTH)).all()


@pytest.mark.parametrize("exponent", [1.0, 0.5, -2, math.inf, math.nan])
@pytest.mark.parametrize("family", [power, pseudospherical])
def test_exponents_of_one_or_less_are_refused(family, exponent):
    with pytest.raises(ValueError, match="exponent"):
        family(exponent)


def test_the_beta_family_holds_log_half_of_brier_and_boosting():
    assert beta(0, 0).loss(P, BOTH).tolist() == LOG.loss(P, BOTH).tolist()
    same(beta(1, 1).loss(P, BOTH), BRIER.loss(P, BOTH) / 2, abs=0)
    odds = P / (1 - P)
    same(beta(-0.5, -0.5).loss(P, 0), 2 * np.sqrt(odds), abs=0)
    same(beta(-0.5, -0.5).loss(P, 1), 2 / np.sqrt(odds), abs=0)


def test_members_without_name_have_their_closed_forms_to_the_last_tail():
    p = P[:-2]
    same(beta(0, 1).loss(p, 1), -np.log(p) - (1 - p))
    same(beta(0, 1).loss(p, 0), p, abs=0)
    same(beta(0, 2).loss(p, 1), -np.log(p) - 2 * (1 - p) + (1 - p * p) / 2)
    same(beta(2, 1).loss(p, 0), p**3 / 3, abs=0)
    same(beta(-0.5, 1).loss(p, 1), 2 / np.sqrt(p) + 2 * np.sqrt(p) - 4, abs=0, rel=1e-11)
    same(beta(0.5, 1).loss(p, 0), p**1.5 / 1.5, abs=0)


@pytest.mark.parametrize(("a", "b"), [(0.3, 2.5), (-0.3, 0.4), (0, -0.7), (-0.9, 4), (2, 4)])
def test_a_beta_loss_is_the_integral_of_its_weights(a, b):
    # Substituted so that both ends are smooth: 1 - t = (1 - p) u^10.
    x, weight = np.polynomial.legendre.leggauss(100)
    u = (x + 1) / 2
    for p in (0.1, 0.2, 0.7):
        rest = (1 - p) * u**10
        step = weight / 2 * (1 - p) * 10 * u**9
        expected = np.sum(step * rest**b * (1 - rest) ** (a - 1))
        assert beta(a, b).loss(p, 1).item() == pytest.approx(expected, rel=1e-9)
        assert beta(b, a).loss(1 - p, 0).item() == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("a", [-0.011, -0.009, -1e-6, -1e-9, -1e-15, -1e-310, 1e-310, 1e-15, 1e-6])
@pytest.mark.parametrize("b", [-0.9, 0, 0.5, 30])
@pytest.mark.parametrize("p", [1e-200, 0.01, 0.1, 0.6])
def test_a_beta_loss_loses_no_digits_where_a_parameter_is_nearly_zero(a, b, p):
    assert beta(a, b).loss(p, 1).item() == pytest.approx(beta_integral(a, b, p), rel=2e-13)


def beta_integral(a, b, p):
    """Of the weights over t = exp(-s): (1 - t)^b is s^b times a smooth function."""
    whole = -math.log(p)
    end = min(whole, 0.5)
    x, weight = roots_jacobi(30, 0.0, b)
    s = (x + 1) / 2 * end
    first = weight * (end / 2) ** (b + 1) * np.exp(-a * s) * (-np.expm1(-s) / s) ** b
    x, weight = np.polynomial.legendre.leggauss(24)
    edges = np.linspace(end, whole, 1 + math.ceil(2 * (whole - end)))
    half = np.diff(edges)[:, None] / 2
    s = edges[:-1, None] + half * (x + 1)
    return math.fsum([*first, *(weight * half * np.exp(-a * s) * (-np.expm1(-s)) ** b).ravel()])


def test_a_beta_loss_at_an_end_is_finite_exactly_where_its_parameter_is_positive():
    assert beta(2, 3).loss([0, 1], [1, 0]) == pytest.approx([1 / 20, 1 / 30])
    assert beta(0, 3).loss([0, 1], [1, 0]).tolist() == pytest.approx([math.inf, 1 / 3])
    assert beta(3, -0.5).loss([0, 1], [1, 0]).tolist() == pytest.approx([16 / 15, math.inf])


def test_a_concentrated_beta_loss_is_the_error_of_calling_an_outcome():
    rule = beta(400, 400)
    same(rule.loss([0.4, 0.6], 1) / rule.bound, ZERO_ONE.loss([0.4, 0.6], 1), abs=1e-6)


@pytest.mark.parametrize(("a", "b"), [(-1, 0), (0, -1.5), (math.nan, 1), (1, math.inf)])
def test_beta_parameters_of_minus_one_or_less_are_refused(a, b):
    with pytest.raises(ValueError, match="above -1"):
        beta(a, b)


def test_elementary_scores_cost_theta_for_acting_in_vain_and_the_rest_for_not_acting():
    rule = elementary(0.3)
    assert rule.loss([0.2, 0.3, 0.4], 1).tolist() == [0.7, 0.7, 0.0]
    assert rule.loss([0.2, 0.3, 0.4], 0).tolist() == [0.0, 0.0, 0.3]


@pytest.mark.parametrize("theta", [0.0, 1.0, -0.1, math.nan])
def test_a_threshold_lies_between_zero_and_one(theta):
    with pytest.raises(ValueError, match="threshold"):
        elementary(theta)


def test_threshold_weighted_brier_is_brier_on_the_whole_and_additive_in_its_parts():
    whole = threshold_weighted_brier(0.0, 1.0).loss(P, BOTH)
    same(whole, BRIER.loss(P, BOTH))
    parts = [threshold_weighted_brier(*ends) for ends in ((0.0, 0.2), (0.2, 0.6), (0.6, 1.0))]
    same(sum(rule.loss(P, BOTH) for rule in parts), whole)


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.5), (0.6, 0.2), (-0.1, 0.5), (0.5, 1.1)])
def test_a_range_of_thresholds_lies_within_the_unit_interval(low, high):
    with pytest.raises(ValueError, match="thresholds"):
        threshold_weighted_brier(low, high)


def test_winklers_loss_is_one_for_the_reference_and_dearest_where_it_is_believed():
    rule = winkler(0.2)
    assert rule.loss(0.2, [1, 0]).tolist() == [1.0, 1.0]
    beliefs = np.arange(1, 100) / 100
    assert beliefs[np.argmax(rule.entropy(beliefs))] == 0.2


@pytest.mark.parametrize("reference", [0.0, 1.0, math.nan])
def test_winklers_reference_lies_between_zero_and_one(reference):
    with pytest.raises(ValueError, match="reference"):
        winkler(reference)


@pytest.mark.parametrize("reference", [0.0, 1.0])
def test_nothing_is_compared_with_a_certainty(reference):
    with pytest.raises(ValueError, match="reference"):
        winkler_advantage(0.5, [0.5, reference], 1)


def test_the_advantage_over_a_reference_is_at_most_one_even_of_infinite_losses():
    dice = np.random.default_rng(4)
    p, c, y = dice.random(500), dice.uniform(0.01, 0.99, 500), dice.integers(0, 2, 500)
    for rule in (BRIER, LOG, SPHERICAL):
        gain = winkler_advantage(p, c, y, rule=rule)
        right = (p > c) == (y == 1)
        assert gain[right] == pytest.approx(1.0)
        assert np.all(gain[~right] < 0.0)
    assert winkler_advantage([0.4, math.nan], 0.4, 1).tolist() == pytest.approx(
        [0.0, math.nan], nan_ok=True
    )
    assert winkler_advantage(0.0, 0.4, 1, rule=LOG).item() == -math.inf


@pytest.mark.parametrize("rule", [BRIER, LOG, SPHERICAL])
@pytest.mark.parametrize("y", [0, 1])
def test_next_to_the_reference_the_advantage_is_one_or_the_odds_against_it(rule, y):
    c = np.linspace(0.01, 0.99, 99)
    for end in (0.0, 1.0):
        gain = winkler_advantage(np.nextafter(c, end), c, y, rule=rule)
        assert np.all(np.isfinite(gain))
        assert np.all(gain <= 1.0)
    assert winkler_advantage(np.nextafter(0.7, 1), 0.7, 0).item() == pytest.approx(-7 / 3, rel=0.5)


def test_the_advantage_over_a_fixed_reference_does_not_reward_honesty():
    belief, said = 0.6, np.array([0.6, 0.2 + 1e-6])
    expected = belief * winkler_advantage(said, 0.2, 1) + 0.4 * winkler_advantage(said, 0.2, 0)
    assert expected[1] > expected[0]
