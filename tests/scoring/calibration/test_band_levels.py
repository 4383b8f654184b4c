"""Bands hold what they promise: simulated forecasters who are calibrated, by construction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from calibrated import families, independent, paths

from scoring.bins import Bins
from scoring.calibration import confidence_band, consistency_band, curve, miscalibration_test
from scoring.sample import Sample

pytestmark = pytest.mark.slow

FIFTHS = Bins.equal_width(5)

ENOUGH = 15
"""Clusters in a bin from which on few values are no reason for wide bands."""


def unevenly(rng):
    """Twenty steps on each path, each standing for a time of its own."""
    sample = paths(rng, 150, 20)
    return replace(sample, weight=rng.dirichlet(np.ones(20), 150).ravel())


def unlike_questions(rng):
    """Families of four questions that have nothing to do with each other."""
    sample = independent(rng, 400)
    return replace(sample, cluster=np.repeat(np.arange(100), 4))


WORLDS = {
    "independent": lambda rng: independent(rng, 600),
    "families": lambda rng: families(rng, 200),
    "paths": lambda rng: paths(rng, 150),
    "paths that stand unevenly": unevenly,
}


def apart(sample):
    """The same forecasts, each taken for evidence of its own."""
    return replace(sample, cluster=np.arange(sample.size))


def coverage(world, band, *, level, panels, bins=FIFTHS, naive=False, simultaneous=False, seed=1):
    """Share of bins, or of whole curves, that lie in their band.

    A consistency band is to hold what came true, a confidence band what was said: the truth.
    """
    rng = np.random.default_rng(seed)
    held = []
    for _ in range(panels):
        sample = world(rng)
        made = curve(sample, bins=bins)
        seen = apart(sample) if naive else sample
        found = band(seen, made, level=level, seed=rng, draws=400, simultaneous=simultaneous)
        inside = found.holds(made.frequency if band is consistency_band else made.mean)
        some = made.clusters >= (1 if simultaneous else ENOUGH)
        held.append(inside[some].all() if simultaneous else inside[some].mean())
    return float(np.mean(held))


def rejected(world, *, alpha, panels, naive=False, seed=1):
    """Share of calibrated forecasters whom the test of miscalibration finds guilty."""
    rng = np.random.default_rng(seed)
    p = []
    for _ in range(panels):
        sample = world(rng)
        seen = apart(sample) if naive else sample
        p.append(miscalibration_test(seen, draws=99, seed=rng).p)
    return float(np.mean(np.array(p) <= alpha))


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("band", [consistency_band, confidence_band])
def test_bands_hold_what_they_promise(world, band):
    assert 0.93 <= coverage(WORLDS[world], band, level=0.95, panels=200) <= 0.98


@pytest.mark.parametrize("world", ["families", "paths", "paths that stand unevenly"])
def test_bands_that_forget_the_clusters_do_not(world):
    assert coverage(WORLDS[world], consistency_band, level=0.95, panels=60, naive=True) < 0.9


@pytest.mark.parametrize("band", [consistency_band, confidence_band])
def test_simultaneous_bands_hold_whole_curves(band):
    found = coverage(WORLDS["paths"], band, level=0.9, panels=150, simultaneous=True)
    assert 0.88 <= found <= 0.99


def test_families_of_strangers_get_bands_too_wide_never_too_narrow():
    assert coverage(unlike_questions, consistency_band, level=0.9, panels=60) >= 0.95


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("band", [consistency_band, confidence_band])
@pytest.mark.parametrize("level", [0.8, 0.9, 0.95])
def test_bands_hold_what_they_promise_at_every_level(world, band, level):
    found = coverage(WORLDS[world], band, level=level, panels=250, seed=2)
    assert level - 0.02 <= found <= min(0.98, level + 0.08)


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("band", [consistency_band, confidence_band])
def test_simultaneous_bands_hold_whole_curves_in_every_world(world, band):
    found = coverage(WORLDS[world], band, level=0.95, panels=300, simultaneous=True, seed=3)
    assert 0.93 <= found <= 0.99


@pytest.mark.slow
@pytest.mark.parametrize("world", [lambda rng: independent(rng, 200), lambda rng: paths(rng, 80)])
def test_bands_of_the_isotonic_curve_hold_what_they_promise(world):
    found = coverage(world, consistency_band, level=0.9, panels=80, bins="corp", seed=4)
    assert 0.88 <= found <= 0.98
    whole = coverage(
        world, consistency_band, level=0.9, panels=80, bins="corp", simultaneous=True, seed=5
    )
    assert whole >= 0.85


@pytest.mark.parametrize("world", [lambda rng: independent(rng, 60), lambda rng: paths(rng, 50)])
def test_the_test_of_miscalibration_accuses_no_more_than_it_may(world):
    assert rejected(world, alpha=0.1, panels=60) <= 0.1 + 3 * np.sqrt(0.09 / 60)


@pytest.mark.slow
@pytest.mark.parametrize(
    "world",
    [
        lambda rng: independent(rng, 60),
        lambda rng: families(rng, 60),
        lambda rng: paths(rng, 60),
        lambda rng: paths(rng, 60, 20),
    ],
)
def test_the_test_of_miscalibration_keeps_its_level_in_every_world(world):
    assert 0.01 <= rejected(world, alpha=0.05, panels=300, seed=6) <= 0.075


@pytest.mark.slow
def test_a_test_that_forgets_the_clusters_accuses_the_innocent():
    assert rejected(lambda rng: paths(rng, 60), alpha=0.05, panels=100, naive=True) > 0.15


def test_bands_and_tests_see_overconfidence():
    rng = np.random.default_rng(7)
    truth = rng.random(400)
    said = truth**2 / (truth**2 + (1 - truth) ** 2)
    sample = Sample.of(said, rng.random(400) < truth)
    made = curve(sample, bins=FIFTHS)
    band = consistency_band(sample, made, simultaneous=True)
    assert not band.holds(made.frequency).all()
