"""Every price and cost is right to the last unit, and what is rounded is the maker's."""

from __future__ import annotations

import math
import random

import hypothesis.strategies as st
import numpy as np
import pytest
from exact_market import (
    exact_cost,
    gain,
    less_than_a_unit_above,
    nearest_state,
    rounded_up,
)
from hypothesis import example, given, settings

from market.exchange import pricing
from market.exchange.credits import UNIT
from market.exchange.pricing import (
    cost,
    furthest,
    liquidity_for,
    price,
    quantity_at,
    shares_for,
    subsidy,
    within,
)
from market.makers.lmsr import LMSR
from scoring.bounds import HIGHEST, LOWEST

FEW = settings(max_examples=60, deadline=None)
LIQUIDITY = st.integers(UNIT, 1_000_000 * UNIT)
PROBABILITY = st.floats(LOWEST, HIGHEST)


@st.composite
def markets(draw):
    """A liquidity and a state, often at its bounds or in the middle."""
    liquidity = draw(LIQUIDITY)
    reach = furthest(liquidity)
    return liquidity, draw(st.sampled_from([0, reach, -reach]) | st.integers(-reach, reach))


@st.composite
def trades(draw):
    """A market, and a trade that leaves it within its bounds: of any size, down to a unit."""
    liquidity, quantity = draw(markets())
    reach = furthest(liquidity)
    anywhere = st.integers(-reach - quantity, reach - quantity)
    few = st.sampled_from([1, -1]) | st.integers(-1_000, 1_000) | st.just(-2 * quantity)
    return liquidity, quantity, within(liquidity, quantity + draw(anywhere | few)) - quantity


@given(trades())
@example((100 * UNIT, -84_729_786, 20 * UNIT))
@example((UNIT, furthest(UNIT), -1))
@FEW
def test_a_cost_is_the_exact_one_rounded_up_to_a_unit(trade):
    assert less_than_a_unit_above(cost(*trade), exact_cost(*trade))


def test_where_a_double_cannot_tell_the_cost_is_exact_nevertheless():
    chance, wrong = random.Random(6), 0
    liquidity = 1_000_000 * UNIT
    reach = furthest(liquidity)
    for _ in range(20_000):
        before, after = (chance.randint(-reach, reach) for _ in range(2))
        rough = pricing._rough_cost(liquidity, before, after - before)
        if abs(rough - round(rough)) < 2e-3:
            expected = rounded_up(exact_cost(liquidity, before, after - before))
            assert cost(liquidity, before, after - before) == expected
            wrong += math.ceil(rough) != expected
    assert wrong  # there are such cases among them


@given(markets())
@FEW
def test_a_cost_that_is_whole_is_not_rounded(market):
    liquidity, quantity = market
    assert cost(liquidity, quantity, -2 * quantity) == -quantity
    assert cost(liquidity, quantity, 0) == 0


@given(trades())
@FEW
def test_a_trade_earns_the_liquidity_times_the_log_score_gain_less_a_part_of_a_unit(trade):
    liquidity, quantity, shares = trade
    paid = cost(*trade)
    for outcome, profit in ((1, shares - paid), (0, -paid)):
        gained = gain(liquidity, quantity, quantity + shares, outcome)
        assert less_than_a_unit_above(gained, profit)


@given(trades(), st.floats(0, 1))
@FEW
def test_no_way_is_cheaper_than_the_straight_one_and_none_comes_back_with_a_profit(trade, part):
    liquidity, quantity, shares = trade
    first = round(part * shares)
    steps = cost(liquidity, quantity, first), cost(liquidity, quantity + first, shares - first)
    assert 0 <= sum(steps) - cost(*trade) <= 1
    assert 0 <= cost(*trade) + cost(liquidity, quantity + shares, -shares) <= 1


@given(trades())
@FEW
def test_a_complete_set_costs_a_credit_and_no_price_is_beyond_its_bounds(trade):
    liquidity, quantity, shares = trade
    both = cost(*trade) + (shares + cost(liquidity, quantity + shares, -shares))
    assert 0 <= both - shares <= 1
    for side in (1, -1):
        assert LOWEST - 1e-15 <= price(liquidity, side * (quantity + shares)) <= HIGHEST + 1e-15
    total = price(liquidity, quantity) + price(liquidity, -quantity)
    assert total == pytest.approx(1, abs=1e-15)


