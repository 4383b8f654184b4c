"""Calibration curves: what is in a bin, what is in a block."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.bins import Bins
from scoring.calibration import curve
from scoring.calibration.folding import CONFIDENCES, folded
from scoring.isotonic import isotonic
from scoring.sample import Sample

TENTHS = Bins.equal_width(10)


@st.composite
def samples(draw):
    """Samples with ties, certainties, unequal weights and a few clusters."""
    size = draw(st.integers(0, 30))
    column = lambda values: draw(st.lists(values, min_size=size, max_size=size))  # noqa: E731 - short
    return Sample.of(
        column(st.sampled_from([0.0, 0.1, 0.25, 0.29, 0.3, 0.57, 0.9, 1.0])),
        column(st.integers(0, 1)),
        column(st.sampled_from([0.25, 1.0, 3.0])),
        column(st.integers(0, 5)),
    )


@given(samples(), st.sampled_from([TENTHS, Bins.equal_width(3, closed="right"), "corp"]))
def test_a_row_is_what_its_forecasts_say_and_how_many_of_them_came_true(sample, bins):
    found = curve(sample, bins=bins)
    code = found.assign(sample.probability)
    for row in range(found.low.size):
        inside = code == row
        weight = sample.weight[inside]
        assert found.count[row] == inside.sum()
        assert found.clusters[row] == len(set(sample.cluster[inside]))
        assert found.weight[row] == pytest.approx(weight.sum())
        if not inside.any():
            assert np.isnan([found.mean[row], found.frequency[row]]).all()
            continue
        assert found.mean[row] == pytest.approx(
            np.average(sample.probability[inside], weights=weight)
        )
        assert found.frequency[row] == pytest.approx(
            np.average(sample.outcome[inside], weights=weight)
        )


@given(samples())
def test_the_blocks_of_the_isotonic_curve_are_those_of_the_fit(sample):
    found, fit = curve(sample, bins="corp"), isotonic(sample)
    assert np.all(np.diff(found.frequency) > 0)
    assert found.frequency[found.assign(fit.x)] == pytest.approx(fit.fitted)
    assert np.all(found.low <= found.high)
    assert np.all(found.high[:-1] < found.low[1:])


@given(samples(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(sample, random):
    order = list(range(sample.size))
    random.shuffle(order)
    columns = (sample.probability, sample.outcome, sample.weight, sample.cluster)
    shuffled = Sample.of(*(column[order] for column in columns))
    for bins in (TENTHS, "corp"):
        one, other = (curve(s, bins=bins) for s in (sample, shuffled))
        assert other.frequency == pytest.approx(one.frequency, nan_ok=True)
        assert other.count.tolist() == one.count.tolist()


def test_a_forecast_on_an_edge_lies_in_the_bin_above_it_and_certainty_in_the_last():
    found = curve(Sample.of([0.3, 0.7, 1.0], [0, 1, 1]), bins=TENTHS)
    assert np.flatnonzero(found.count).tolist() == [3, 7, 9]


def test_every_bin_has_a_row_even_of_an_empty_sample():
    found = curve(Sample.of([], []), bins=TENTHS)
    assert found.count.tolist() == [0] * 10
    assert np.isnan(found.frequency).all()
    assert curve(Sample.of([], []), bins="corp").low.size == 0


def test_folding_turns_every_forecast_towards_the_answer_it_favours():
    once = folded(Sample.of([0.0, 0.29, 0.4, 0.5, 0.59, 1.0], [0, 1, 0, 1, 1, 0]))
    assert once.probability.tolist() == [1.0, 0.71, 0.6, 0.5, 0.59, 1.0]
    assert once.outcome.tolist() == [1, 0, 1, 1, 1, 0]
    assert curve(once, bins=CONFIDENCES).count.tolist() == [0, 2, 1, 1, 0, 0, 2]
