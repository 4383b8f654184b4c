"""Closed forms: quantiles against their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.calibration.asymptotic import binomial_band, chernoff_quantile, discrete_band
from scoring.calibration.exact import poisson_binomial


@given(
    st.one_of(st.sampled_from([0.0, 1.0, 0.5, 1 / 24]), st.floats(0.0, 1.0)),
    st.integers(1, 60),
    st.sampled_from([0.5, 0.9, 0.95, 0.99]),
)
def test_binomial_ends_are_the_least_numbers_that_reach_their_probability(p, n, level):
    reached = np.cumsum(poisson_binomial([p] * n))
    lower, upper = binomial_band(p, p, n, level)
    for end, probability in ((lower, 0.5 - level / 2), (upper, 0.5 + level / 2)):
        number = round(end * n)
        assert end * n == pytest.approx(number, abs=1e-12)
        assert reached[number] >= probability - 1e-9
        assert number == 0 or reached[number - 1] < probability + 1e-9


def test_a_binomial_band_takes_scalars_and_columns():
    lower, upper = binomial_band([0.0, 0.5], [0.1, 0.5], [10, 10], 0.9)
    assert lower.tolist() == [0.0, 0.2]
    assert upper.tolist() == [0.3, 0.8]


@pytest.mark.parametrize(
    ("probability", "quantile"),
    # Groeneboom & Wellner 2001, JCGS 10:388.
    [(0.5, 0.0), (0.75, 0.353308), (0.9, 0.664235), (0.95, 0.845081), (0.975, 0.998181)],
)
def test_chernoffs_quantiles_are_the_published_ones(probability, quantile):
    assert chernoff_quantile(probability) == pytest.approx(quantile, abs=6e-7)
    assert chernoff_quantile(1 - probability) == pytest.approx(-quantile, abs=6e-7)


def test_chernoffs_quantiles_reach_far_into_the_tail():
    assert 2.5 < chernoff_quantile(1 - 1e-9) < 3.0


def test_the_level_of_a_discrete_band_is_never_that_of_another():
    half = [discrete_band(0.5, 100, level)[1].item() - 0.5 for level in (0.9, 0.95)]
    assert half == pytest.approx([0.05 * 1.644854, 0.05 * 1.959964], rel=1e-6)
