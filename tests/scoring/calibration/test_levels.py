"""Tests of calibration reject calibrated forecasts no more often than they say they do.

Fifty or sixty clusters, fixed seeds; the figures for docs/scores.md come from the slow runs.
"""

from __future__ import annotations

import numpy as np
import pytest
from calibrated import KINDS, families, paths, rivals, unrelated

from scoring.bins import Bins
from scoring.calibration.cox_line import cox
from scoring.calibration.cumulative import cumulative_errors
from scoring.calibration.discrimination import auc
from scoring.calibration.goodness import hosmer_lemeshow, in_the_large, spiegelhalter
from scoring.distinct import distinct

pytestmark = pytest.mark.slow

LEVEL = 0.05
DRAWS = 199


def evidence(sample, seed):
    """Every test of a sample."""
    extents = cumulative_errors(sample, draws=DRAWS, seed=seed)
    groups = Bins.equal_mass(distinct(sample), 5)
    return {
        "in the large": in_the_large(sample, draws=DRAWS, seed=seed),
        "Spiegelhalter": spiegelhalter(sample, draws=DRAWS, seed=seed),
        "Cox": cox(sample, draws=DRAWS, seed=seed).evidence,
        "ECCE-MAD": extents.maximum_evidence,
        "ECCE-R": extents.span_evidence,
        "Hosmer-Lemeshow": hosmer_lemeshow(sample, bins=groups, draws=DRAWS, seed=seed).evidence,
    }


def rejections(make, runs):
    """Shares rejected, test by test: taken for independent, and by clusters."""
    rng, found = np.random.default_rng(5), {}
    for seed in range(runs):
        for name, test in evidence(make(rng), seed).items():
            p = test.independent.p, test.clustered.p
            found.setdefault(name, []).append([x <= LEVEL for x in p])
    return {name: np.mean(hits, axis=0).tolist() for name, hits in found.items()}


def most(runs):
    return LEVEL + 3 * np.sqrt(LEVEL * (1 - LEVEL) / runs)


@pytest.mark.parametrize("kind", KINDS)
def test_no_test_rejects_the_calibrated_more_often_than_it_says(kind):
    runs = 250
    found = rejections(KINDS[kind], runs)
    assert {name: rate for name, (_, rate) in found.items() if rate > most(runs)} == {}


@pytest.mark.parametrize("make", [rivals, unrelated])
def test_no_test_is_deceived_where_the_outcomes_of_a_family_do_not_go_together(make):
    runs = 60
    found = rejections(make, runs)
    assert {name: rate for name, (_, rate) in found.items() if rate > most(runs)} == {}


@pytest.mark.parametrize("make", [families, paths, unrelated])
def test_ten_clusters_are_enough_for_the_level(make):
    runs = 200
    found = rejections(lambda rng: make(rng, 10), runs)
    assert {name: rate for name, (_, rate) in found.items() if rate > most(runs)} == {}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_they_hold_their_level_over_many_runs(kind):
    runs = 1_000
    found = rejections(KINDS[kind], runs)
    print(kind, found)  # noqa: T201 - the figures of docs/scores.md
    least = 0.02 if kind == "independent" else 0.003  # dependence is taken at its worst
    assert all(least <= rate <= max(0.07, most(runs)) for _, rate in found.values())
    if kind == "independent":
        assert all(0.02 <= rate <= 0.07 for rate, _ in found.values())


@pytest.mark.parametrize("make", [families, paths])
def test_taken_for_independent_forecasts_of_one_fate_are_rejected_far_too_often(make):
    found = rejections(make, 100)
    assert all(rate > 0.1 for rate, _ in found.values())


def covered(kind, runs, clusters=60):
    """Shares of 95 % intervals that hold Cox's slope of 1, and the area of a very long record."""
    truth = auc(KINDS[kind](np.random.default_rng(9), 50_000)).value
    rng, slopes, areas = np.random.default_rng(6), [], []
    for _ in range(runs):
        sample = KINDS[kind](rng, clusters)
        slope, (low, high) = cox(sample, draws=1).slope, auc(sample).interval(0.95)
        slopes.append(abs(slope.value - 1) <= 2.0 * slope.error_clustered)
        areas.append(low <= truth <= high)
    return np.mean(slopes), np.mean(areas)


@pytest.mark.parametrize("kind", KINDS)
def test_intervals_by_clusters_hold_slope_and_area(kind):
    runs = 300
    least = 0.95 - 3 * np.sqrt(0.95 * 0.05 / runs)
    assert min(covered(kind, runs)) > least


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_intervals_by_clusters_hold_them_over_many_runs(kind):
    found = covered(kind, 2_000)
    print(kind, found)  # noqa: T201 - the figures of docs/scores.md
    assert all(0.93 <= share <= 0.98 for share in found)
