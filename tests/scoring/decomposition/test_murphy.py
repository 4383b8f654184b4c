"""Murphy's decomposition by bins and by distinct forecasts, and Yates's by moments."""

from __future__ import annotations

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.bins import Bins
from scoring.decomposition import murphy, yates
from scoring.distinct import distinct
from scoring.sample import Sample

WORDS = st.one_of(st.sampled_from([0.0, 0.1, 0.29, 0.5, 1.0]), st.floats(0.0, 1.0))
ROWS = st.lists(
    st.tuples(WORDS, st.integers(0, 1), st.sampled_from([1.0, 2.0, 0.3])), min_size=1, max_size=40
)
BINNINGS = st.one_of(
    st.builds(Bins.equal_width, st.integers(1, 12), closed=st.sampled_from(["left", "right"])),
    st.just(Bins.given([0.0, 0.05, 0.5, 1.0])),
)


def sample_of(rows):
    return Sample.of(*zip(*rows, strict=True))


def by_definition(sample, bins):
    """Murphy's parts and those within bins, bin by bin."""
    p, y, share = sample.probability, sample.outcome, sample.weight / sample.total
    base, found = share @ y, dict.fromkeys(("rel", "res", "wbv", "wbc"), 0.0)
    code = bins.assign(p)
    for one in np.unique(code):
        here = code == one
        v = share[here]
        said, came = v @ p[here] / v.sum(), v @ y[here] / v.sum()
        found["rel"] += v.sum() * (said - came) ** 2
        found["res"] += v.sum() * (came - base) ** 2
        found["wbv"] += v @ (p[here] - said) ** 2
        found["wbc"] += 2.0 * v @ ((p[here] - said) * (y[here] - came))
    return found


@given(ROWS, BINNINGS)
def test_the_parts_are_those_of_the_definition(rows, bins):
    sample = sample_of(rows)
    found, expected = murphy(sample, bins=bins), by_definition(sample, bins)
    parts = (
        found.reliability,
        found.resolution,
        found.within_variance,
        found.within_covariance,
    )
    assert parts == pytest.approx(tuple(expected.values()), abs=1e-14)
    assert found.strata == np.unique(bins.assign(sample.probability)).size


@given(ROWS, st.one_of(st.none(), BINNINGS))
def test_the_parts_add_up_to_the_brier_score(rows, bins):
    sample = sample_of(rows)
    found = murphy(sample, bins=bins)
    score = sample.weight @ (sample.probability - sample.outcome) ** 2 / sample.total
    assert found.score == pytest.approx(score, abs=1e-14)
    together = found.reliability - found.generalised_resolution + found.uncertainty
    assert together == pytest.approx(score, abs=1e-14)


@given(ROWS)
def test_by_distinct_forecasts_nothing_is_within(rows):
    found = murphy(sample_of(rows))
    assert (found.within_variance, found.within_covariance) == (0.0, 0.0)
    assert found.generalised_resolution == found.resolution


@given(ROWS)
def test_bins_that_part_all_distinct_forecasts_change_nothing(rows):
    tenths = [(round(p, 1), y, w) for p, y, w in rows]
    bins = Bins.given([0.0, *(np.arange(10) / 10 + 0.05), 1.0])
    one, other = murphy(sample_of(tenths)), murphy(sample_of(tenths), bins=bins)
    assert astuple(one) == astuple(other)


@given(ROWS)
def test_of_one_bin_there_is_no_resolution(rows):
    sample = sample_of(rows)
    found = murphy(sample, bins=Bins.equal_width(1))
    assert found.resolution == pytest.approx(0.0, abs=1e-30)
    assert found.reliability == pytest.approx(yates(sample).bias ** 2, abs=1e-15)


def test_rows_that_are_collapsed_already_are_taken_as_they_are():
    sample = Sample.of([0.1, 0.1, 0.6], [0, 1, 1])
    assert murphy(distinct(sample)) == murphy(sample)


def test_a_forecast_on_an_edge_belongs_to_the_bin_it_opens_unless_told_otherwise():
    sample = Sample.of([0.45, 0.5, 0.55], [0, 0, 1])
    left = murphy(sample, bins=Bins.equal_width(2))
    right = murphy(sample, bins=Bins.equal_width(2, closed="right"))
    assert (left.resolution, right.resolution) == pytest.approx((1 / 18, 2 / 9))


def test_of_nothing_there_are_no_parts():
    nothing = Sample.of([], [])
    found = murphy(nothing, bins=Bins.equal_width(10))
    assert found.strata == 0
    assert np.isnan(astuple(found)[:-1]).all()
    assert np.isnan(astuple(yates(nothing))).all()


@given(ROWS)
def test_the_moments_of_yates_add_up_to_the_brier_score(rows):
    sample = sample_of(rows)
    found = yates(sample)
    noise = found.least_variance + found.scatter
    together = found.uncertainty + found.bias**2 + noise - 2.0 * found.covariance
    assert found.score == pytest.approx(together, abs=1e-14)
    assert found.score == pytest.approx(murphy(sample).score, abs=1e-14)


@given(ROWS)
def test_the_slope_is_the_distance_between_what_was_said_of_either_outcome(rows):
    sample = sample_of(rows)
    found = yates(sample)
    means = [
        np.average(sample.probability[here], weights=sample.weight[here])
        for here in (sample.outcome == 1.0, sample.outcome == 0.0)
        if here.any()
    ]
    if len(means) == 1:
        assert math.isnan(found.slope)
        assert (found.covariance, found.least_variance) == pytest.approx((0.0, 0.0), abs=1e-16)
    else:
        assert found.slope == pytest.approx(means[0] - means[1], abs=1e-12)


def test_a_forecaster_who_says_two_things_only_has_no_scatter():
    found = yates(Sample.of([0.2, 0.2, 0.7, 0.7], [0, 0, 1, 1]))
    assert (found.slope, found.scatter) == pytest.approx((0.5, 0.0))


def test_where_all_outcomes_are_alike_everything_that_varies_is_scatter():
    found = yates(Sample.of([0.2, 0.6], [1, 1]))
    assert math.isnan(found.slope)
    assert (found.uncertainty, found.covariance, found.least_variance) == (0.0, 0.0, 0.0)
    assert (found.bias, found.scatter) == pytest.approx((-0.6, 0.04))
