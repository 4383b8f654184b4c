"""Tests of calibration: closed forms, edges, and clusters that share one fate."""

from __future__ import annotations

import math

import numpy as np
import pytest
from calibrated import families
from hypothesis import given
from hypothesis import strategies as st
from oracle_calibration import number_distribution
from scipy import stats

from scoring.bins import Bins
from scoring.calibration.exact import MOST, exact_in_the_large, poisson_binomial
from scoring.calibration.fates import Fates
from scoring.calibration.goodness import hosmer_lemeshow, in_the_large, spiegelhalter
from scoring.sample import Sample

P = st.integers(0, 10).map(lambda k: k / 10)
TEN = Bins.equal_width(10)


@given(st.lists(st.floats(0, 1), max_size=9))
def test_the_number_that_comes_true_has_its_exact_distribution(p):
    assert poisson_binomial(p) == pytest.approx(number_distribution(p), abs=1e-14)


def test_many_alike_make_the_binomial_distribution():
    expected = stats.binom.pmf(np.arange(MOST + 1), MOST, 0.3)
    assert poisson_binomial(np.full(MOST, 0.3)) == pytest.approx(expected, abs=1e-13)


def test_the_exact_test_doubles_the_smaller_tail():
    found = exact_in_the_large(Sample.of([0.1] * 10, [1, 1, 1] + [0] * 7))
    assert found.p == pytest.approx(2 * stats.binom.sf(2, 10, 0.1))
    assert exact_in_the_large(Sample.of([0.5] * 4, [1, 1, 0, 0])).p == 1


@pytest.mark.parametrize(
    ("sample", "reason"),
    [
        (Sample.of([], []), "no forecasts"),
        (Sample.of([0.5, 0.5], [1, 1], cluster=[0, 0]), "share clusters"),
        (Sample.of([0.5, 0.5], [1, 1], weights=[1, 2]), "different weights"),
        (Sample.of(np.full(MOST + 1, 0.5), np.ones(MOST + 1)), "more than 5000"),
    ],
)
def test_where_the_exact_test_is_none_it_says_why(sample, reason):
    found = exact_in_the_large(sample)
    assert found.is_missing
    assert reason in found.reason


def test_in_the_large_counts_what_came_true_against_what_was_said():
    found = in_the_large(Sample.of([0.2] * 25, [1] * 10 + [0] * 15)).independent
    assert found.statistic == pytest.approx((10 - 5) / math.sqrt(25 * 0.16))
    assert found.p == pytest.approx(2 * stats.norm.sf(2.5))


def test_spiegelhalters_statistic_is_positive_for_the_overconfident():
    rng = np.random.default_rng(1)
    p = rng.random(500)
    y = rng.random(500) < 0.5 + 0.5 * (p - 0.5)
    found = spiegelhalter(Sample.of(p, y))
    assert found.independent.statistic > 3
    assert found.clustered.p == 0.001


def test_fifty_percent_says_nothing_to_spiegelhalters_test():
    found = spiegelhalter(Sample.of([0.5, 0.5], [1, 0]))
    assert "cannot differ from 0" in found.independent.reason
    assert spiegelhalter(Sample.of([0, 0.5], [1, 0])).clustered.p == 0


@pytest.mark.parametrize("test", [in_the_large, spiegelhalter])
def test_certainties_are_infinite_evidence_if_wrong_and_none_if_right(test):
    assert test(Sample.of([0.0, 1.0], [0, 1])).clustered.is_missing
    wrong = test(Sample.of([0.0, 1.0], [1, 1]))
    assert math.isinf(wrong.independent.statistic)
    assert (wrong.independent.p, wrong.clustered.p) == (0, 0)


def test_hosmer_and_lemeshow_add_up_bins():
    sample = Sample.of([0.15] * 20 + [0.85] * 20, [1] * 6 + [0] * 14 + [1] * 15 + [0] * 5)
    found = hosmer_lemeshow(sample, bins=TEN)
    statistic = ((6 - 3) ** 2 + (15 - 17) ** 2) / (20 * 0.15 * 0.85)
    assert found.groups == 2
    assert found.evidence.independent.statistic == pytest.approx(statistic)
    assert found.evidence.independent.p == pytest.approx(stats.chi2.sf(statistic, 2))
    assert math.isnan(found.fitted_p)


def test_a_certain_bin_adds_nothing_if_right_and_infinity_if_not():
    right = Sample.of([0, 0, 0.35, 0.5, 0.75], [0, 0, 1, 0, 1])
    found = hosmer_lemeshow(right, bins=TEN)
    assert found.groups == 4
    assert found.fitted_p == pytest.approx(stats.chi2.sf(found.evidence.independent.statistic, 2))
    wrong = hosmer_lemeshow(Sample.of([0, 0, 0.5], [0, 1, 1]), bins=TEN).evidence
    assert (wrong.independent.p, wrong.clustered.p) == (0, 0)
    assert hosmer_lemeshow(Sample.of([], []), bins=TEN).groups == 0


@given(st.lists(st.tuples(P, st.integers(0, 1)), min_size=1, max_size=12), st.integers(2, 5))
def test_forecasts_said_again_in_their_clusters_prove_no_more(rows, times):
    p, y = map(list, zip(*rows, strict=True))
    once = Sample.of(p, y)
    again = Sample.of(p * times, y * times, cluster=[*range(len(p))] * times)
    for test in (in_the_large, spiegelhalter):
        one, other = test(once, draws=99).clustered, test(again, draws=99).clustered
        assert other.p == pytest.approx(one.p, nan_ok=True)
        assert other.statistic == pytest.approx(one.statistic, nan_ok=True, abs=1e-9)


def test_few_low_forecasts_are_judged_by_their_skewed_distribution():
    """Three of ten at 10 %: the normal law overrates it, the binomial gives 7 %."""
    sample = Sample.of([0.1] * 10, [1] * 3 + [0] * 7)
    found = in_the_large(sample, draws=9_999)
    assert found.independent.p == pytest.approx(2 * stats.norm.sf(2 / math.sqrt(0.9)))
    assert found.clustered.p == pytest.approx(stats.binom.sf(2, 10, 0.1), abs=0.01)


def test_a_cluster_of_one_comes_true_as_often_as_it_says():
    fates = Fates.of(Sample.of([0.2, 0.9], [0, 1]))
    z = np.concatenate(list(fates.drawn(20_000, seed=1)), axis=1)
    residual = fates.spread[:, None] * z
    assert np.unique(residual[0].round(9)).tolist() == pytest.approx([-0.2, 0.8])
    assert residual.mean(axis=1) == pytest.approx([0, 0], abs=0.01)
    assert residual.var(axis=1) == pytest.approx([0.16, 0.09], abs=0.01)


def test_no_sum_of_residuals_varies_more_than_that_of_shared_fates():
    rng = np.random.default_rng(2)
    found, bound = [], []
    for _ in range(400):
        sample = families(rng)
        found.append(np.sum(sample.outcome - sample.probability))
        bound.append(np.sum(np.square(Fates.of(sample).loading(np.ones(sample.size)))))
    assert np.var(found) < np.mean(bound)
