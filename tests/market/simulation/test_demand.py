"""What traders buy: nothing else has a higher expected utility, and nobody overspends."""

from __future__ import annotations

import numpy as np
import pytest

from market.makers.lmsr import LMSR
from market.makers.registry import MAKERS, Law, opened
from market.simulation.traders.demand import (
    Endowment,
    cara_trade_lmsr,
    demand,
    utility,
)
from market.simulation.traders.kelly import fractional_kelly_belief, kelly_fraction

SIZE = 60
FAIR = [name for name, one in MAKERS.items() if Law.SETS_COST_ONE in one.laws]
"""Makers whose probability is what a share costs."""

fair = pytest.mark.parametrize("name", FAIR)


def power_utility(aversion):
    if aversion == 1.0:
        return np.log
    return lambda wealth: wealth ** (1.0 - aversion) / (1.0 - aversion)


UTILITIES = {
    "log": (utility(1.0), power_utility(1.0)),
    "bold": (utility(0.4), power_utility(0.4)),
    "timid": (utility(4.0), power_utility(4.0)),
    "cara": (utility(0.0, 0.02), lambda wealth: -np.exp(-0.02 * wealth)),
    "neutral": (utility(0.0), lambda wealth: wealth),
}


def scene(name):
    """Markets, beliefs and what is owned: from almost nothing to more than the market holds."""
    dice = np.random.default_rng(8)
    maker = opened(name, subsidy=100.0, prior=dice.uniform(0.1, 0.9, SIZE))
    shares = dice.choice([0.0, 1.0], (2, SIZE)) * 10 ** dice.uniform(-1, 2, (2, SIZE))
    return (
        maker,
        dice.uniform(0.05, 0.95, SIZE),
        Endowment(10 ** dice.uniform(-1, 3, SIZE), *shares),
    )


def expected_utility(maker, belief, owned, worth, side, shares):
    cost = maker.cost(side, shares)
    yes = owned.cash + owned.yes - cost + side * shares
    no = owned.cash + owned.no - cost + (1 - side) * shares
    with np.errstate(invalid="ignore", divide="ignore"):
        return belief * worth(yes) + (1 - belief) * worth(no)


@fair
@pytest.mark.parametrize("who", UTILITIES)
def test_no_other_trade_has_a_higher_expected_utility(name, who):
    maker, belief, owned = scene(name)
    aversion, worth = UTILITIES[who]
    found = demand(maker, belief, owned, aversion)
    best = expected_utility(maker, belief, owned, worth, found.side, found.shares)
    for side in (0, 1):
        most = maker.shares(side, owned.cash + (owned.no if side else owned.yes))
        anywhere = np.array([1e-6, 1e-3, *np.linspace(0.0, 1.0, 41)[:-1]])[:, None] * most
        nearby = np.array([[0.99], [0.999], [1.001]]) * np.where(
            found.side == side, found.shares, 0
        )
        shares = np.concatenate([anywhere, np.minimum(nearby, most)])
        value = expected_utility(maker, belief, owned, worth, side, shares)
        assert not np.any(value > best + 1e-12 * np.abs(best))


@fair
@pytest.mark.parametrize("who", UTILITIES)
def test_nobody_spends_more_than_there_is(name, who):
    maker, belief, owned = scene(name)
    found = demand(maker, belief, owned, UTILITIES[who][0])
    purse = owned.cash + np.where(found.side == 1, owned.no, owned.yes)
    assert np.all(found.shares >= 0.0)
    assert np.all(found.cost <= purse * (1 + 1e-12))
    if who != "neutral":
        return
    arrived = np.abs(maker.after(found.side, found.shares).price - belief) < 1e-9
    spent = found.cost >= purse * (1 - 1e-9)
    assert np.all(arrived | spent)
    assert 0 < np.sum(arrived) < SIZE


@fair
def test_nothing_is_bought_at_the_price_believed_by_one_who_holds_no_shares(name):
    maker, _, _ = scene(name)
    for aversion, _ in UTILITIES.values():
        found = demand(maker, maker.price, Endowment(100.0), aversion)
        assert np.all(found.shares <= 1e-10)


def test_who_owns_nothing_buys_nothing():
    maker = LMSR.opened(100.0, 0.5)
    for aversion, _ in UTILITIES.values():
        assert demand(maker, [0.2, 0.9], Endowment(0.0), aversion).shares.tolist() == [0.0, 0.0]


def test_constant_absolute_risk_aversion_has_a_closed_form_with_an_lmsr():
    dice = np.random.default_rng(9)
    price, belief = dice.uniform(0.01, 0.99, (2, SIZE))
    liquidity, aversion = 10 ** dice.uniform(1, 3, SIZE), 10 ** dice.uniform(-4, 0, SIZE)
    yes, no = 10 ** dice.uniform(-1, 2, (2, SIZE))
    found = demand(
        LMSR.opened(liquidity, price), belief, Endowment(1e6, yes, no), utility(0.0, aversion)
    )
    signed = np.where(found.side == 1, found.shares, -found.shares)
    known = cara_trade_lmsr(belief, price, liquidity, aversion, yes - no)
    assert signed == pytest.approx(known, rel=1e-9, abs=1e-9)


def test_in_a_market_too_deep_to_move_a_log_trader_stakes_the_kelly_fraction():
    price, belief = np.array([0.4, 0.7, 0.5, 0.01]), np.array([0.7, 0.4, 0.51, 0.05])
    found = demand(LMSR.opened(1e9, price), belief, Endowment(100.0), utility(1.0))
    assert found.cost == pytest.approx(100 * kelly_fraction(belief, price).fraction, rel=1e-5)


def test_the_kelly_stake_grows_fastest_and_a_share_of_it_is_the_stake_of_a_mixed_belief():
    price, belief, part = 0.4, 0.7, 0.25
    stake = kelly_fraction(belief, price)
    fraction = np.linspace(0.0, 0.999, 1000)
    growth = belief * np.log1p(fraction * (1 / price - 1)) + (1 - belief) * np.log1p(-fraction)
    assert fraction[growth.argmax()] == pytest.approx(stake.fraction, abs=1e-3)
    assert growth.max() == pytest.approx(stake.growth, rel=1e-5)
    mixed = fractional_kelly_belief(belief, price, part)
    assert kelly_fraction(mixed, price).fraction == pytest.approx(part * stake.fraction, rel=1e-14)
    assert kelly_fraction([0.0, 1.0], 0.5).growth == pytest.approx(np.log(2))


def test_markets_beliefs_and_aversions_broadcast():
    maker = LMSR.opened([50.0, 100.0], 0.5)
    table = demand(maker, [[[0.8]], [[0.1]]], Endowment(100.0), utility([[1.0], [2.0], [3.0]]))
    assert table.shares.shape == table.cost.shape == (2, 3, 2)
    alone = demand(LMSR.opened(100.0, 0.5), 0.1, Endowment(100.0), utility(3.0))
    assert alone.side == 0
    assert table.shares[1, 2, 1] == pytest.approx(alone.shares, rel=1e-13)
