"""Standard errors of Murphy's parts: true to what repeating the whole thing shows."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest

from scoring.bins import Bins
from scoring.decomposition import errors, murphy
from scoring.sample import Sample

TENTHS = Bins.equal_width(10)


def record(rng, *, questions, together, shift):
    """Forecasts in clusters that share an outcome; what is said strays upwards now and then."""
    said = rng.integers(0, 5, questions) / 10 + 0.05
    came = rng.random(questions) < said + shift
    cluster = np.repeat(np.arange(questions), together)
    p = said[cluster] + rng.choice([0.0, 0.1], cluster.size)
    return Sample.of(p, came[cluster], cluster=cluster)


def parts(sample):
    found = murphy(sample, bins=TENTHS)
    return found.reliability, found.resolution, found.uncertainty


@pytest.mark.parametrize("together", [1, 4])
@pytest.mark.parametrize("shift", [0.0, 0.15])
def test_the_errors_are_those_that_repetition_shows(together, shift):
    rng = np.random.default_rng(11)
    samples = [record(rng, questions=100, together=together, shift=shift) for _ in range(400)]
    true = np.std([parts(sample) for sample in samples], axis=0)
    told = np.mean([astuple(errors(sample, bins=TENTHS)) for sample in samples], axis=0)
    assert np.all((told / true > 0.85) & (told / true < 1.25))


def test_the_errors_are_those_of_the_jackknife_over_clusters():
    sample = record(np.random.default_rng(2), questions=2_000, together=2, shift=0.1)
    left_out = []
    for one in range(sample.clusters):
        rows = sample.cluster != one
        kept = Sample.of(sample.probability[rows], sample.outcome[rows])
        left_out.append(parts(kept))
    n = sample.clusters
    jackknife = np.sqrt((n - 1) * np.var(left_out, axis=0))
    assert astuple(errors(sample, bins=TENTHS)) == pytest.approx(jackknife, rel=0.01)


def test_four_copies_in_one_cluster_are_no_more_evidence_than_one():
    rng = np.random.default_rng(5)
    p, y = rng.integers(0, 10, 40) / 10, rng.integers(0, 2, 40)
    copies = Sample.of(np.repeat(p, 4), np.repeat(y, 4), cluster=np.repeat(range(40), 4))
    once = errors(Sample.of(p, y), bins=TENTHS)
    assert astuple(errors(copies, bins=TENTHS)) == pytest.approx(astuple(once))


@pytest.mark.parametrize("cluster", [[], [0], [0, 0]])
def test_one_cluster_tells_nothing_of_spread(cluster):
    sample = Sample.of([0.2] * len(cluster), [1] * len(cluster), cluster=cluster)
    assert np.isnan(astuple(errors(sample))).all()
