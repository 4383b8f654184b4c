"""Markets with a maker: money is conserved, and prices come to rest where theory says."""

from __future__ import annotations

import numpy as np
import pytest

from market.makers.registry import MAKERS, opened
from market.simulation.layout import Layout
from market.simulation.mechanisms.activation import orders
from market.simulation.mechanisms.maker import automated
from market.simulation.mechanisms.maker.any_floor import AnyFloor
from market.simulation.mechanisms.maker.automated import Automated
from market.simulation.mechanisms.queue import queue
from market.simulation.parameters import ParameterError
from market.simulation.people.columns import People
from market.simulation.scene import Scene
from market.simulation.streams import Streams
from market.simulation.traders.equilibrium import cara_lmsr_equilibrium
from market.simulation.worlds.world import Truth
from scoring.odds import expit, logit

STREAMS = Streams(4, 0)
DEEP = 1e12
"""Credits that nobody comes to the end of."""

every = pytest.mark.parametrize("name", MAKERS)


def scene(belief, looks=None, outcome=None, **traits):
    """A block whose people are told by their beliefs: moments, forecasters, columns."""
    moments, people, columns = belief.shape
    if outcome is None:
        outcome = (np.arange(columns) % 2).astype(float)
    looks = np.ones(belief.shape, bool) if looks is None else looks
    truth = Truth(outcome, np.ones(columns), logit(belief[:, 0]), logit(belief))
    table = {name: np.broadcast_to(value, (people, columns)) for name, value in traits.items()}
    crowd = People.usual(people, **table)
    return Scene(Layout(people, 1, columns, moments), truth, crowd, logit(belief), looks)


def motley(columns=64, seed=1):
    """People of all tastes, rich and poor, who look now and then and hold what they bought."""
    dice, shape = np.random.default_rng(seed), (9, columns)
    return {
        "belief": dice.uniform(0.01, 0.99, (3, *shape)),
        "looks": dice.random((3, *shape)) < np.array([0.3, 0.6, 0.9])[:, None, None],
        "wealth": 10 ** dice.uniform(-1, 3, shape),
        "aversion": dice.choice([0.0, 0.5, 1.0, 3.0], shape),
        "absolute": dice.choice([0.0, 0.01], shape),
        "fraction": dice.choice([0.3, 1.0], (9, 1)),
        "herd": dice.choice([0.0, 0.4], (9, 1)),
        "adopt": dice.choice([0.0, 0.2], (9, 1)),
        "gap": dice.choice([0.0, 0.05], (9, 1)),
    }


def run(block, **market):
    return Automated("m", **market).run(block, STREAMS)


@every
def test_money_is_conserved_and_nobody_loses_more_than_there_is(name):
    crowd = motley()
    for outcome in (np.zeros(64), np.ones(64)):
        block = scene(outcome=outcome, **crowd)
        found = run(block, maker=name, subsidy=50.0, prior=0.4, sweeps=2)
        assert np.all(found.profit + crowd["wealth"] >= -1e-9)
        assert found.profit.sum(axis=0) == pytest.approx(found.figures["maker_loss"], abs=1e-9)
        assert np.all(found.figures["maker_loss"] <= 50.0 + 1e-9)
        assert np.all(np.abs(expit(found.log_odds) - 0.5) < 0.5)
        assert np.all(found.figures["volume"] > 0.0)
        if (rule := MAKERS[name].rule) is not None:
            liquidity = opened(name, subsidy=50.0, prior=0.4).liquidity
            gain = rule.loss(0.4, outcome) - rule.loss(expit(found.log_odds[-1]), outcome)
            assert found.figures["maker_loss"] == pytest.approx(liquidity * gain, abs=1e-9)


@pytest.mark.parametrize("alike", [{}, {"aversion": 1.0, "absolute": 0.0}])
def test_the_fast_lmsr_is_the_lmsr_that_all_other_makers_are_traded_like(alike, monkeypatch):
    block = scene(**motley(128) | alike)
    fast = run(block, subsidy=50.0, sweeps=2)
    monkeypatch.setattr(automated, "LMSRFloor", lambda *its: AnyFloor(*its, redeems=True))
    plain = run(block, subsidy=50.0, sweeps=2)
    assert fast.log_odds == pytest.approx(plain.log_odds, abs=1e-9)
    assert fast.profit == pytest.approx(plain.profit, abs=1e-7)
    assert fast.figures["volume"] == pytest.approx(plain.figures["volume"], rel=1e-9)
    assert fast.figures["trades"].tolist() == plain.figures["trades"].tolist()


def test_a_liquidity_stands_in_place_of_the_subsidy():
    block, worst = scene(**motley()), 80.0 * np.log(2.0)
    by_scale, by_loss = run(block, liquidity=80.0), run(block, subsidy=worst)
    assert by_scale.log_odds == pytest.approx(by_loss.log_odds, abs=1e-12)


def test_the_last_of_the_risk_neutral_whose_budgets_are_endless_sets_the_price():
    belief = np.random.default_rng(2).uniform(0.01, 0.99, (1, 7, 256))
    found = run(scene(belief, aversion=0.0, wealth=DEEP))
    last = orders(STREAMS.rng("order"), Layout(7, 1, 256, 1), 1)[-1]
    assert len(set(last.tolist())) > 1
    expected = belief[0, np.repeat(last, 64), np.arange(256)]
    assert expit(found.log_odds[0]) == pytest.approx(expected, rel=1e-12)


