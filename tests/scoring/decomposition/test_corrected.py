"""Murphy's parts without bias: what luck adds to small bins is taken out again."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.bins import Bins
from scoring.decomposition import corrected, murphy
from scoring.sample import Sample

TENTHS = Bins.equal_width(10)
ROWS = st.lists(
    st.tuples(st.integers(0, 20).map(lambda k: k / 20), st.integers(0, 1), st.integers(1, 3)),
    min_size=1,
    max_size=40,
)


def published(p, y, bins):
    """Ferro and Fricker's figures for rows that weigh alike, by their formulas."""
    p, y = np.array(p), np.array(y, float)
    parts, code = murphy(Sample.of(p, y), bins=bins), bins.assign(p)
    size, came = np.bincount(code), np.bincount(code, y)
    several = size > 1
    n, o = size[several], came[several]
    strata = np.sum(o * (n - o) / (n * (n - 1))) / y.size
    whole = y.mean() * (1 - y.mean()) / (y.size - 1)
    return parts, strata, whole


@given(ROWS)
def test_the_whole_correction_is_that_of_the_paper_where_it_may_be_made(rows):
    p, y, _ = zip(*rows, strict=True)
    if len(p) < 2:
        return
    found = corrected(Sample.of(p, y), bins=TENTHS)
    parts, strata, whole = published(p, y, TENTHS)
    assert found.reliability == pytest.approx(parts.reliability - found.applied * strata)
    assert found.uncertainty == pytest.approx(parts.uncertainty + found.applied * whole)
    assert 0.0 <= found.applied <= 1.0


@given(ROWS)
def test_the_corrected_parts_keep_their_bounds_and_their_sum(rows):
    p, y, w = zip(*rows, strict=True)
    sample = Sample.of(p, y, w)
    found, raw = corrected(sample, bins=TENTHS), murphy(sample, bins=TENTHS)
    assert found.reliability >= -1e-15
    assert -1e-15 <= found.resolution <= 1.0
    assert found.uncertainty <= 0.25 + 1e-15
    together = found.reliability - found.resolution + found.uncertainty
    assert together == pytest.approx(raw.reliability - raw.resolution + raw.uncertainty)


@given(ROWS)
def test_rows_of_one_cluster_and_outcome_are_one_draw(rows):
    p, y, w = zip(*rows, strict=True)
    apart = Sample.of(np.repeat(p, w), np.repeat(y, w), cluster=np.repeat(range(len(p)), w))
    assert astuple(corrected(apart, bins=TENTHS)) == pytest.approx(
        astuple(corrected(Sample.of(p, y, w), bins=TENTHS)), abs=1e-12
    )


def test_a_bin_of_one_draw_corrects_nothing():
    sample = Sample.of([0.1, 0.3, 0.3], [0, 1, 1], cluster=[0, 1, 1])
    raw = murphy(sample, bins=TENTHS)
    assert corrected(sample, bins=TENTHS).reliability == raw.reliability


@pytest.mark.parametrize("cluster", [None, [0, 0, 0]])
@pytest.mark.parametrize("came", [0, 1])
def test_of_one_class_there_is_nothing_to_correct(cluster, came):
    sample = Sample.of([0.1, 0.3, 0.3], [came] * 3, cluster=cluster)
    found, raw = corrected(sample, bins=TENTHS), murphy(sample, bins=TENTHS)
    assert (found.reliability, found.resolution, found.uncertainty) == (
        raw.reliability,
        raw.resolution,
        raw.uncertainty,
    )


def test_of_nothing_there_are_no_parts():
    assert np.isnan(astuple(corrected(Sample.of([], [])))).all()


@pytest.mark.parametrize("together", [1, 4])
def test_most_of_the_bias_is_gone_from_calibrated_forecasts_also_in_clusters(together):
    rng, found = np.random.default_rng(11), []
    for _ in range(400):
        chance = rng.integers(0, 5, 80) / 10 + 0.05
        cluster = np.repeat(np.arange(80), together)
        sample = Sample.of(chance[cluster], (rng.random(80) < chance)[cluster], cluster=cluster)
        raw, better = murphy(sample, bins=TENTHS), corrected(sample, bins=TENTHS)
        found.append([raw.reliability, better.reliability, raw.resolution, better.resolution])
    means = np.mean(found, axis=0)
    reliability, corrected_reliability, resolution, corrected_resolution = means - [
        0,
        0,
        0.02,
        0.02,
    ]
    assert 0.0 < corrected_reliability < reliability / 2
    assert abs(corrected_resolution) < resolution / 2


@given(st.integers(2, 40), st.integers(0, 40), st.sampled_from([0.05, 0.3, 0.5, 0.7]))
def test_where_all_say_the_same_reliability_is_corrected_as_far_as_it_goes(size, came, said):
    came = min(came, size)
    found, rate = corrected(Sample.of([said] * size, np.arange(size) < came)), came / size
    luck = rate * (1 - rate) / (size - 1)
    if luck == 0:
        return
    bounds = (rate - said) ** 2 / luck, (1 - 4 * rate * (1 - rate)) / (4 * luck), 1.0
    assert found.applied == pytest.approx(min(bounds), abs=1e-9)
    assert found.resolution == pytest.approx(0.0, abs=1e-12)


@given(ROWS)
def test_as_much_is_applied_as_the_bounds_allow(rows):
    p, y, _ = zip(*rows, strict=True)
    if len(p) < 2 or len(set(y)) < 2:
        return
    parts, strata, whole = published(p, y, TENTHS)
    shares = np.linspace(0, 1, 1001)
    reliability = parts.reliability - shares * strata
    resolution = parts.resolution - shares * (strata - whole)
    uncertainty = parts.uncertainty + shares * whole
    fits = (reliability > -1e-9) & (resolution > -1e-9) & (uncertainty < 0.25 + 1e-9)
    largest = shares[np.flatnonzero(fits).max()]
    assert corrected(Sample.of(p, y), bins=TENTHS).applied == pytest.approx(largest, abs=2e-3)
