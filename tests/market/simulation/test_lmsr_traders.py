"""The trades of an LMSR in its own coordinates: the same roots, found faster."""

from __future__ import annotations

import numpy as np
import pytest

from market.makers.lmsr import LMSR
from market.makers.root import increasing_root
from market.simulation.traders.demand import Endowment, demand, utility
from market.simulation.traders.lmsr import (
    Prospect,
    averse_purchase,
    kelly_purchase,
    neutral_purchase,
)

SIZE = 20_000


def wanted(odds, pull, purse, other, relative, stiffness):
    """What moves the log-odds, by halving and Newton's method in the logarithm of the purse."""

    def surplus(shrunk):
        paid = -purse * np.expm1(-shrunk)
        raised = -odds * np.expm1(-paid)
        gained, rate = np.log1p(raised), (odds - raised) / (1.0 + raised)
        risk = relative * (shrunk + np.log1p(gained / other))
        slope = stiffness * (1.0 + rate) + relative * rate / (other + gained)
        return stiffness * (paid + gained) + risk - pull, slope * (purse - paid) + relative

    zero = np.zeros_like(pull)
    shrunk = increasing_root(surplus, zero, pull / relative, zero)
    paid = -purse * np.expm1(-shrunk)
    return paid + np.log1p(-odds * np.expm1(-paid))


def extremes(seed):
    """From next to nothing to more than any market holds, at any price."""
    dice = np.random.default_rng(seed)
    odds, pull = np.exp(dice.uniform(-9, 9, SIZE)), 10 ** dice.uniform(-9, 1.2, SIZE)
    purse, other = 10 ** dice.uniform(-7, 5, (2, SIZE))
    relative, stiffness = 10 ** dice.uniform(-1.5, 1.5, SIZE), 1 + 10 ** dice.uniform(-3, 2, SIZE)
    return odds, pull, purse, other, relative, stiffness


@pytest.mark.parametrize("steadily", [1.0, None])
def test_averse_trades_are_the_root_to_twelve_digits_wherever_it_is(steadily):
    *scene, stiffness = extremes(1)
    scene.append(stiffness if steadily is None else np.ones(1))
    found = averse_purchase(Prospect(*scene[:4]), *scene[4:])
    assert sum(found) == pytest.approx(wanted(*scene), rel=1e-12)
    assert np.all((found.paid >= 0.0) & (found.paid <= scene[2]) & (found.gained >= 0.0))


def test_kelly_trades_are_the_root_to_twelve_digits_wherever_it_is():
    odds, pull, purse, other, *_ = extremes(2)
    found = kelly_purchase(Prospect(odds, pull, purse, other))
    known = wanted(odds, pull, purse, other, np.ones(1), np.ones(1))
    assert sum(found) == pytest.approx(known, rel=1e-12)
    assert np.all(found.paid <= purse)


@pytest.mark.parametrize("kind", ["kelly", "averse", "cautious", "neutral"])
def test_the_trades_are_those_of_demand(kind):
    dice = np.random.default_rng(3)
    price, belief = dice.uniform(0.02, 0.98, (2, 500))
    purse, other = 10 ** dice.uniform(-1, 3, (2, 500))
    up = dice.random(500) < 0.5
    relative = {"kelly": 1.0, "averse": 2.5}.get(kind, 0.0)
    absolute = 0.02 if kind == "cautious" else 0.0
    if_yes, if_no = np.where(up, other, purse), np.where(up, purse, other)
    risk = relative * np.log(if_yes / if_no) + absolute * (if_yes - if_no)
    pull = np.log(belief / (1 - belief)) - np.log(price / (1 - price)) - risk
    scene = np.flatnonzero((pull > 0) == up)
    odds = np.where(up, (1 - price) / price, price / (1 - price))
    seen = Prospect(odds, np.abs(pull), purse / 100, other / 100).only(scene)
    found = {
        "kelly": lambda: kelly_purchase(seen),
        "averse": lambda: averse_purchase(seen, np.full(1, relative), np.ones(1)),
        "cautious": lambda: neutral_purchase(seen, np.full(1, 1.0 + 100.0 * absolute)),
        "neutral": lambda: neutral_purchase(seen, np.ones(1)),
    }[kind]()
    owned = Endowment(0.0, if_yes[scene], if_no[scene])
    known = demand(
        LMSR.opened(100.0, price[scene]), belief[scene], owned, utility(relative, absolute)
    )
    assert np.array_equal(known.side == 1, up[scene])
    assert 100 * found.paid == pytest.approx(known.cost, rel=1e-9)
    assert 100 * sum(found) == pytest.approx(known.shares, rel=1e-9)


def test_who_is_not_pulled_does_not_move():
    one = np.ones(3)
    seen = Prospect(one, np.zeros(3), one, one)
    for found in (
        neutral_purchase(seen, one),
        kelly_purchase(seen),
        averse_purchase(seen, 2.0 * one, one),
    ):
        assert sum(found).tolist() == [0.0, 0.0, 0.0]