@given(markets(), st.integers(0, 10**16) | st.integers(0, 100), st.booleans())
@example((UNIT, 0), 10**400, True)  # noqa: FBT003 - the side
@FEW
def test_a_budget_buys_the_most_shares_that_it_pays_for(market, budget, yes):
    liquidity, quantity = market
    shares = shares_for(liquidity, quantity, budget, yes=yes)
    if within(liquidity, quantity + shares) != quantity + shares:
        reach = furthest(liquidity) - (quantity if yes else -quantity)
        assert exact_cost(liquidity, quantity, reach, yes=yes) <= budget
        return
    bought = shares if yes else -shares
    assert bought >= 0
    costs = [exact_cost(liquidity, quantity, bought + more, yes=yes) for more in (0, 1)]
    assert rounded_up(costs[0]) <= budget < rounded_up(costs[1])


def test_where_a_double_misses_by_some_shares_the_budget_buys_the_most_nevertheless():
    chance, liquidity = random.Random(7), 10**15
    quantity = -furthest(liquidity)
    for _ in range(100):
        budget = chance.randint(1, liquidity // 100)
        shares = shares_for(liquidity, quantity, budget, yes=True)
        costs = [cost(liquidity, quantity, shares + more) for more in (0, 1)]
        assert costs[0] <= budget < costs[1]


def test_a_budget_below_nothing_is_a_defect():
    with pytest.raises(ValueError, match="buys nothing"):
        shares_for(UNIT, 0, -1, yes=True)


@given(LIQUIDITY, PROBABILITY)
@FEW
def test_the_state_at_a_price_is_the_nearest_one_within_the_bounds(liquidity, probability):
    found = quantity_at(liquidity, probability)
    assert abs(found) <= furthest(liquidity)
    assert abs(found - nearest_state(liquidity, probability)) <= 0.51 or abs(found) == furthest(
        liquidity
    )
    assert price(liquidity, found) == pytest.approx(probability, abs=0.26 / liquidity)
    assert quantity_at(liquidity, 1 - probability) == pytest.approx(-found, abs=1)


def test_a_price_beyond_the_bounds_is_met_at_the_bound():
    for beyond in (1.0, 0.9999):
        assert quantity_at(UNIT, beyond) == furthest(UNIT) == -quantity_at(UNIT, 1 - beyond)


@given(LIQUIDITY)
@FEW
def test_one_unit_beyond_the_furthest_state_the_price_would_be_out_of_bounds(liquidity):
    bound = nearest_state(liquidity, "0.999")
    assert furthest(liquidity) <= bound < furthest(liquidity) + 1


@given(markets())
@FEW
def test_the_subsidy_covers_the_worst_outcome_and_is_no_more_than_that(market):
    liquidity, quantity = market
    certain = {1: 10**6 * liquidity, 0: -(10**6) * liquidity}
    worst = max(gain(liquidity, quantity, state, outcome) for outcome, state in certain.items())
    assert less_than_a_unit_above(subsidy(liquidity, quantity), worst)


@given(PROBABILITY, st.integers(10 * UNIT, 1_000_000 * UNIT))
@FEW
def test_a_liquidity_found_for_a_sum_loses_that_at_most_and_hardly_less(prior, funds):
    found = liquidity_for(funds, prior)
    risked = subsidy(found, quantity_at(found, prior))
    assert funds - 16 <= risked <= funds


def test_the_vectorised_maker_says_the_same_before_it_is_rounded():
    chance, count = np.random.default_rng(9), 2_000
    liquidity = (UNIT * 10 ** chance.uniform(0, 6, count)).astype(np.int64)
    reach = np.array([furthest(int(b)) for b in liquidity])
    before, after = (np.rint(reach * chance.uniform(-1, 1, count)) for _ in range(2))
    shares, budget = after - before, np.rint(reach * chance.uniform(0, 0.01, count))
    maker = LMSR(liquidity.astype(np.float64), before / liquidity)
    said = zip(maker.cost(1, shares), maker.shares(1, budget), maker.price, strict=True)
    units = np.stack([liquidity, before, shares, budget], axis=1).astype(np.int64).tolist()
    for (b, q, s, paid), (charged, bought, at) in zip(units, said, strict=True):
        assert -1e-14 * abs(charged) <= cost(b, q, s) - charged < 1 + 1e-14 * abs(charged)
        assert price(b, q) == pytest.approx(at, rel=1e-14)
        if q + bought < furthest(b):
            # Where YES costs little, what a unit more buys is many shares.
            few = 1 + 1 / at
            assert abs(shares_for(b, q, paid, yes=True) - bought) < few + 1e-14 * bought / at


def test_no_funds_make_no_liquidity():
    assert liquidity_for(0, 0.5) == 0
