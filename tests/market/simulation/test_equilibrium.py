"""Where prices come to rest: closed forms against the traders that they are about."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import brentq

from market.makers.lmsr import LMSR
from market.simulation.traders.demand import cara_trade_lmsr
from market.simulation.traders.equilibrium import (
    cara_equilibrium,
    cara_lmsr_equilibrium,
    crra_equilibrium,
    manski_mean_bounds,
)
from market.simulation.traders.kelly import kelly_wealth


def odds(p):
    return np.log(p / (1 - p))


def uniform(mean, half):
    return mean + half * (np.arange(2000) - 999.5) / 1000


def test_at_the_price_what_crra_traders_buy_sums_to_nothing():
    dice = np.random.default_rng(10)
    belief, wealth = dice.uniform(0.01, 0.99, (30, 8)), 10 ** dice.uniform(-2, 3, (30, 8))
    aversion = 10 ** dice.uniform(-1, 1, (30, 8))
    price = crra_equilibrium(belief, wealth, aversion)[:, None]
    ratio = np.exp((odds(belief) - odds(price)) / aversion)
    bought = wealth * (ratio - 1) / (price * ratio + 1 - price)
    assert np.abs(bought.sum(axis=1) / np.abs(bought).sum(axis=1)).max() < 1e-12


def test_log_traders_make_the_mean_and_timid_ones_the_logarithmic_pool():
    belief, wealth = [0.2, 0.3, 0.7], [1.0, 2.0, 5.0]
    mean = np.average(belief, weights=wealth)
    assert crra_equilibrium(belief, wealth, 1) == pytest.approx(mean, rel=1e-13)
    pool = cara_equilibrium(belief, 1 / np.array(wealth))
    assert crra_equilibrium(belief, wealth, 1e7) == pytest.approx(pool, rel=1e-6)


def test_other_utilities_stay_near_the_mean_as_wolfers_and_zitzewitz_found():
    for mean in (0.2, 0.5, 0.8):
        belief = uniform(mean, 0.05)
        price = crra_equilibrium(belief, 1.0, np.array([[0.5], [2.0], [5.0]]))
        assert np.abs(price - mean).max() <= 0.0016
    belief = uniform(0.1, 0.05)
    price = crra_equilibrium(belief, 1.0, np.array([[0.5], [2.0], [5.0]]))
    assert price - 0.1 == pytest.approx([0.00365, -0.00195, -0.00315], abs=6e-6)
    assert cara_equilibrium(belief, np.ones(2000)) - 0.1 == pytest.approx(-0.00395, abs=6e-6)


def test_cara_traders_bring_an_lmsr_to_the_price_at_which_they_stop():
    dice = np.random.default_rng(11)
    belief, aversion = dice.uniform(0.05, 0.95, 20), dice.uniform(0.005, 0.05, 20)
    maker, held = LMSR.opened(200.0, 0.3), np.zeros(20)
    for trader in dice.integers(0, 20, 4000):
        shares = cara_trade_lmsr(belief[trader], maker.price, 200.0, aversion[trader], held[trader])
        maker, held[trader] = maker.after(1, shares), held[trader] + shares
    known = cara_lmsr_equilibrium(belief, aversion, 200.0, 0.3)
    assert odds(maker.price) == pytest.approx(odds(known), abs=1e-9)


def test_the_bias_of_an_lmsr_is_in_proportion_to_its_liquidity():
    belief, aversion = np.full(10, 0.8), np.full(10, 0.01)
    bias = [odds(cara_lmsr_equilibrium(belief, aversion, b, 0.5)) - odds(0.8) for b in (1, 2, 4)]
    assert np.divide(bias, bias[0]) == pytest.approx([1, 2, 4], rel=4e-3)


def test_wealth_among_log_traders_moves_as_bayes_rule_moves_belief():
    dice = np.random.default_rng(12)
    belief, wealth = np.arange(1, 1000) / 1000, np.full(999, 1 / 999)
    outcomes = (dice.random(150) < 0.7).astype(int)
    surprise = 0.0
    for count, outcome in enumerate(outcomes):
        price = belief @ wealth
        assert price == pytest.approx((outcomes[:count].sum() + 1) / (count + 2), abs=4e-4)
        surprise -= np.log(price if outcome else 1 - price)
        wealth = kelly_wealth(belief, wealth, outcome)
    assert wealth.sum() == pytest.approx(1.0, rel=1e-12)
    yes = outcomes.sum()
    likelihood = belief**yes * (1 - belief) ** (150 - yes)
    assert wealth == pytest.approx(likelihood / likelihood.sum(), rel=1e-10)
    assert surprise == pytest.approx(-np.log(likelihood.mean()), rel=1e-12)


@pytest.mark.parametrize(("a", "b", "known"), [(2, 6, 0.30955), (1, 9, 0.1757)])
def test_the_mean_belief_of_traders_who_put_all_on_one_side_lies_within_manskis_bounds(a, b, known):
    beliefs = stats.beta(a, b)
    price = brentq(lambda p: beliefs.sf(p) - p, 0.01, 0.99)
    assert price == pytest.approx(known, abs=5e-5)
    low, high = manski_mean_bounds(price)
    assert low < beliefs.mean() < high
