"""Speed of simulated markets, beside loops over the same arrays and beside agents as objects."""

from __future__ import annotations

import math

import numpy as np
import pytest
from timing import ratio, say

from market.simulation.layout import Layout
from market.simulation.mechanisms.maker import automated
from market.simulation.mechanisms.maker.automated import Automated
from market.simulation.people.columns import People
from market.simulation.scene import Scene
from market.simulation.streams import Streams
from market.simulation.worlds.world import Truth

pytestmark = pytest.mark.benchmark

PEOPLE, SWEEPS = 20, 5
LIQUIDITY = 100.0
MARKET = Automated("lmsr", subsidy=LIQUIDITY * math.log(2.0), sweeps=SWEEPS)


def scene(aversion, wealth, markets):
    """Everybody looks once, and has an opinion of his own."""
    layout = Layout(PEOPLE, 1, markets, 1)
    belief = np.random.default_rng(5).uniform(-1.5, 1.5, (1, PEOPLE, markets))
    closes, outcome = np.ones((2, markets))
    truth = Truth(outcome, closes, belief.mean(axis=1), belief)
    people = People.usual(
        PEOPLE, wealth=np.full((PEOPLE, 1), wealth), aversion=np.full((PEOPLE, 1), aversion)
    )
    return Scene(layout, truth, people, belief, np.ones((1, PEOPLE, markets), bool))


def in_list_order(_, layout, sweeps):
    people = np.tile(np.arange(layout.forecasters), sweeps)
    return np.repeat(people[:, None], layout.lanes, axis=1)


def bare(opinion, trade, wealth):
    """A loop over people who come in the same order to all markets."""
    odds = np.zeros(opinion.shape[1])
    if_yes, if_no = np.full((2, *opinion.shape), wealth)
    for _ in range(SWEEPS):
        for who, belief in enumerate(opinion):
            odds = trade(odds, belief, if_yes[who], if_no[who])
    return odds, if_yes


def simple(odds, belief, if_yes, if_no):
    """To the price believed, or to the last credit."""
    up = belief > odds
    price = 1.0 / (1.0 + np.exp(-odds))
    own, purse = np.where(up, price, 1.0 - price), np.where(up, if_no, if_yes)
    most = np.log1p(np.expm1(purse / LIQUIDITY) / own)
    moved = np.minimum(np.abs(belief - odds), most)
    cost = LIQUIDITY * np.log1p(own * np.expm1(moved))
    gain = LIQUIDITY * moved - cost
    if_yes += np.where(up, gain, -cost)
    if_no += np.where(up, -cost, gain)
    return odds + np.where(up, moved, -moved)


def newton(odds, belief, if_yes, if_no):
    """To the best logarithmic utility, by six steps of Newton's method in log-odds."""
    before = np.log1p(np.exp(-odds))
    yes, no = if_yes + LIQUIDITY * before, if_no + LIQUIDITY * (before + odds)
    at = odds
    for _ in range(6):
        small = np.exp(-at)
        price, log_price = 1.0 / (1.0 + small), -np.log1p(small)
        won, lost = yes + LIQUIDITY * log_price, no + LIQUIDITY * (log_price - at)
        slope = 1.0 + LIQUIDITY * ((1.0 - price) / won + price / lost)
        at = at - (at + np.log(won / lost) - belief) / slope
    log_price = -np.log1p(np.exp(-at))
    if_yes[:] = yes + LIQUIDITY * log_price
    if_no[:] = no + LIQUIDITY * (log_price - at)
    return at


@pytest.mark.parametrize("markets", [1024, 10_240])
# A bare Newton's method leaves the range of wealth where there is little of it.
@pytest.mark.parametrize(
    ("trade", "aversion", "wealth"), [(simple, 0.0, 60.0), (newton, 1.0, 1000.0)]
)
def test_a_market_is_nearly_as_fast_as_a_bare_loop_without_its_random_order(
    trade, aversion, wealth, markets, monkeypatch
):
    block, streams = scene(aversion, wealth, markets), Streams(1, 0)
    with monkeypatch.context() as patched:
        patched.setattr(automated, "orders", in_list_order)
        found = MARKET.run(block, streams)
    odds, if_yes = bare(block.opinion[0], trade, wealth)
    assert found.log_odds[0] == pytest.approx(odds, abs=1e-9)
    assert found.profit == pytest.approx(if_yes - wealth, abs=1e-7)
    share = ratio(lambda: bare(block.opinion[0], trade, wealth), lambda: MARKET.run(block, streams))
    say(f"{markets:,} markets, {trade.__name__}: {share:.2f} of the speed of a bare loop (0.7)")
    assert share >= 0.7


def test_a_market_is_much_faster_than_agents_as_objects(monkeypatch):
    mesa, wealth = pytest.importorskip("mesa"), 60.0

    class Trader(mesa.Agent):
        def __init__(self, model, belief):
            super().__init__(model)
            self.belief = belief
            self.if_yes = self.if_no = wealth

        def step(self):
            model = self.model
            up = self.belief > model.odds
            price = 1.0 / (1.0 + math.exp(-model.odds))
            own, purse = (price, self.if_no) if up else (1.0 - price, self.if_yes)
            most = math.log1p(math.expm1(purse / LIQUIDITY) / own)
            moved = min(abs(self.belief - model.odds), most)
            cost = LIQUIDITY * math.log1p(own * math.expm1(moved))
            gain = LIQUIDITY * moved - cost
            self.if_yes += gain if up else -cost
            self.if_no += -cost if up else gain
            model.odds += moved if up else -moved

    class Market(mesa.Model):
        def __init__(self, beliefs):
            super().__init__(seed=1)
            self.odds = 0.0
            Trader.create_agents(self, len(beliefs), beliefs)

        def sweep(self, order):
            getattr(self.agents, order)("step")

    block, streams, few = scene(0.0, wealth, 1024), Streams(1, 0), 64
    beliefs = block.opinion[0].T[:few].tolist()

    def agents(order="shuffle_do"):
        markets = [Market(belief) for belief in beliefs]
        for _ in range(SWEEPS):
            for market in markets:
                market.sweep(order)
        return markets

    with monkeypatch.context() as patched:
        patched.setattr(automated, "orders", in_list_order)
        ours = MARKET.run(block, streams).log_odds[0, :few]
    assert ours == pytest.approx([market.odds for market in agents("do")], abs=1e-9)
    found = 1024 / few * ratio(agents, lambda: MARKET.run(block, streams), rounds=3)
    say(f"trades, {found:.0f} times as fast as agents of Mesa {mesa.__version__} (at least 15)")
    assert found >= 15.0
