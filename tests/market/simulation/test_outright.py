"""Trades where a set of both shares does not cost a credit: buys, and sales of what is owned."""

from __future__ import annotations

import numpy as np
import pytest

from market.makers.registry import opened
from market.simulation.traders.demand import Endowment, utility
from market.simulation.traders.outright import outright

SIZE = 80
both = pytest.mark.parametrize("name", ["ls-lmsr", "dpm"])


def scene(name):
    dice = np.random.default_rng(8)
    maker = opened(name, subsidy=50.0, prior=dice.uniform(0.2, 0.8, SIZE))
    bought = dice.choice([0.0, 1.0], (2, SIZE)) * 10 ** dice.uniform(-1, 1.5, (2, SIZE))
    maker = maker.after(1, bought[0]).after(0, bought[1])
    belief = dice.uniform(0.05, 0.95, SIZE)
    return maker, belief, Endowment(10 ** dice.uniform(-1, 3, SIZE), *bought)


@both
@pytest.mark.parametrize("aversion", [utility(1.0), utility(0.0)])
def test_nobody_sells_what_he_does_not_own_nor_spends_what_he_does_not_have(name, aversion):
    maker, belief, owned = scene(name)
    found = outright(maker, belief, owned, aversion)
    held = np.where(found.side == 1, owned.yes, owned.no)
    assert np.all(found.shares >= -held)
    assert np.all(found.cost <= owned.cash * (1 + 1e-12))
    assert np.any(found.shares < 0)
    assert np.any(found.shares > 0)


@pytest.mark.parametrize(
    ("aversion", "worth"), [(utility(1.0), np.log), (utility(0.0), np.asarray)]
)
def test_with_the_ls_lmsr_no_other_trade_of_the_side_has_a_higher_expected_utility(aversion, worth):
    maker, belief, owned = scene("ls-lmsr")
    side, best, _ = outright(maker, belief, owned, aversion)

    def expected(shares):
        cost = maker.cost(side, shares)
        yes = owned.cash + owned.yes - cost + side * shares
        no = owned.cash + owned.no - cost + (1 - side) * shares
        return belief * worth(np.maximum(yes, 1e-300)) + (1 - belief) * worth(
            np.maximum(no, 1e-300)
        )

    most = maker.shares(side, owned.cash)
    low = np.where(best > 0, 0.0, -np.where(side == 1, owned.yes, owned.no))
    high = np.where(best < 0, 0.0, most)
    for part in np.linspace(0.0, 1.0, 60):
        assert np.all(expected(low + part * (high - low)) <= expected(best) + 1e-9)


def test_who_owns_nothing_does_not_trade_within_the_makers_margin():
    maker = opened("ls-lmsr", subsidy=50.0, prior=0.5)
    yes, no = maker.prices
    belief = np.array([1.0 - no - 0.01, 1.0 - no + 0.001, 0.5, yes - 0.001, yes + 0.01])
    found = outright(maker, belief, Endowment(100.0), utility(1.0))
    assert (found.shares > 0).tolist() == [True, False, False, False, True]
    assert found.side[[0, 4]].tolist() == [0.0, 1.0]


def test_a_parimutuel_share_is_worth_what_it_would_pay_now():
    maker = opened("dpm", subsidy=50.0, prior=0.4)
    found = outright(maker, [0.4, 0.7], Endowment(1e6), utility(0.0))
    assert found.shares[0] == 0.0
    assert maker.after(found.side, found.shares).price[1] == pytest.approx(0.7, rel=1e-9)
