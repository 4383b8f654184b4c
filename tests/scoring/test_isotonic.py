"""Isotonic regression, and the collapsing of ties that comes before it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle_isotonic import fit

from scoring.distinct import distinct
from scoring.isotonic import isotonic, pooled_blocks
from scoring.sample import Sample

WORDS = st.one_of(st.sampled_from([0.0, 0.1, 0.29, 0.5, 0.57, 1.0]), st.floats(0.0, 1.0))
WEIGHTS = st.sampled_from([1.0, 1.0, 2.0, 0.5, 0.375])
ROWS = st.lists(st.tuples(WORDS, st.integers(0, 1), WEIGHTS), min_size=1, max_size=14)
ALIKE = st.lists(st.tuples(WORDS, st.integers(0, 1), st.just(1.0)), min_size=1, max_size=14)


def columns(rows):
    return zip(*rows, strict=True)


@given(st.one_of(ROWS, ALIKE))
def test_the_fit_is_the_greatest_least_mean_of_the_definition(rows):
    p, y, w = columns(rows)
    found, expected = isotonic(Sample.of(p, y, w)), fit(p, y, w)
    assert found.x.tolist() == sorted(expected)
    assert found.fitted == pytest.approx([float(expected[at]) for at in found.x.tolist()])


@given(ROWS)
def test_levels_rise_and_each_is_the_frequency_of_its_block(rows):
    found = isotonic(Sample.of(*columns(rows)))
    first = np.flatnonzero(np.diff(found.block, prepend=-1))
    level = found.fitted[first]
    assert np.all(np.diff(level) > 0.0)
    came = np.add.reduceat(found.yes, first) / np.add.reduceat(found.weight, first)
    assert np.array_equal(level, came)
    assert (
        found.block.tolist()
        == np.repeat(np.arange(level.size), np.diff([*first, found.x.size])).tolist()
    )


@given(ROWS, st.randoms())
def test_the_order_of_rows_changes_nothing(rows, random):
    shuffled = random.sample(rows, len(rows))
    one, other = (isotonic(Sample.of(*columns(them))) for them in (rows, shuffled))
    assert np.array_equal(one.x, other.x)
    assert one.fitted == pytest.approx(other.fitted, abs=1e-15)


@given(ALIKE)
def test_rows_that_weigh_alike_are_collapsed_as_weighted_ones_are(rows):
    p, y, _ = columns(rows)
    alike, weighted = distinct(Sample.of(p, y)), distinct(Sample.of(p, y, [3.0] * len(p)))
    assert np.array_equal(alike.x, weighted.x)
    assert np.array_equal(3.0 * alike.no, weighted.no)
    assert np.array_equal(3.0 * alike.yes, weighted.yes)


def test_all_tied_forecasts_are_recalibrated_to_their_frequency_in_any_order():
    for y in ([1, 0, 1, 0], [0, 0, 1, 1], [1, 1, 0, 0]):
        assert isotonic(Sample.of([0.5] * 4, y)).fitted.tolist() == [0.5]


def test_neighbours_that_differ_in_the_last_bit_are_not_tied():
    near = [0.3, np.nextafter(0.3, 1.0)]
    assert isotonic(Sample.of(near, [0, 1])).fitted.tolist() == [0.0, 1.0]


def test_a_negative_zero_is_a_zero():
    assert distinct(Sample.of([-0.0, 0.0, 0.3331], [0, 1, 1])).no.tolist() == [1.0, 0.0]


def test_a_row_of_weight_zero_leaves_no_hole_where_it_said_something():
    with_it = isotonic(Sample.of([0.2, 0.5, 0.9], [0, 1, 1], [1, 0, 1]))
    without = isotonic(Sample.of([0.2, 0.9], [0, 1]))
    assert with_it.x.tolist() == without.x.tolist() == [0.2, 0.9]
    assert with_it.at([0.0, 0.2, 0.9, 1.0]).tolist() == [0.0, 0.0, 1.0, 1.0]


def test_between_fitted_points_the_fit_is_linear_and_beyond_them_constant():
    found = isotonic(Sample.of([0.2, 0.2, 0.6], [0, 1, 1]))
    assert found.at([0.0, 0.2, 0.4, 0.6, 1.0]).tolist() == [0.5, 0.5, 0.75, 1.0, 1.0]


def test_nothing_is_fitted_to_nothing():
    nothing = isotonic(Sample.of([], []))
    assert nothing.x.size == 0
    assert np.isnan(nothing.at([0.1, 0.9])).all()


def test_one_low_group_at_the_end_of_many_rising_ones_is_pooled_with_all_it_must():
    total = np.append(np.arange(1.0, 3000.0), -5e6)
    assert pooled_blocks(total, np.ones(total.size)).tolist() == [0]
    assert pooled_blocks(total[:-1], np.ones(total.size - 1)).size == total.size - 1


@pytest.mark.parametrize("grid", [100, 1000, None])
def test_large_fits_are_those_of_the_stack_alone(grid):
    rng = np.random.default_rng(3)
    p = rng.random(20_000) if grid is None else np.rint(rng.random(20_000) * grid) / grid
    rows = distinct(Sample.of(p, rng.random(20_000) < p * p))
    from scipy.optimize import isotonic_regression

    other = isotonic_regression(rows.frequency, weights=rows.weight)
    assert isotonic(rows).fitted == pytest.approx(other.x, abs=1e-12)
