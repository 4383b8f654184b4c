"""The Diebold-Mariano test and its correction, against the formulas written out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.comparison.diebold_mariano import diebold_mariano

SERIES = st.lists(st.floats(-1, 1), min_size=3, max_size=25)


def by_hand(d, h):
    """Variance of the mean in units of the first autocovariance / n, and the statistic."""
    n, mean = len(d), math.fsum(d) / len(d)
    covariance = [
        math.fsum((d[i] - mean) * (d[i - k] - mean) for i in range(k, n)) / n for k in range(h)
    ]
    ratio = 1 + 2 * math.fsum(covariance[1:]) / covariance[0]
    return ratio, mean / math.sqrt(covariance[0] * ratio / n) if ratio > 0 else math.nan


@given(SERIES, st.integers(1, 3))
def test_it_is_the_published_statistic_and_its_correction(d, horizon):
    if np.ptp(d) < 1e-3:
        return
    n, h = len(d), horizon
    ratio, z = by_hand(d, h)
    if abs(ratio) < 1e-6:  # whether that is above 0 is a matter of rounding
        return
    found = diebold_mariano(d, horizon=h)
    corrected = z * math.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n)
    assert found.uncorrected == pytest.approx(z, rel=1e-4, abs=1e-9, nan_ok=True)
    assert found.statistic == pytest.approx(corrected, rel=1e-4, abs=1e-9, nan_ok=True)


def test_with_horizon_one_it_is_the_paired_t_test():
    d = np.random.default_rng(1).normal(0.1, 1, 30)
    expected, found = stats.ttest_1samp(d, 0), diebold_mariano(d)
    assert (found.statistic, found.p) == pytest.approx((expected.statistic, expected.pvalue))


def test_a_variance_that_comes_out_negative_says_nothing_and_bartlett_s_cannot():
    d = [1.0, -1.1, 1.2, -0.9, 1.0, -1.0, 0.9, -1.05]
    assert math.isnan(diebold_mariano(d, horizon=2).statistic)
    assert math.isnan(diebold_mariano(d, horizon=2).p)
    assert 0 < diebold_mariano(d, horizon=2, kernel="bartlett").p <= 1


@given(SERIES, st.integers(1, 3))
def test_bartlett_s_variance_gives_a_p_value_wherever_differences_differ(d, horizon):
    if np.ptp(d) < 1e-3 or horizon >= len(d):
        return
    assert 0 <= diebold_mariano(d, horizon=horizon, kernel="bartlett").p <= 1


@pytest.mark.parametrize("d", [[], [0.1], [0.0] * 5, [0.1] * 7, [0.1, math.nan], [math.inf, 0.1]])
def test_without_spread_or_numbers_there_is_no_statistic(d):
    found = diebold_mariano(d)
    assert np.isnan([found.statistic, found.uncorrected, found.p]).all()


@pytest.mark.parametrize("horizon", [0, 4])
def test_a_horizon_lies_within_the_series(horizon):
    with pytest.raises(ValueError, match="horizon"):
        diebold_mariano([0.1, 0.2, 0.3], horizon=horizon)


def test_a_table_of_differences_is_read_row_by_row():
    table = [[0.3, 0.1], [0.2, -0.1]]
    assert diebold_mariano(table, horizon=2) == diebold_mariano(np.ravel(table), horizon=2)


@pytest.mark.parametrize("d", [[0.1, 0.3], [0.1, 0.3, -0.2]])
def test_a_horizon_of_the_whole_series_leaves_nothing_to_test_by(d):
    assert np.isnan(diebold_mariano(d, horizon=len(d), kernel="bartlett").p)
