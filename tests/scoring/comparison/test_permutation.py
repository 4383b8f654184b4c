"""The sign-flip test: exact where it can be, and never sure of what it has not seen."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.comparison.permutation import monte_carlo_p, sign_flip

TENTHS = st.lists(st.integers(-9, 9), min_size=1, max_size=9)


def by_enumeration(tenths, cluster):
    """Share of all choices of signs, in exact arithmetic."""
    sums = [
        sum(d for d, g in zip(tenths, cluster, strict=True) if g == group) for group in set(cluster)
    ]
    totals = [
        abs(sum(s * d for s, d in zip(signs, sums, strict=True)))
        for signs in product((1, -1), repeat=len(sums))
    ]
    return Fraction(sum(total >= abs(sum(sums)) for total in totals), len(totals))


@given(TENTHS, st.data())
def test_every_choice_of_signs_is_gone_through_and_equal_totals_count(tenths, data):
    cluster = data.draw(st.lists(st.integers(0, 4), min_size=len(tenths), max_size=len(tenths)))
    found = sign_flip(np.array(tenths) / 10, cluster)
    assert found.exact
    assert found.p == pytest.approx(float(by_enumeration(tenths, cluster)), abs=1e-15)


@given(TENTHS)
def test_neither_order_nor_scale_nor_names_count(tenths):
    p = sign_flip(tenths).p
    assert sign_flip(tenths[::-1]).p == p
    assert sign_flip(-0.1 * np.array(tenths)).p == p


def test_the_least_p_value_of_n_families_is_two_in_two_to_the_n():
    assert sign_flip(np.full(20, 0.1)).p == 2 / 2**20
    assert sign_flip(np.full(20, 0.1)).flips == 2**20


def test_beyond_twenty_families_signs_are_drawn_and_no_p_value_is_zero():
    found = sign_flip(np.full(21, 0.1), draws=99)
    assert (found.p, found.flips, found.exact) == (0.01, 100, False)


def test_families_that_never_differ_do_not_count_towards_the_twenty():
    assert sign_flip([*[0.0] * 30, 0.3, 0.2]).exact


def test_draws_come_near_to_all_choices_and_follow_the_seed():
    d = np.random.default_rng(3).normal(0.4, 1, 21)
    one, again, other = (sign_flip(d, seed=seed).p for seed in (1, 1, 2))
    assert one == again != other
    folded = sign_flip(np.append(d[:-2], d[-2:].sum())).p  # 20 families: exact, and nearly the same
    assert one == pytest.approx(other, abs=0.02)
    assert one == pytest.approx(folded, abs=0.1)


def test_in_chunks_as_many_are_drawn_as_were_asked_for():
    d = np.ones(5_000)
    assert sign_flip(d, draws=999).p == 1 / 1000


@pytest.mark.parametrize("d", [[], [np.nan, 0.1], [np.inf]])
def test_without_numbers_there_is_no_p_value(d):
    found = sign_flip(d)
    assert np.isnan(found.p)
    assert found.flips == 0


def test_two_who_never_differ_are_not_told_apart():
    assert sign_flip([0.0, 0.0]).p == 1


def test_what_cannot_be_is_an_error():
    with pytest.raises(ValueError, match="one length"):
        sign_flip([0.1], [0, 1])
    with pytest.raises(ValueError, match="1 or more"):
        sign_flip([0.1], draws=0)
    with pytest.raises(ValueError, match="as far"):
        monte_carlo_p(5, 4)


def test_a_table_of_differences_is_read_row_by_row():
    table, families = [[0.3, 0.1], [0.2, -0.1]], [[0, 1], [1, 2]]
    assert sign_flip(table, families) == sign_flip(np.ravel(table), np.ravel(families))
