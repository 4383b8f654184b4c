"""Calibration errors: over bins, and without bins."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle_calibration import binned_errors, cumulative_extents, debiased

from scoring.bins import Bins
from scoring.calibration.cumulative import cumulative_errors
from scoring.calibration.errors import calibration_errors
from scoring.sample import Sample

P = st.one_of(st.floats(0, 1), st.integers(0, 10).map(lambda k: k / 10))
ROWS = st.lists(st.tuples(P, st.integers(0, 1), st.integers(1, 4)), min_size=1, max_size=30)
TEN = Bins.equal_width(10)


@given(ROWS, st.sampled_from([1, 2, 10, 100]))
def test_errors_over_bins_are_those_of_the_definition(rows, count):
    p, y, w = zip(*rows, strict=True)
    found = calibration_errors(Sample.of(p, y, w), bins=Bins.equal_width(count))
    expected = binned_errors(p, y, w, [k / count for k in range(count + 1)])
    assert (found.expected, found.maximum, found.squared) == pytest.approx(expected, abs=1e-12)
    assert found.root == pytest.approx(math.sqrt(expected[2]), abs=1e-9)


@given(ROWS)
def test_the_debiased_error_takes_off_what_chance_adds(rows):
    p, y, _ = zip(*rows, strict=True)
    found = calibration_errors(Sample.of(p, y), bins=TEN)
    expected = debiased(p, y, [k / 10 for k in range(11)])
    assert found.debiased == pytest.approx(expected, abs=1e-12)
    assert found.root_debiased == pytest.approx(math.sqrt(max(expected, 0)), abs=1e-6)


def test_the_debiased_error_of_calibrated_forecasts_is_0_on_average():
    rng = np.random.default_rng(3)
    p = np.repeat(np.arange(10) / 10 + 0.05, 12)
    found = [calibration_errors(Sample.of(p, rng.random(p.size) < p), bins=TEN) for _ in range(400)]
    plain, corrected = (np.array([getattr(e, n) for e in found]) for n in ("squared", "debiased"))
    assert abs(corrected.mean()) < 3 * corrected.std() / 20
    assert plain.mean() > 10 * plain.std() / 20


def test_forecasts_of_one_cluster_are_one_piece_of_evidence_in_the_debiased_error():
    p, y = [0.15, 0.15, 0.15], [1, 0, 0]
    alone = calibration_errors(Sample.of(p, y), bins=TEN).debiased
    doubled = Sample.of(p * 2, y * 2, cluster=[0, 1, 2] * 2)
    assert calibration_errors(doubled, bins=TEN).debiased == pytest.approx(alone)
    assert calibration_errors(Sample.of(p * 2, y * 2), bins=TEN).debiased > alone


def test_the_blocks_of_the_isotonic_fit_serve_as_bins():
    sample = Sample.of([0.1, 0.4, 0.6, 0.9], [0, 1, 0, 1])
    assert calibration_errors(sample, bins="corp").expected == pytest.approx((0.1 + 0 + 0.1) / 4)


@given(ROWS)
def test_errors_without_bins_are_those_of_the_definition(rows):
    p, y, w = zip(*rows, strict=True)
    found = cumulative_errors(Sample.of(p, y, w), draws=1)
    assert (found.maximum, found.span) == pytest.approx(cumulative_extents(p, y, w), abs=1e-12)


def test_ties_are_one_step_whatever_the_order_of_rows():
    yes_first, no_first = ([1, 1, 0, 0], [0, 0, 1, 1])
    for y in (yes_first, no_first):
        found = cumulative_errors(Sample.of([0.5] * 4, y))
        assert (found.maximum, found.span) == (0, 0)


@pytest.mark.parametrize(
    ("which", "mean", "square"),
    [
        # Of a Brownian motion on [0, 1]: its greatest distance from 0, and its span.
        ("maximum", math.sqrt(math.pi / 2), 2 * 0.915965594177219),
        ("span", 2 * math.sqrt(2 / math.pi), 4 * math.log(2)),
    ],
)
def test_the_laws_have_the_moments_of_a_brownian_motion(which, mean, square):
    """Integrals of the tail: E X, and E X^2 = 2 times the integral of x P(X > x)."""
    from scoring.calibration import cumulative

    x = np.linspace(0, 12, 6001)
    tail = np.array([getattr(cumulative, f"_{which}_law")(v) for v in x])
    assert all(left >= right - 1e-12 for left, right in pairwise(tail))
    step = x[1]
    assert step * (tail.sum() - 0.5) == pytest.approx(mean, abs=1e-5)
    assert 2 * step * (x * tail).sum() == pytest.approx(square, abs=1e-5)


def test_a_very_small_p_value_does_not_drown_in_rounding():
    sample = Sample.of([0.5] * 400, [1] * 400)
    test = cumulative_errors(sample).maximum_evidence
    assert test.independent.statistic == pytest.approx(20)
    assert 0 < test.independent.p < 1e-80
    assert test.clustered.p == 0.001


def test_certainties_that_were_right_leave_nothing_to_test():
    found = cumulative_errors(Sample.of([0, 1], [0, 1]))
    assert (found.maximum, found.span) == (0, 0)
    assert "nothing could have come out otherwise" in found.span_evidence.independent.reason


def test_a_certainty_that_was_wrong_is_infinite_evidence():
    found = cumulative_errors(Sample.of([0, 1], [1, 1]))
    assert (found.span, found.span_evidence.clustered.p) == (0.5, 0)


def test_without_forecasts_every_error_is_missing():
    nothing = Sample.of([], [])
    binned, unbinned = calibration_errors(nothing, bins=TEN), cumulative_errors(nothing)
    figures = (binned.expected, binned.maximum, binned.root, binned.root_debiased, unbinned.span)
    assert all(map(math.isnan, figures))
    assert unbinned.span_evidence.clustered.reason == "there are no forecasts"
