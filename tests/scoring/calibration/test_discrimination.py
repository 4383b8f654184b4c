"""Discrimination: the area under the ROC curve, its errors, the slope, and sharpness."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle_calibration import auc_and_error

from scoring.calibration.discrimination import auc, discrimination_slope, sharpness
from scoring.sample import Sample

P = st.one_of(st.floats(0, 1), st.integers(0, 5).map(lambda k: k / 5))
ROWS = st.lists(st.tuples(P, st.integers(0, 1)), min_size=2, max_size=30).filter(
    lambda rows: len({y for _, y in rows}) == 2
)


@given(ROWS)
def test_area_and_error_are_those_of_all_pairs(rows):
    p, y = zip(*rows, strict=True)
    found, (area, error) = auc(Sample.of(p, y)), auc_and_error(p, y)
    assert found.value == pytest.approx(area)
    assert found.error == pytest.approx(error, nan_ok=True, abs=1e-9)
    assert found.error_clustered == pytest.approx(found.error, nan_ok=True)


@given(ROWS)
def test_clusters_that_repeat_a_forecast_change_neither_area_nor_error(rows):
    p, y = zip(*rows, strict=True)
    once, cluster = auc(Sample.of(p, y)), [*range(len(p))] * 3
    thrice = auc(Sample.of(p * 3, y * 3, cluster=cluster))
    assert thrice.value == pytest.approx(once.value)
    assert thrice.error_clustered == pytest.approx(once.error, nan_ok=True, abs=1e-9)


def test_without_forecasts_there_is_no_area():
    assert auc(Sample.of([], [])).reason == "there are no forecasts"


def test_everything_tied_is_one_half():
    assert auc(Sample.of([0.5] * 4, [1, 0, 1, 0])).value == 0.5


def test_no_order_of_rows_and_no_rising_map_changes_the_area():
    rng = np.random.default_rng(1)
    p, y = rng.random(50).round(1), rng.integers(0, 2, 50)
    first, turned = auc(Sample.of(p, y)), auc(Sample.of(p[::-1] ** 3, y[::-1]))
    assert (first.value, first.error) == pytest.approx((turned.value, turned.error))


def test_one_class_has_no_area_and_says_why():
    found = auc(Sample.of([0.1, 0.4], [1, 1]))
    assert math.isnan(found.value)
    assert found.reason == "everything came out the same way"
    assert math.isnan(discrimination_slope(Sample.of([0.1, 0.4], [1, 1])))


def test_a_class_of_one_cluster_has_no_error():
    found = auc(Sample.of([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], cluster=[0, 1, 2, 2]))
    assert found.value == 1
    assert math.isnan(found.error_clustered)
    assert "one piece of evidence" in found.reason


def test_a_perfect_order_has_no_interval():
    found = auc(Sample.of([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1]))
    assert found.error == 0
    assert all(map(math.isnan, found.interval(0.95)))
    assert "separated perfectly" in found.reason


def test_an_interval_stays_between_0_and_1():
    low, high = auc(Sample.of([0.1, 0.3, 0.2, 0.9], [0, 0, 1, 1])).interval(0.999)
    assert 0 < low < 0.75 < high < 1


def test_slope_and_sharpness_of_a_weighted_sample():
    sample = Sample.of([0.2, 0.6, 0.8], [0, 1, 1], weights=[1, 3, 1])
    assert discrimination_slope(sample) == pytest.approx((3 * 0.6 + 0.8) / 4 - 0.2)
    repeated = [0.2, 0.6, 0.6, 0.6, 0.8]
    assert sharpness(sample).variance == pytest.approx(np.var(repeated))


def test_certainties_have_no_entropy_and_an_even_chance_the_most():
    assert sharpness(Sample.of([0, 1], [0, 0])).entropy == 0
    assert sharpness(Sample.of([0.5], [0])).entropy == pytest.approx(math.log(2))
    assert math.isnan(sharpness(Sample.of([], [])).variance)
