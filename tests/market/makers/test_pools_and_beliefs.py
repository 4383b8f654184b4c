"""The pm-AMM's pool, the Bayesian maker's belief, and the search for roots that makers share."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from market.makers.bayesian import after_signal
from market.makers.pm_amm import reserves
from market.makers.root import increasing_root


def test_reserves_keep_the_invariant_of_the_pm_amm_and_show_the_price():
    price, liquidity = np.linspace(0.001, 0.999, 31), 40.0
    x, y = reserves(price, liquidity)
    z = (y - x) / liquidity
    assert stats.norm.cdf(z) == pytest.approx(price, rel=1e-12)
    assert (y - x) * price + liquidity * stats.norm.pdf(z) == pytest.approx(y, rel=1e-12)
    # What the pool is worth falls as fast as its shares: p x + (1 - p) y has slope x - y.
    worth = price * x + (1 - price) * y
    assert np.gradient(worth, price)[5:-5] == pytest.approx((x - y)[5:-5], rel=0.02, abs=0.2)


@pytest.mark.parametrize(("low", "high"), [(0.6, np.inf), (-np.inf, 0.3), (0.4, 0.55), (1.5, 1.8)])
def test_a_belief_after_a_signal_has_the_moments_of_the_posterior(low, high):
    mean, sd, noise = 0.5, 0.2, 0.3

    def posterior(v):
        seen = stats.norm.cdf((high - v) / noise) - stats.norm.cdf((low - v) / noise)
        return stats.norm.pdf(v, mean, sd) * seen

    def moment(power):
        return quad(lambda v: v**power * posterior(v), -1.5, 2.5, epsabs=0, epsrel=1e-11)[0]

    total, first, second = (moment(power) for power in range(3))
    found = after_signal(mean, sd, noise, low, high)
    assert found.mean == pytest.approx(first / total, rel=1e-9)
    assert found.sd == pytest.approx(np.sqrt(second / total - (first / total) ** 2), rel=1e-7)


def test_a_root_is_found_where_newton_alone_would_not_find_it():
    target = np.array([1e-300, 1e-9, 0.5, 0.999999, 2.0, np.nan])

    def steep(x):
        return x**9 - target, 9.0 * x**8

    with np.errstate(invalid="ignore"):
        found = increasing_root(steep, np.zeros(6), np.ones(6), np.full(6, 1e-3))
    assert found[:4] == pytest.approx(target[:4] ** (1 / 9), rel=1e-14)
    assert found[4] == 1.0
