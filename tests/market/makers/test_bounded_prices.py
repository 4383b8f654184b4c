"""The quadratic and the spherical maker, whose prices reach their ends: digits, and the ends."""

from __future__ import annotations

import numpy as np
import pytest
from exact_makers import EXACT_PAID, relative_error

from market.makers import moves
from market.makers.registry import MAKERS

BOUND = 1e-15
"""Relative error of every closed form."""

DICE = np.random.default_rng(5)
COUNT = 200
PRICES = np.concatenate(
    [
        DICE.uniform(0.0, 1.0, COUNT),
        10.0 ** DICE.uniform(-9.0, 0.0, COUNT),
        1.0 - 10.0 ** DICE.uniform(-9.0, 0.0, COUNT),
    ]
)
MOVED = np.clip(PRICES + DICE.permutation(PRICES - PRICES[::-1]), 1e-9, 1.0 - 1e-9)
NEAR = PRICES * (1.0 - 1e-10)

both = pytest.mark.parametrize("name", EXACT_PAID)


def worst(got, exact):
    return max(relative_error(*pair) for pair in zip(got, exact, strict=True))


@both
@pytest.mark.parametrize("targets", [MOVED, NEAR], ids=["far", "near"])
def test_moves_costs_and_what_budgets_buy_have_all_their_digits(name, targets):
    pairs = zip(PRICES.tolist(), targets.tolist(), strict=True)
    shares, costs = zip(*(EXACT_PAID[name](*pair) for pair in pairs), strict=True)
    move = {"quadratic": moves.quadratic, "spherical": moves.spherical}[name](1.0, PRICES, targets)
    assert worst(move.shares, shares) <= BOUND
    assert worst(move.cost, costs) <= BOUND
    maker = MAKERS[name].opened(1.0, PRICES)
    assert worst(maker.cost(1, np.array(shares, float)), costs) <= 2 * BOUND
    budgets = np.maximum(np.array(costs, float), 0.0)
    exact = (max(amount, 0) for amount in shares)
    assert worst(maker.shares(1, budgets), exact) <= 2 * BOUND


@both
def test_no_more_is_sold_than_brings_the_price_to_an_end(name):
    maker = MAKERS[name].opened(50.0, np.array([0.02, 0.3, 0.95]))
    for side, end in [(1, 1.0), (0, 0.0)]:
        most = maker.shares_to(side, end)
        assert np.all(np.isfinite(maker.cost(side, most)))
        assert np.all(np.isinf(maker.cost(side, most + 1e-6)))
        assert np.all(np.isnan(maker.after(side, most + 1e-6).price))
        assert maker.after(side, most).price == pytest.approx(end, abs=1e-15)
        assert maker.shares(side, 1e6) == pytest.approx(most)
