"""Uniform boundaries: their formulas by quadrature, and that paths do not cross them too often."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad

from scoring.comparison.boundaries import (
    best_rho,
    gamma_exponential,
    gamma_exponential_log_mixture,
    normal_mixture,
    stitched,
)

CASES = [(5.0, 10.0, 2.0, 1.0), (2.0, 3.0, 2.0, 2.0), (0.5, 5.0, 1.0, 1.0), (-4.0, 7.0, 1.5, 2.0)]
FAR_BELOW = [(-30.0, 2.0, 1.0, 1.0), (-9.0, 12.0, 2.0, 0.5)]


def by_quadrature(total, v, rho, c):
    """The mixture's mean over stakes in (0, 1/c), whose law is a truncated gamma of the rest."""

    def density(rest):
        return rest ** (rho / c**2 - 1) * math.exp(-rho / c**2 * rest)

    def term(rest):
        stake = (1 - rest) / c
        return math.exp(stake * total + (math.log(rest) + c * stake) / c**2 * v) * density(rest)

    return math.log(quad(term, 0, 1)[0] / quad(density, 0, 1)[0])


@pytest.mark.parametrize("case", CASES + FAR_BELOW)
def test_the_gamma_exponential_mixture_is_the_mean_over_its_stakes(case):
    total, v, rho, c = case
    found = gamma_exponential_log_mixture(total, v, rho=rho, c=c)
    assert found == pytest.approx(by_quadrature(*case), rel=1e-6)


def test_the_mixture_begins_at_one():
    assert gamma_exponential_log_mixture(0.0, 0.0, rho=3.0, c=2.0) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("v", [1e2, 1e4, 1e6])
def test_the_mixture_neither_overflows_nor_jumps(v):
    total = np.linspace(-v, v, 4001)
    found = gamma_exponential_log_mixture(total, v, rho=best_rho(10.0, 0.025), c=2.0)
    assert np.all(np.isfinite(found))
    assert np.all(np.diff(found) > 0.0)
    assert np.all(np.diff(found, 2) > -1e-9 * v)  # a logarithm of a mean of exponentials is convex


def test_the_mixture_crosses_its_boundary_where_it_is_one_over_alpha():
    v = np.array([0.0, 0.3, 1.0, 10.0, 1e3, 1e6])
    bound = gamma_exponential(v, 0.01, rho=2.0, c=2.0)
    found = gamma_exponential_log_mixture(bound, v, rho=2.0, c=2.0)
    assert found == pytest.approx(np.full(v.size, math.log(100.0)))


@pytest.mark.parametrize("v", [0.5, 4.0, 90.0])
def test_the_normal_mixture_is_one_over_alpha_at_its_boundary(v):
    rho, alpha = 3.0, 0.05
    bound = float(normal_mixture(v, alpha, rho=rho))

    def term(stake):
        return math.exp(stake * bound - stake**2 * v / 2 - stake**2 * rho / 2)

    mean = quad(term, -np.inf, np.inf)[0] * math.sqrt(rho / (2 * math.pi))
    assert mean == pytest.approx(1 / alpha, rel=1e-6)


@pytest.mark.parametrize("alpha", [0.05, 0.001])
def test_the_best_parameter_is_near_the_one_with_the_lowest_boundary(alpha):
    v = 25.0
    tried = np.geomspace(0.2, 25.0, 200)
    lowest = min(float(normal_mixture(v, alpha, rho=rho)) for rho in tried)
    best = float(normal_mixture(v, alpha, rho=best_rho(v, alpha, two_sided=True)))
    assert lowest <= best * (1 + 1e-9) <= lowest * 1.01


def test_the_stitched_boundary_is_flat_up_to_its_beginning_and_then_grows():
    bound = stitched([0.0, 1.0, 2.0, 4.0, 100.0], 0.05, c=1.0, v_min=2.0)
    assert bound[0] == bound[1] == bound[2] < bound[3] < bound[4]


@pytest.mark.parametrize("alpha", [0.0, 0.5, 0.7])
def test_a_probability_that_leaves_nothing_to_bound_is_refused(alpha):
    with pytest.raises(ValueError, match="alpha"):
        best_rho(1.0, alpha)


def test_a_gaussian_walk_stays_within_its_boundaries_at_all_times_together():
    walk = np.cumsum(np.random.default_rng(5).standard_normal((2000, 500)), axis=1)
    v = np.arange(1.0, 501.0)
    error = math.sqrt(0.05 * 0.95 / 2000)
    mixture = normal_mixture(v, 0.05, rho=best_rho(50.0, 0.05, two_sided=True))
    assert np.mean(np.any(np.abs(walk) >= mixture, axis=1)) <= 0.05 + 3 * error
    assert np.mean(np.any(walk >= stitched(v, 0.05), axis=1)) <= 0.05 + 3 * error
