"""The constant-product maker: its invariant, its digits, and the logarithmic utility behind it."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from market.makers.cpmm import CPMM

POOLS = st.builds(CPMM.of, st.floats(1, 1e6), st.floats(1, 1e6), st.floats(0.1, 0.9))
SIDES = st.integers(0, 1)


def log_product(pool):
    """Logarithm of the constant."""
    return pool.weight * np.log(pool.yes) + (1 - pool.weight) * np.log(pool.no)


@settings(max_examples=60, deadline=None)
@given(pool=POOLS, side=SIDES, part=st.floats(-3, 3))
def test_no_trade_changes_the_product_nor_makes_or_loses_a_share(pool, side, part):
    shares = part * float(min(pool.yes, pool.no))
    after, cost = pool.after(side, shares), pool.cost(side, shares)
    assert log_product(after) == pytest.approx(log_product(pool), rel=1e-12)
    bought = np.array([shares * side, shares * (1 - side)])
    held = np.array([pool.yes, pool.no])
    assert np.array([after.yes, after.no]) == pytest.approx(held + cost - bought, rel=1e-9)


def shares_for(own, other, weight, cost):
    """Shares that a cost buys, and how many the next of it would, as defined, with 60 digits."""
    left = own * (((other + cost) / other).ln() * -(1 - weight) / weight).exp()
    return cost + own - left, 1 + left * (1 - weight) / weight / (other + cost)


@pytest.mark.parametrize("weights", [(0.5, 0.5), (0.1, 0.9)], ids=["even", "any weight"])
def test_costs_keep_fourteen_digits_also_of_tiny_trades(weights):
    dice = np.random.default_rng(5)
    size = 300
    own, other = 10 ** dice.uniform(1, 6, (2, size))
    weight = dice.uniform(*weights, size)
    shares = dice.choice([-1.0, 1.0], size) * 10 ** dice.uniform(-10, 4, size)
    found = CPMM.of(own, other, weight).cost(1, shares)
    assert found == pytest.approx(CPMM.of(other, own, 1 - weight).cost(0, shares), rel=1e-13)
    with localcontext(Context(prec=60)):
        for columns in zip(own, other, weight, found, shares, strict=True):
            *pool, cost, wanted = (Decimal(value.item()) for value in columns)
            if pool[1] + cost > pool[1] * Decimal("1e-3"):
                got, slope = shares_for(*pool, cost)
                assert abs(got - wanted) <= Decimal("1e-14") * abs(cost) * slope


def test_even_weights_cost_what_the_equation_of_all_weights_says():
    shares = np.array([-1e4, -50.0, -1e-9, 0.0, 1e-9, 50.0, 1e4])
    quick = CPMM.of(100, 90).cost(1, shares)
    slow = CPMM.of(100, 90, [[0.5], [0.3]]).cost(1, shares)[0]
    assert quick == pytest.approx(slow, rel=1e-14, abs=0)


@settings(max_examples=40, deadline=None)
@given(weight=st.floats(0.1, 0.9), yes=st.floats(0, 500), no=st.floats(0, 500))
def test_it_is_the_maker_whose_expected_logarithm_of_wealth_stays_the_same(weight, yes, no):
    def utility(paid):
        return weight * np.log(100 + paid - yes) + (1 - weight) * np.log(100 + paid - no)

    poorest = max(yes, no) - 100
    paid = brentq(lambda m: utility(m) - np.log(100), poorest + 1e-13, poorest + 1e3, xtol=1e-11)
    pool = CPMM.opened(100, weight)
    between = pool.after(1, yes)
    assert pool.cost(1, yes) + between.cost(0, no) == pytest.approx(paid, abs=1e-8)


def test_what_the_pool_is_worth_at_even_weights_is_known_in_closed_form():
    price = np.linspace(0.01, 0.99, 9)
    pool = CPMM.opened(100, 0.5)
    pool = pool.after(1, pool.shares_to(1, price))
    assert pool.price == pytest.approx(price, rel=1e-13)
    worth = price * pool.yes + (1 - price) * pool.no
    assert worth == pytest.approx(200 * np.sqrt(price * (1 - price)), rel=1e-13)


def test_all_that_the_pool_holds_can_be_lost_and_no_more():
    pool = CPMM.of([150, 60], [50, 80], 0.4)
    spent = 1e12
    lost = [pool.shares(side, spent) - spent for side in (1, 0)]
    assert lost[0] == pytest.approx(pool.yes, rel=1e-3)
    assert lost[1] == pytest.approx(pool.no, rel=1e-3)
    assert pool.worst_loss.tolist() == [150, 80]


@settings(max_examples=40, deadline=None)
@given(pool=POOLS, side=SIDES, price=st.floats(0.001, 0.999))
def test_a_budget_for_a_price_is_the_cost_of_its_shares(pool, side, price):
    shares, budget = pool.shares_to(side, price), pool.budget_to(side, price)
    assert pool.after(side, shares).price == pytest.approx(price, rel=1e-9)
    assert pool.cost(side, shares) == pytest.approx(budget, rel=1e-9, abs=1e-9)
    if budget >= 0.0:
        assert pool.shares(side, budget) == pytest.approx(shares, rel=1e-9, abs=1e-9)
        assert pool.after_spending(side, budget).price == pytest.approx(price, rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(pool=POOLS, amount=st.floats(1, 1e6))
def test_more_liquidity_keeps_the_probability_and_makes_it_harder_to_move(pool, amount):
    deeper = pool.with_liquidity(amount)
    assert deeper.price == pytest.approx(pool.price, rel=1e-12)
    assert abs(deeper.after(1, 10).price - deeper.price) < abs(pool.after(1, 10).price - pool.price)
    back = deeper.with_liquidity(-amount)
    assert back.weight == pytest.approx(pool.weight, rel=1e-7)


@pytest.mark.parametrize(
    "state", [(0, 1, 0.5), (1, -1, 0.5), (1, 1, 0), (1, 1, 1), (np.nan, 1, 0.5)]
)
def test_what_is_no_pool_is_refused(state):
    with pytest.raises(ValueError, match=r"pool must hold|weight must lie"):
        CPMM.of(*state)


def test_no_more_liquidity_is_taken_out_than_there_is():
    with pytest.raises(ValueError, match="pool must hold shares of both sides"):
        CPMM.of(150, 50).with_liquidity(-50)