def test_cara_traders_in_random_order_come_to_their_equilibrium_and_in_list_order_they_do_not(
    monkeypatch,
):
    belief = np.random.default_rng(3).uniform(0.1, 0.9, (1, 100, 64))
    block = scene(belief, aversion=0.0, absolute=0.01, wealth=DEEP)
    market = {"subsidy": 100.0 * np.log(2.0), "sweeps": 60}
    known = cara_lmsr_equilibrium(belief[0].T, np.full(100, 0.01), 100.0, 0.5)
    off = run(block, **market).log_odds[0] - logit(known)
    assert np.abs(off).max() < 1e-12

    def listed(_, layout, sweeps):
        return np.tile(np.arange(layout.forecasters), (layout.lanes, sweeps)).T

    monkeypatch.setattr(automated, "orders", listed)
    off = run(block, **market).log_odds[0] - logit(known)
    assert np.abs(off).mean() > 1e-3


def test_log_traders_bring_an_lmsr_near_the_mean_belief_weighted_by_budgets_and_its_worst_loss():
    dice = np.random.default_rng(6)
    belief, wealth = dice.uniform(0.05, 0.95, (1, 10, 64)), dice.uniform(5.0, 100.0, (10, 64))
    price = expit(run(scene(belief, wealth=wealth), subsidy=50.0, sweeps=100).log_odds[0])
    backed = (belief[0] * wealth).sum(axis=0)
    off = np.abs(price - (backed + 0.5 * 50.0) / (wealth.sum(axis=0) + 50.0))
    assert off.mean() < 0.008
    assert np.abs(price - backed / wealth.sum(axis=0)).mean() > off.mean()


def test_what_happens_in_a_market_does_not_depend_on_others():
    crowd = motley(128)
    first = run(scene(**crowd), sweeps=2)
    crowd["belief"][..., 32:] = 0.5
    crowd["wealth"][:, 32:] = 1.0
    again = run(scene(**crowd), sweeps=2)
    assert again.log_odds[:, :32] == pytest.approx(first.log_odds[:, :32], rel=1e-13)
    assert again.profit[:, :32] == pytest.approx(first.profit[:, :32], rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.9])
def test_all_who_act_have_their_turn_once_in_the_order_of_their_lane(share):
    layout = Layout(12, 1, 192, 1)
    dice = np.random.default_rng(7)
    order, acts = orders(dice, layout, 1), dice.random((12, 192)) < share
    people = queue(order, acts, layout)
    assert (people.width == 1) == (share < 0.2)
    who = people.of(np.repeat(np.arange(12.0)[:, None], 192, axis=1))
    for column in range(192):
        expected = [one for one in order[:, column // 64] if acts[one, column]]
        assert who[people.acts[:, column], column].tolist() == expected
    table = dice.random((12, 192))
    copy = table.copy()
    people.put(copy, people.of(table))
    assert np.array_equal(copy, table)


def test_every_order_is_as_likely_as_any_other_and_lanes_have_their_own():
    sweeps = orders(np.random.default_rng(8), Layout.full(3, 1, 1), 600).reshape(600, 3, -1)
    code = 3 * sweeps[:, 0] + sweeps[:, 1]
    counts = np.bincount(code.ravel())[[1, 2, 3, 5, 6, 7]]
    assert np.abs(counts - code.size / 6).max() < 4 * np.sqrt(code.size * 5 / 36)
    alike = np.mean(code == np.roll(code, 1, axis=1))
    assert abs(alike - 1 / 6) < 4 * np.sqrt(5 / 36 / code.size)


def test_only_who_looks_and_trades_moves_the_price():
    belief = np.full((2, 4, 64), 0.8)
    looks = np.zeros(belief.shape, bool)
    looks[1, :, :32] = True
    found = run(scene(belief, looks, trades=np.array([[0.0], [1.0], [1.0], [0.0]])))
    price = expit(found.log_odds)
    assert np.all(price[0] == 0.5)
    assert np.all(price[1, :32] > 0.5)
    assert np.all(price[1, 32:] == 0.5)
    assert np.all(found.figures["trades"][:32] == 2)
    assert np.all(found.profit[[0, 3]] == 0.0)


def test_who_follows_the_price_or_learns_it_or_waits_for_more_trades_less():
    belief = np.full((1, 1, 64), 0.8)
    alone = {"aversion": 0.0, "wealth": DEEP}
    price = lambda **traits: expit(run(scene(belief, **alone | traits)).log_odds[0, 0])  # noqa: E731 - a word for it
    assert price() == pytest.approx(0.8)
    assert price(herd=0.5) == price(adopt=0.5) == pytest.approx(expit(0.5 * logit(0.8)))
    assert price(fraction=0.5) == pytest.approx(0.65)
    assert price(herd=1.0) == price(adopt=1.0) == price(fraction=0.0) == price(gap=0.31) == 0.5
    assert price(gap=0.29) == pytest.approx(0.8)


def test_what_is_adopted_stays():
    belief = np.full((3, 2, 64), 0.8)
    looks = np.ones(belief.shape, bool)
    looks[1:, 0] = False
    block = scene(belief, looks, aversion=0.0, wealth=DEEP, adopt=np.array([[1.0], [0.5]]))
    price = run(block).log_odds[:, 0]
    # The first believes what he found; the other half of it, and less of his own each time.
    own = logit(0.8)
    assert price == pytest.approx([0.5 * own, 0.5 * own, 0.5 * own])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("maker", "x"),
        ("subsidy", 0.0),
        ("liquidity", -5.0),
        ("liquidity", np.nan),
        ("subsidy", np.nan),
        ("prior", 1.0),
        ("sweeps", 0),
    ],
)
def test_a_market_that_cannot_open_is_refused_by_the_name_of_what_is_wrong(key, value):
    with pytest.raises(ParameterError) as refused:
        Automated("m", **{key: value})
    assert refused.value.key == key
