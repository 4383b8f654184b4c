"""What recalibration saves out of sample: less than miscalibration promises."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scoring.decomposition import LEAST_CLUSTERS_JUDGED, corp, saving
from scoring.folds import FOLDS
from scoring.odds import expit, logit
from scoring.recalibration import FITS, platt
from scoring.rules import ABSOLUTE_ERROR, BRIER, LOG
from scoring.sample import Sample

SAID = np.array([0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95])
HALVED = 0.5
"""Slope that undoes log-odds that are twice too large."""


def record(rng, size, slope=1.0, per_cluster=1):
    """Forecasts whose log-odds should be multiplied by a slope."""
    p = rng.choice(SAID, size)
    y = rng.random(size) < expit(slope * logit(p))
    return Sample.of(p, y, rng.random(size) + 0.5, np.arange(size) // per_cluster)


def by_hand(sample, fit):
    """What is said in each tenth of the clusters, as a map of the other nine says it."""
    q = np.empty(sample.size)
    for part in range(FOLDS):
        here = sample.cluster % FOLDS == part
        columns = (sample.probability, sample.outcome, sample.weight)
        q[here] = fit(Sample.of(*(c[~here] for c in columns))).apply(sample.probability[here])
    return q


@pytest.mark.parametrize("fit", FITS.values(), ids=FITS)
@pytest.mark.parametrize("rule", [BRIER, LOG], ids=["brier", "log"])
def test_every_tenth_of_the_families_is_judged_by_what_the_others_teach(fit, rule):
    sample = record(np.random.default_rng(1), 60, per_cluster=3)
    found = saving(sample, fit, rule=rule)
    y, w = sample.outcome, sample.weight
    expected = np.average(rule.loss(by_hand(sample, fit), y), weights=w)
    said = np.average(rule.loss(sample.probability, y), weights=w)
    assert found.score == pytest.approx(expected, abs=1e-9)
    assert found.saved == pytest.approx(said - expected, abs=1e-9)


def test_below_twelve_clusters_nothing_is_said():
    rng = np.random.default_rng(2)
    assert LEAST_CLUSTERS_JUDGED == 12
    few = record(rng, 44, per_cluster=4)
    assert few.clusters == 11
    for sample in (few, Sample.of([], [])):
        found = saving(sample, platt)
        assert math.isnan(found.score)
        assert math.isnan(found.saved)
    assert not math.isnan(saving(record(rng, 12), platt).score)


@pytest.mark.parametrize("fit", FITS.values(), ids=FITS)
@pytest.mark.parametrize("outcome", [0, 1])
def test_where_all_comes_out_alike_saying_so_saves_nearly_everything(fit, outcome):
    sample = Sample.of([0.5] * 40, [outcome] * 40)
    found = saving(sample, fit)
    assert found.score < 0.001
    assert found.saved == pytest.approx(0.25 - found.score)


def test_a_wrong_certainty_is_saved_infinitely_much_by_a_map_that_knows_none():
    sample = Sample.of([0.0, *[0.5] * 19], [1, 0] * 10)
    assert saving(sample, platt, rule=LOG).saved == math.inf


def test_two_infinite_scores_differ_by_no_number():
    sample = Sample.of([0.0] + [0.2, 0.8] * 20, [1] + [0, 1] * 20)
    found = saving(sample, FITS["isotonic"], rule=LOG)
    assert found.score == math.inf
    assert math.isnan(found.saved)


def test_an_improper_rule_is_refused():
    with pytest.raises(ValueError, match="improper"):
        saving(Sample.of([], []), platt, rule=ABSOLUTE_ERROR)


@pytest.mark.parametrize("fit", FITS.values(), ids=FITS)
def test_who_is_calibrated_is_harmed_though_miscalibration_promises_a_saving(fit):
    rng = np.random.default_rng(3)
    records = [record(rng, 50) for _ in range(40)]
    assert np.mean([corp(one).miscalibration for one in records]) > 0.01
    assert np.mean([saving(one, fit).saved for one in records]) < -0.003


@pytest.mark.parametrize("fit", FITS.values(), ids=FITS)
def test_with_many_questions_exaggeration_is_mended_by_as_much_as_can_be(fit):
    true = float(np.mean(BRIER.divergence(SAID, expit(HALVED * logit(SAID)))))
    sample = record(np.random.default_rng(4), 20_000, slope=HALVED)
    assert true == pytest.approx(0.0119, abs=5e-5)
    assert saving(sample, fit).saved == pytest.approx(true, abs=0.003)
