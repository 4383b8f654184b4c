"""Recalibration: what was said as what it means, judged on what it was not fitted to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from scoring.folds import FOLDS, folds
from scoring.logistic import logistic
from scoring.odds import expit, logit
from scoring.recalibration import (
    FITS,
    IDENTITY,
    LogOddsMap,
    beta,
    beta_design,
    crossfitted,
    isotonic,
    platt,
    platt_targets,
)
from scoring.rules import LOG
from scoring.sample import Sample

GRID = np.linspace(0.01, 0.99, 50)


def overconfident(rng, size, slope=0.5, per_cluster=1):
    """Forecasts whose log-odds are twice too large."""
    p = expit(rng.normal(0, 2, size))
    y = rng.random(size) < expit(slope * logit(p))
    return Sample.of(p, y, cluster=np.arange(size) // per_cluster)


def log_loss(q, target, weight):
    return float(weight @ (-target * np.log(q) - (1 - target) * np.log1p(-q)))


@pytest.mark.parametrize("fit", FITS.values(), ids=FITS)
def test_a_fit_finds_the_curve_by_which_forecasts_are_off(fit):
    found = fit(overconfident(np.random.default_rng(1), 20_000)).apply(GRID)
    assert found == pytest.approx(expit(0.5 * logit(GRID)), abs=0.05)


def test_platts_line_minimises_the_loss_on_his_targets():
    rng = np.random.default_rng(2)
    sample = Sample.of(rng.random(60), rng.random(60) < 0.3, weights=rng.random(60) + 0.1)
    found = platt(sample)
    yes, no = platt_targets(sample.weight @ sample.outcome, sample.weight @ (1 - sample.outcome))
    target = np.where(sample.outcome == 1, yes, no)
    x = logit(np.clip(sample.probability, 0.001, 0.999))
    best = minimize(lambda c: log_loss(expit(c[0] + c[1] * x), target, sample.weight), [0, 1])
    assert (found.intercept, found.a) == pytest.approx(best.x, abs=1e-4)
    assert found.a == found.b


def test_beta_calibration_drops_a_rate_that_would_be_negative():
    rng = np.random.default_rng(3)
    p = rng.uniform(0.02, 0.98, 400)
    sample = Sample.of(p, rng.random(400) < expit(0.4 - 0.8 * -np.log1p(-p)))
    found = beta(sample)
    assert found.a >= 0.0
    assert found.b == 0.0
    kept = [0, 1] if found.a > 0 else [0]
    target = np.where(
        sample.outcome == 1, *platt_targets(sample.outcome.sum(), 400 - sample.outcome.sum())
    )
    design = beta_design(p)[:, kept]
    best = logistic(design, target, np.ones(400), start=np.zeros(len(kept)))
    assert [found.intercept, found.a][: len(kept)] == pytest.approx(best, abs=1e-6)


@pytest.mark.parametrize("fit", [beta, isotonic], ids=["beta", "isotonic"])
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=1, max_size=30))
def test_a_map_that_must_not_fall_never_does(fit, rows):
    found = fit(Sample.of(*zip(*rows, strict=True))).apply(GRID)
    assert np.all(np.diff(found) >= -1e-12)
    assert np.all((found >= 0) & (found <= 1))


@pytest.mark.parametrize("fit", FITS.values(), ids=FITS)
@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 1), st.integers(1, 3)), min_size=1, max_size=15
    )
)
def test_a_whole_weight_is_a_repetition(fit, rows):
    p, y, w = map(np.array, zip(*rows, strict=True))
    weighted, repeated = Sample.of(p, y, w), Sample.of(np.repeat(p, w), np.repeat(y, w))
    assert fit(weighted).apply(GRID) == pytest.approx(fit(repeated).apply(GRID), abs=1e-6)


@pytest.mark.parametrize("fit", [platt, beta], ids=["platt", "beta"])
@pytest.mark.parametrize(
    ("p", "y"),
    [
        ([0.2, 0.4, 0.9], [1, 1, 1]),
        ([0.2, 0.4, 0.9], [0, 0, 0]),
        ([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1]),
        ([0.5, 0.5, 0.5], [0, 1, 1]),
        ([0.0, 1.0], [1, 0]),
        ([0.7], [1]),
    ],
    ids=["only yes", "only no", "separated", "all tied", "certain and wrong", "one row"],
)
def test_a_map_is_finite_whatever_the_outcomes(fit, p, y):
    found = fit(Sample.of(p, y))
    assert np.all(np.isfinite([found.intercept, found.a, found.b]))
    assert np.all((found.apply([0.0, 0.5, 1.0]) > 0) & (found.apply([0.0, 0.5, 1.0]) < 1))


def test_where_all_say_the_same_the_map_says_how_often_it_came_true():
    sample = Sample.of([0.5] * 100, [1] * 70 + [0] * 30)
    assert platt(sample).apply(0.5) == pytest.approx((70 * 71 / 72 + 30 / 32) / 100)


def test_the_identity_changes_only_what_no_live_forecast_may_say():
    assert IDENTITY.apply(GRID) == pytest.approx(GRID)
    assert IDENTITY.apply([[0.0, 1.0]]) == pytest.approx(np.array([[0.001, 0.999]]))
    assert LogOddsMap(0.0, 2.0, 2.0).apply(0.75) == pytest.approx(0.9)


@pytest.mark.parametrize("fit", FITS.values(), ids=FITS)
def test_crossfitted_forecasts_owe_nothing_to_outcomes_of_their_own_clusters(fit):
    sample = overconfident(np.random.default_rng(4), 200, per_cluster=4)
    before, fold = crossfitted(sample, fit), folds(sample.cluster)
    for part in range(0, FOLDS, 4):
        here = fold == part
        flipped = np.where(here, 1 - sample.outcome, sample.outcome)
        after = crossfitted(Sample.of(sample.probability, flipped, cluster=sample.cluster), fit)
        assert np.array_equal(before[here], after[here])
        assert not np.array_equal(before[~here], after[~here])


@pytest.mark.parametrize("fit", FITS.values(), ids=FITS)
def test_too_few_clusters_leave_forecasts_as_they_are(fit):
    sample = overconfident(np.random.default_rng(5), 90, per_cluster=9)
    assert crossfitted(sample, fit) == pytest.approx(np.clip(sample.probability, 0.001, 0.999))
    assert crossfitted(Sample.of([], []), fit).size == 0


@pytest.mark.parametrize("fit", FITS.values(), ids=FITS)
def test_recalibrating_noise_in_sample_flatters_and_crossfitted_does_not(fit):
    rng = np.random.default_rng(6)
    p = rng.uniform(0.1, 0.9, 150)
    sample = Sample.of(p, rng.random(150) < p)
    inside = LOG.mean(np.clip(fit(sample).apply(p), 0.001, 0.999), sample.outcome)
    honest = LOG.mean(np.clip(crossfitted(sample, fit), 0.001, 0.999), sample.outcome)
    assert inside < LOG.mean(p, sample.outcome) + 1e-3
    assert honest > inside


def test_a_step_that_overshoots_is_halved():
    x = np.column_stack([np.ones(4), [-30.0, -1.0, 1.0, 30.0]])
    y = np.array([0.0, 1.0, 0.0, 1.0])
    found = logistic(x, y, np.ones(4), start=np.array([0.0, 8.0]))
    slope = x.T @ (expit(x @ found) - y)
    assert slope == pytest.approx(np.zeros(2), abs=1e-6)
