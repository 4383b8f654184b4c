"""E-values of probability forecasts: where two cost the same, and false alarms by simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.comparison.e_dominance import _TRUST, e_dominance, indifference
from scoring.rules import BRIER, LOG, SPHERICAL

STRICT = [BRIER, LOG, SPHERICAL]
INSIDE = st.floats(0.01, 0.99)


@pytest.mark.parametrize("rule", STRICT)
@given(p=INSIDE, q=INSIDE)
def test_at_the_point_of_indifference_both_expect_the_same_loss(rule, p, q):
    if abs(p - q) < 1e-3:
        return
    kappa = indifference(p, q, rule).item()
    assert min(p, q) < kappa < max(p, q)
    expected = [kappa * rule.loss(x, 1) + (1 - kappa) * rule.loss(x, 0) for x in (p, q)]
    assert expected[0].item() == pytest.approx(expected[1].item(), abs=1e-9)


@given(INSIDE, INSIDE)
def test_under_the_brier_rule_it_is_the_mean(p, q):
    assert indifference(p, q).item() == pytest.approx((p + q) / 2, abs=1e-7)


def test_certainties_have_their_limits():
    found = indifference([1.0, 0.5, 0.0, 0.4, 1.0], [0.5, 1.0, 0.5, 0.4, 0.0], LOG)
    assert found[:4].tolist() == [1.0, 1.0, 0.0, 0.4]
    assert np.isnan(found[4])


@pytest.mark.parametrize("rule", STRICT)
@given(p=INSIDE, q=INSIDE)
def test_at_indifference_a_step_is_worth_1_on_average_and_more_where_the_first_is_right(rule, p, q):
    if abs(p - q) < 1e-3:
        return
    kappa = indifference(p, q, rule).item()
    yes, no = (math.exp(e_dominance([p], [q], [y], rule=rule).log_e[0]) for y in (1, 0))
    assert kappa * yes + (1 - kappa) * no == pytest.approx(1.0, abs=1e-9)
    assert p * yes + (1 - p) * no > 1.0 > q * yes + (1 - q) * no


def test_the_process_is_the_mean_over_degrees_of_trust():
    p, q, y = [0.8, 0.3, 0.6], [0.5, 0.4, 0.9], [1, 0, 1]
    kappa = [0.65, 0.35, 0.75]
    made = []
    for trust in _TRUST:
        ratio = [
            (a if happened else 1 - a) / (k if happened else 1 - k)
            for a, k, happened in zip(p, kappa, y, strict=True)
        ]
        made.append(math.prod(1 + trust * (r - 1) for r in ratio))
    assert math.exp(e_dominance(p, q, y).log_e[-1]) == pytest.approx(math.fsum(made) / len(made))


def test_with_a_lag_the_interleaved_processes_are_averaged():
    rng = np.random.default_rng(1)
    p, q, y = rng.random(30), rng.random(30), rng.integers(0, 2, 30)
    parts = [math.exp(e_dominance(p[k::3], q[k::3], y[k::3]).log_e[-1]) for k in range(3)]
    assert math.exp(e_dominance(p, q, y, lag=3).log_e[-1]) == pytest.approx(sum(parts) / 3)


def test_merging_interleaved_processes_costs_its_factor():
    p, q, y = [0.9] * 60, [0.5] * 60, [1] * 60
    for lag, factor in ((2, 2.0), (5, math.e * math.log(5))):
        found = e_dominance(p, q, y, lag=lag)
        assert found.p[-1] == pytest.approx(factor * math.exp(-found.log_e[-1]))


def test_saying_the_same_moves_nothing():
    assert e_dominance([0.3, 0.0, 1.0], [0.3, 0.0, 1.0], [1, 0, 0]).log_e == pytest.approx(0.0)


def test_a_certainty_that_came_true_is_no_proof_but_one_refuted_is():
    said, happened = e_dominance([0.5, 0.5], [1.0, 1.0], [1, 0], rule=LOG).log_e
    assert said < 0.0
    assert happened == math.inf


@pytest.mark.parametrize(
    ("columns", "lag"),
    [
        (([0.1], [0.1, 0.2], [1]), 1),
        (([0.1], [0.2], [1]), 0),
        (([1.1], [0.2], [1]), 1),
        (([0.1], [0.2], [2]), 1),
        (([0.1], [0.2], [math.nan]), 1),
    ],
)
def test_columns_that_do_not_fit_are_refused(columns, lag):
    with pytest.raises(ValueError, match=r"length|lag|lie in|outcomes"):
        e_dominance(*columns, lag=lag)


def equally_good(rng, size):
    """Forecasts on both sides of a truth at which they cost the same."""
    p, q = rng.uniform(0.05, 0.95, size), rng.uniform(0.05, 0.95, size)
    return p, q, rng.random(size) < (p + q) / 2


@pytest.mark.parametrize("lag", [1, 3])
def test_false_alarms_under_continuous_looking_are_no_more_than_alpha(lag):
    rng, runs = np.random.default_rng(2), 500
    alarms = [e_dominance(*equally_good(rng, 500), lag=lag).p[-1] <= 0.05 for _ in range(runs)]
    assert np.mean(alarms) <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / runs)


def test_a_forecaster_who_knows_the_truth_convinces():
    rng = np.random.default_rng(3)
    truth = rng.uniform(0.1, 0.9, 200)
    blurred = np.clip(truth + rng.normal(0, 0.2, 200), 0.01, 0.99)
    assert e_dominance(truth, blurred, rng.random(200) < truth).p[-1] < 0.05
