"""Speed of the market makers on many markets at once, beside the same trades one by one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from timing import ratio, say

from market.makers.lmsr import LMSR

pytestmark = pytest.mark.benchmark

MARKETS = 10_000
TRADES = 200
LIQUIDITY = 100.0


@pytest.fixture(scope="module")
def orders():
    """For each trade the side and the shares of every market."""
    dice = np.random.default_rng(6)
    sides = dice.integers(0, 2, (TRADES, MARKETS))
    return sides, dice.exponential(10.0, (TRADES, MARKETS))


def at_once(sides, shares):
    """What every market took, and its price at the end."""
    market, paid = LMSR.opened(LIQUIDITY, np.full(MARKETS, 0.5)), np.zeros(MARKETS)
    for side, bought in zip(sides, shares, strict=True):
        paid += market.cost(side, bought)
        market = market.after(side, bought)
    return paid, market.price


def one_by_one(sides, shares):
    """The same in plain Python, by the difference of two values of the cost function."""
    exp, log = math.exp, math.log
    paid, prices = [], []
    for market_sides, market_shares in zip(sides, shares, strict=True):
        yes = no = total = 0.0
        before = LIQUIDITY * log(2.0)
        for side, bought in zip(market_sides, market_shares, strict=True):
            if side:
                yes += bought
            else:
                no += bought
            after = LIQUIDITY * log(exp(yes / LIQUIDITY) + exp(no / LIQUIDITY))
            total += after - before
            before = after
        paid.append(total)
        prices.append(1.0 / (1.0 + exp((no - yes) / LIQUIDITY)))
    return paid, prices


def test_many_markets_at_once_are_much_faster_than_a_loop_over_them(orders):
    sides, shares = orders
    columns = sides.T.tolist(), shares.T.tolist()
    ours, theirs = at_once(*orders), one_by_one(*columns)
    for one, other in zip(ours, theirs, strict=True):
        assert one == pytest.approx(other, rel=1e-9)
    found = 1.0 / ratio(lambda: at_once(*orders), lambda: one_by_one(*columns), rounds=3)
    say(f"{MARKETS:,} markets, {TRADES} trades each: {found:.1f} times plain Python (at least 5)")
    assert found >= 5
