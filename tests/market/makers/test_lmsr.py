"""The LMSR to the last digits, beside its definition computed with many."""

from __future__ import annotations

import math

import numpy as np
import pytest
from exact_makers import exact_bought, exact_lmsr, exact_outcomes, relative_error

from market.exchange import pricing
from market.exchange.credits import UNIT
from market.makers import lmsr_outcomes, moves
from market.makers.lmsr import LMSR, liquidity_for

BOUND = 1e-15
"""Relative error of every closed form; a tenth of what is asked for."""

DICE = np.random.default_rng(4)
COUNT = 300


def sizes(low, high, count=COUNT):
    """Numbers of either sign, evenly spread over orders of magnitude."""
    return DICE.choice([-1.0, 1.0], count) * 10.0 ** DICE.uniform(low, high, count)


STATES = {
    "usual": (DICE.uniform(-40, 40, COUNT), sizes(-12, 2)),
    "about even odds": (sizes(-12, 0), sizes(-12, 3)),
    "far from them": (DICE.uniform(-1000, 1000, COUNT), sizes(-12, 3.3)),
    "beyond doubles": (-DICE.uniform(600, 720, COUNT), 10.0 ** DICE.uniform(-3, 3, COUNT)),
    "at even odds": (np.zeros(COUNT), sizes(-15, 5)),
}


def worst(got, exact):
    return max(relative_error(*pair) for pair in zip(np.ravel(got), exact, strict=True))


@pytest.mark.parametrize("name", STATES)
def test_a_cost_has_all_its_digits_however_small_the_trade_or_sure_the_price(name):
    odds, shares = STATES[name]
    got = LMSR(np.float64(1.0), odds).cost(1, shares)
    assert worst(got, map(exact_lmsr, odds.tolist(), shares.tolist())) <= BOUND


def test_so_it_has_at_a_million_shares_of_liquidity_1_and_for_trades_of_a_ten_billionth():
    for yes, no, b, side, shares in [
        (1e6, 0.0, 1.0, 1, 1e-10),
        (1e6, 0.0, 1.0, 0, 1e6 + 1e-3),
        (1e6, 1e6, 1.0, 0, 1e-10),
        (1e6, 999_999.0, 1.0, 0, 1e-10),
        (1e6, 0.0, 1024.0, 0, -1e-10),
        (-1e6, 0.0, 1.0, 1, 999_500.0),
    ]:
        got = LMSR.of_quantities(yes, no, b).cost(side, shares)
        bought = [shares, 0.0] if side else [0.0, shares]
        assert relative_error(got, exact_outcomes([yes, no], bought, b)) <= BOUND


def test_a_budget_buys_shares_to_the_last_digit():
    odds = np.concatenate([DICE.uniform(-40, 40, COUNT), DICE.uniform(-1000, 1000, COUNT)])
    budgets = np.abs(sizes(-30, 3, 2 * COUNT))
    got = LMSR(np.float64(1.0), odds).shares(1, budgets)
    assert worst(got, map(exact_bought, odds.tolist(), budgets.tolist())) <= BOUND


@pytest.mark.parametrize("count", [2, 3, 10])
def test_trades_in_any_number_of_outcomes_have_all_their_digits(count):
    spread = DICE.choice([1.0, 30.0, 1000.0], (COUNT, 1))
    # Differences that are doubles: what their rounding takes is no matter of the form.
    quantities = np.round(spread * DICE.normal(size=(COUNT, count)), 0) + 0.5
    bought = np.zeros_like(quantities)
    # One outcome is traded in each: the cost of a trade that nearly pays for itself cancels.
    bought[np.arange(COUNT), DICE.integers(0, count, COUNT)] = sizes(-12, 3)
    got = lmsr_outcomes.trade_cost(quantities, bought, 1.0)
    exact = (
        exact_outcomes(q, s, 1) for q, s in zip(quantities.tolist(), bought.tolist(), strict=True)
    )
    assert worst(got, exact) <= 10 * BOUND


def test_two_outcomes_are_the_binary_market():
    q, shares = DICE.uniform(-50, 50, (COUNT, 2)), sizes(-3, 2)
    market = LMSR.of_quantities(q[:, 0], q[:, 1], 7.0)
    assert lmsr_outcomes.prices(q, 7.0)[:, 0] == pytest.approx(market.price, rel=1e-13)
    for side, bought in [(1, [1.0, 0.0]), (0, [0.0, 1.0])]:
        got = lmsr_outcomes.trade_cost(q, shares[:, None] * bought, 7.0)
        assert got == pytest.approx(market.cost(side, shares), rel=1e-12)


def test_the_exchange_rounds_up_what_this_market_maker_asks():
    liquidity, state = 100 * UNIT, 37 * UNIT
    market = LMSR(np.float64(100.0), np.float64(0.37))
    for shares in (1, -1, 3_141_593, -20 * UNIT, 200 * UNIT):
        asked = float(market.cost(1, shares / UNIT)) * UNIT
        assert -1e-6 <= pricing.cost(liquidity, state, shares) - asked < 1.0
    assert pricing.price(liquidity, state) == market.price


def test_near_moves_win_what_the_log_score_gains():
    for p in (1e-6, 0.3, 0.5, 0.7, 1 - 1e-6):
        q = p * (1 + 1e-10)
        move = moves.logarithmic(1.0, p, q)
        assert move.if_yes == pytest.approx(math.log1p((q - p) / p), rel=1e-15)
        assert move.cost == pytest.approx(math.log1p((q - p) / (1 - q)), rel=1e-15)
    assert moves.logarithmic(1.0, 1 - 1e-12, 0.5).cost == pytest.approx(
        math.log(1 - (1 - 1e-12)) - math.log(0.5), rel=1e-15
    )


def test_a_subsidy_buys_the_liquidity_that_loses_it_at_most():
    prior = np.array([0.001, 0.3, 0.5, 0.99])
    assert LMSR.opened(liquidity_for(50.0, prior), prior).worst_loss == pytest.approx(50.0)
    capped = LMSR.opened(lmsr_outcomes.liquidity_for_cap(1000.0, 0.95), 0.5)
    assert capped.after(1, capped.shares(1, 1000.0)).price == pytest.approx(0.95, rel=1e-14)
