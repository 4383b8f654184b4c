"""Bins: where their edges are, and to which bin what lies on an edge belongs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.bins import Bins
from scoring.distinct import distinct
from scoring.sample import Sample

COUNTS = st.integers(1, 120)
WORDS = st.one_of(st.sampled_from([0.0, 0.2, 0.29, 0.5, 0.9, 1.0]), st.floats(0.0, 1.0))


@pytest.mark.parametrize("count", [10, 20, 100, 1000])
def test_every_decimal_on_an_edge_falls_into_the_bin_that_it_opens(count):
    written = [float(f"{k / count:.3f}") for k in range(count)]
    assert Bins.equal_width(count).assign(written).tolist() == list(range(count))


@pytest.mark.parametrize("count", [10, 20, 100, 1000])
def test_every_decimal_on_an_edge_closes_the_bin_below_it_where_right_ends_belong(count):
    written = [float(f"{k / count:.3f}") for k in range(1, count + 1)]
    assert Bins.equal_width(count, closed="right").assign(written).tolist() == list(range(count))


@pytest.mark.parametrize(("p", "code"), [(0.29, 29), (0.57, 57), (0.58, 58), (0.3, 30)])
def test_no_percent_is_misplaced_by_a_product_that_rounds(p, code):
    assert Bins.equal_width(100).assign(p) == code


def test_the_edges_of_tenths_are_the_tenths_as_they_are_written():
    tenths = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    assert Bins.equal_width(10).edges.tolist() == tenths


@pytest.mark.parametrize("closed", ["left", "right"])
@given(count=COUNTS)
def test_both_ends_of_the_scale_are_in_a_bin(closed, count):
    bins = Bins.equal_width(count, closed=closed)
    assert bins.assign([0.0, 1.0]).tolist() == [0, count - 1]


@given(st.lists(WORDS, min_size=1, max_size=40), st.integers(1, 8))
def test_a_tie_is_never_split_between_bins_and_the_order_does_not_matter(p, count):
    bins = Bins.equal_mass(distinct(Sample.of(p, [1] * len(p))), count)
    again = Bins.equal_mass(distinct(Sample.of(sorted(p), [1] * len(p))), count)
    assert bins.edges.tolist() == again.edges.tolist()
    assert bins.count <= count
    assert np.all(np.diff(bins.edges) > 0.0)


def test_bins_of_equal_mass_hold_alike_where_no_ties_are_in_the_way():
    p = np.random.default_rng(1).random(1_000)
    bins = Bins.equal_mass(distinct(Sample.of(p, p > 0.5)), 10)
    assert np.bincount(bins.assign(p)).tolist() == [100] * 10


def test_a_heavy_tie_at_the_top_gets_a_bin_of_its_own():
    rows = distinct(Sample.of([0.5] * 5 + [1.0] * 5, [1] * 10))
    assert Bins.equal_mass(rows, 2).assign([0.5, 1.0]).tolist() == [0, 1]


def test_masses_are_weighed():
    rows = distinct(Sample.of([0.1, 0.2, 0.3, 0.4], [1] * 4, weights=[9, 1, 1, 9]))
    assert Bins.equal_mass(rows, 2).assign([0.1, 0.2, 0.3, 0.4]).tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize("p", [[], [0.4], [0.4, 0.4]])
def test_what_cannot_be_split_is_one_bin(p):
    assert Bins.equal_mass(distinct(Sample.of(p, [1] * len(p))), 5).edges.tolist() == [0.0, 1.0]


def test_edges_of_ones_own_are_kept():
    bins = Bins.given([0.0, 0.05, 0.5, 1.0])
    assert (bins.count, bins.assign([0.05, 0.7]).tolist()) == (3, [1, 2])


@pytest.mark.parametrize(
    ("edges", "said"),
    [
        ([], "must increase"),
        ([0.0], "must increase"),
        ([0.0, 0.5, 0.5, 1.0], "must increase"),
        ([0.0, float("nan"), 1.0], "must increase"),
        ([0.1, 1.0], "from 0 to 1"),
        ([0.0, 0.9], "from 0 to 1"),
    ],
)
def test_edges_that_make_no_bins_are_refused(edges, said):
    with pytest.raises(ValueError, match=said):
        Bins.given(edges)


def test_there_is_at_least_one_bin():
    with pytest.raises(ValueError, match="at least one bin"):
        Bins.equal_width(0)
    with pytest.raises(ValueError, match="at least one bin"):
        Bins.equal_mass(distinct(Sample.of([0.5], [1])), 0)
