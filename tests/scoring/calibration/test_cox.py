"""Cox's intercept and slope: where the likelihood is greatest, and where it has no greatest."""

from __future__ import annotations

import math

import numpy as np
import pytest
from calibrated import KINDS
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.calibration.cox_line import cox
from scoring.calibration.fates import TOO_FEW
from scoring.odds import expit, logit
from scoring.sample import Sample

P = st.floats(0.05, 0.95)
ROWS = st.lists(st.tuples(P, st.integers(0, 1), st.integers(1, 3)), min_size=5, max_size=40).filter(
    lambda rows: len({y for _, y, _ in rows}) == 2
)


@given(ROWS)
def test_the_likelihood_is_greatest_at_intercept_and_slope(rows):
    """There, and nowhere else, the residuals sum to 0, by themselves and by log-odds."""
    p, y, w = map(np.array, zip(*rows, strict=True))
    found = cox(Sample.of(p, y, w), draws=1)
    if found.reason is None:
        residual = w * (y - found.at(p))
        assert (residual.sum(), residual @ logit(p)) == pytest.approx((0, 0), abs=1e-8)


@given(ROWS)
def test_in_the_large_makes_as_much_come_true_as_was_said(rows):
    p, y, w = map(np.array, zip(*rows, strict=True))
    found = cox(Sample.of(p, y, w), draws=1).in_the_large.value
    assert w @ expit(logit(p) + found) == pytest.approx(w @ y)


def test_errors_of_independent_forecasts_are_those_of_the_information():
    rng = np.random.default_rng(4)
    p = rng.random(300)
    sample = Sample.of(p, rng.random(300) < p)
    found = cox(sample)
    x = np.column_stack([np.ones(300), logit(p)])
    mean = expit(x @ [found.intercept.value, found.slope.value])
    errors = np.sqrt(np.diag(np.linalg.inv((x.T * mean * (1 - mean)) @ x)))
    assert (found.intercept.error, found.slope.error) == pytest.approx(errors)
    assert found.slope.error_clustered == pytest.approx(found.slope.error, rel=0.25)


def test_the_likelihood_ratio_does_not_grow_with_the_scale_of_the_weights():
    p, y = [0.2, 0.4, 0.6, 0.9, 0.7, 0.3], [0, 1, 0, 1, 1, 0]
    one, ten = (cox(Sample.of(p, y, np.full(6, w))) for w in (1, 10))
    assert one.evidence.independent.statistic == pytest.approx(ten.evidence.independent.statistic)
    assert one.slope.error == pytest.approx(ten.slope.error)


def test_neither_does_the_test_by_clusters():
    rng = np.random.default_rng(7)
    p, y = rng.random(30), rng.integers(0, 2, 30)
    one, ten = (cox(Sample.of(p, y, np.full(30, w))).evidence.clustered.p for w in (1, 10))
    assert one == ten


def test_a_line_is_read_off_as_what_should_have_been_said():
    p = np.repeat([0.1, 0.2, 0.8, 0.9], 400)
    truth = expit(0.7 * logit(p))
    y = np.concatenate([np.arange(400) < 400 * q for q in truth[::400]])
    found = cox(Sample.of(p, y))
    assert found.at([0.8, 0.2]) == pytest.approx(truth[[800, 400]], abs=0.01)
    assert found.slope.value == pytest.approx(0.7, abs=0.02)


@pytest.mark.parametrize(
    ("p", "y", "reason"),
    [
        ([], [], "no forecasts"),
        ([0, 1], [0, 1], "no forecasts between"),
        ([0.4, 0.6], [1, 1], "the same way"),
        ([0.4, 0.4], [1, 0], "say the same"),
        ([0.4, 0.6], [0, 1], "separated perfectly"),
        ([0.4, 0.5, 0.5, 0.6], [0, 0, 1, 1], "separated perfectly"),
        ([0.4, 0.6], [1, 0], "separated perfectly"),
        ([0, 0.4, 0.6], [1, 0, 1], "was wrong"),
    ],
)
def test_where_no_line_fits_it_says_why(p, y, reason):
    found = cox(Sample.of(p, y))
    assert reason in found.reason
    assert math.isnan(found.slope.value)


def test_certainties_that_were_right_are_left_out():
    p, y = [0.2, 0.4, 0.6, 0.9, 0.7, 0.3], [0, 1, 0, 1, 1, 0]
    plain, more = cox(Sample.of(p, y)), cox(Sample.of([0, *p, 1], [0, *y, 1]))
    assert (more.left_out, more.slope) == (2, plain.slope)


def test_a_certainty_that_was_wrong_is_infinite_evidence():
    found = cox(Sample.of([1, 0.4, 0.6], [0, 0, 1]))
    assert (found.evidence.independent.p, found.evidence.clustered.p) == (0, 0)


def test_the_score_speaks_where_no_line_fits():
    found = cox(Sample.of([0.05] * 20, [1] * 20))
    assert found.evidence.independent.is_missing
    assert found.evidence.clustered.p == 0.001


def test_one_cluster_says_nothing_of_spread():
    p, y = [0.2, 0.4, 0.6, 0.9, 0.7, 0.3], [0, 1, 0, 1, 1, 0]
    found = cox(Sample.of(p, y, cluster=[0] * 6))
    assert math.isnan(found.slope.error_clustered)
    assert found.slope.error > 0


def test_the_likelihood_ratio_has_two_degrees_of_freedom():
    found = cox(Sample.of([0.2, 0.4, 0.6, 0.9, 0.7, 0.3], [0, 1, 0, 1, 1, 0])).evidence.independent
    assert found.p == pytest.approx(stats.chi2.sf(found.statistic, 2))


@pytest.mark.parametrize("p", [[1e-300, 1e-200, 0.3, 0.4], [1e-300, 0.5, 0.3, 1 - 1e-16]])
def test_a_likelihood_that_is_all_but_flat_is_no_error(p):
    cox(Sample.of(p, [0, 1, 1, 0]))


@pytest.mark.parametrize(("clusters", "is_missing"), [(1, True), (9, True), (10, False)])
def test_a_few_clusters_are_no_test_whatever_they_hold(clusters, is_missing):
    p = np.tile([0.1, 0.4, 0.8], 10)
    found = cox(Sample.of(p, np.tile([1, 1, 0], 10), cluster=np.arange(30) % clusters))
    assert found.evidence.clustered.is_missing == is_missing
    assert (found.evidence.clustered.reason == TOO_FEW) == is_missing


def test_certainties_are_no_clusters_that_could_have_surprised():
    p = [0.2] * 9 + [0.0] * 20
    assert cox(Sample.of(p, np.zeros(29))).evidence.clustered.reason == TOO_FEW


def test_errors_by_clusters_are_inflated_for_what_each_cluster_fits_by_itself():
    """What leaving a cluster out moves the line, by one step of Newton's method, squared."""
    sample = KINDS["families"](np.random.default_rng(3), 12)
    found = cox(sample)
    x = np.column_stack([np.ones(sample.size), logit(sample.probability)])
    mean = found.at(sample.probability)
    information = (x.T * mean * (1 - mean)) @ x
    moved = []
    for cluster in range(sample.clusters):
        own = sample.cluster == cluster
        left = information - (x[own].T * (mean * (1 - mean))[own]) @ x[own]
        moved.append(np.linalg.solve(left, x[own].T @ (sample.outcome - mean)[own]))
    errors = np.sqrt(np.sum(np.square(moved), axis=0))
    assert (found.intercept.error_clustered, found.slope.error_clustered) == pytest.approx(errors)
