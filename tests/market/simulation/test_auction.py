"""The double auction: what people want of it, and what comes of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

from market.simulation.layout import Layout
from market.simulation.mechanisms.activation import orders
from market.simulation.mechanisms.auction.auction import Auction
from market.simulation.mechanisms.auction.behaviour import Standing
from market.simulation.mechanisms.auction.blind import ZeroIntelligence
from market.simulation.mechanisms.auction.book import SHARE, Book
from market.simulation.mechanisms.auction.session import Session
from market.simulation.mechanisms.auction.turn import take_turn
from market.simulation.mechanisms.auction.utility import Utility
from market.simulation.mechanisms.queue import queue
from market.simulation.parameters import ParameterError
from market.simulation.people.groups import Group
from market.simulation.scene import set_scene
from market.simulation.streams import Streams
from market.simulation.worlds.gaussian import Gaussian
from scoring.odds import expit, logit

TICKS = 100
CREDIT = SHARE * TICKS
STREAMS = Streams(5, 0)


def wanted(belief, tick, if_no, if_yes, aversion, absolute=0.0):
    """Shares that one person wants at a price; amounts in credits and shares."""
    entry = [np.array([value], float) for value in (logit(belief), aversion, absolute)]
    owned = np.round(np.array([[if_no], [if_yes]]) * CREDIT).astype(np.int64)
    standing = Standing(TICKS, owned, np.zeros(1, np.int64))
    utility = Utility(*entry, price=np.array([0.5]), margin=0.5)
    return utility.wants(np.array([0]), np.array([tick]), standing).item() / SHARE


def scene_of(*groups, moments=1, lanes=2):
    size = sum(group.count for group in groups)
    return set_scene(Gaussian(1.0, 0.3), groups, Layout(size, 1, 64 * lanes, moments), STREAMS)


@pytest.mark.parametrize("owned", [(100.0, 100.0), (40.0, 90.0), (90.0, 5.0)])
@pytest.mark.parametrize(("belief", "tick"), [(0.7, 40), (0.3, 40), (0.99, 98), (0.5, 50)])
@pytest.mark.parametrize(
    ("aversion", "absolute", "utility"),
    [
        (1.0, 0.0, np.log),
        (3.0, 0.0, lambda w: -(w**-2.0)),
        (0.5, 0.0, np.sqrt),
        (0.0, 0.02, lambda w: -np.exp(-0.02 * w)),
    ],
)
def test_what_is_wanted_is_the_best_position(owned, belief, tick, aversion, absolute, utility):
    (no, yes), price = owned, tick / TICKS

    def loss(bought):
        if_yes, if_no = yes + bought * (1 - price), no - bought * price
        return -belief * utility(if_yes) - (1 - belief) * utility(if_no)

    bounds = (-yes / (1 - price), no / price)
    best = minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-9})
    found = wanted(belief, tick, no, yes, aversion, absolute)
    clipped = np.clip(found, *bounds)
    assert loss(clipped) <= best.fun + 1e-12
    assert clipped == pytest.approx(best.x, abs=2e-3 * (bounds[1] - bounds[0]))


def test_both_aversions_at_once_meet_the_condition_of_the_best_position():
    belief, price, aversion, absolute = 0.8, 0.45, 1.5, 0.01

    def excess(bought):
        yes, no = 90 + bought * (1 - price), 60 - bought * price
        marginal = [w**-aversion * np.exp(-absolute * w) for w in (yes, no)]
        return belief * (1 - price) * marginal[0] - (1 - belief) * price * marginal[1]

    best = brentq(excess, -90 / (1 - price) + 1e-9, 60 / price - 1e-9, xtol=1e-12)
    assert wanted(belief, 45, 60, 90, aversion, absolute) == pytest.approx(best, rel=1e-9)


def test_the_risk_neutral_want_all_or_close_their_position():
    assert wanted(0.7, 40, 100, 80, 0.0) == pytest.approx(100 / 0.4)
    assert wanted(0.3, 40, 100, 80, 0.0) == pytest.approx(-80 / 0.6)
    assert wanted(0.4, 40, 100, 80, 0.0) == pytest.approx(20)


def test_a_quote_lies_between_the_worth_of_a_share_and_the_price():
    owned = np.full((2, 2), 100 * CREDIT)
    trait = np.ones(2)
    utility = Utility(logit([0.7, 0.2]), trait, 0 * trait, 0.5 * trait, 0.5)
    quote = utility.quote(Standing(TICKS, owned, np.zeros(2, np.int64)))
    assert quote.bids.tolist() == [True, False]
    assert quote.tick.tolist() == [60, 35]


@pytest.mark.parametrize("blind", [0, 4])
def test_money_and_shares_are_conserved_and_covered_and_no_book_is_crossed(blind):
    knowing = Group("knowing", 6, {"aversion": 0.0, "wealth": 37.3})
    others = [Group("kelly", 3, {"fraction": 0.5, "absolute": 0.01})]
    others += [Group("blind", blind, {"blind": 1.0})] * (blind > 0)
    scene = scene_of(knowing, *others, moments=3)
    session = Session(Auction("cda"), scene, np.random.default_rng(1))
    before = session.book.owned.sum(axis=1)
    rng, at, book = np.random.default_rng(2), np.arange(128), session.book
    for moment in range(3):
        for _ in range(2):
            acts = rng.random(scene.shape) < 0.9
            people = queue(orders(rng, scene.layout, 1), acts, scene.layout)
            session.sweep(people, scene.opinion_at(moment))
            bid, ask = (book.front(side, at).tick for side in (1, 0))
            assert np.all(bid < ask)
            assert book.owned.min() >= 0
            assert np.array_equal(book.owned.sum(axis=1), before)
    assert book.trades.min() > 0
    assert np.all(np.sum(book.owned[1] - book.owned[0], axis=0) == 0)


def test_kelly_traders_come_to_their_mean_belief_weighted_by_wealth():
    """Wolfers & Zitzewitz 2006: logarithmic utility has the mean belief for its price."""
    scene = scene_of(Group("poor", 10), Group("rich", 5, {"wealth": 400.0}), moments=6)
    price = expit(Auction("cda", sweeps=2).run(scene, STREAMS).log_odds[-1])
    weight = np.repeat([100.0, 400.0], [10, 5])
    mean = np.average(expit(scene.opinion_at(0)), axis=0, weights=weight)
    assert np.median(np.abs(price - mean)) < 0.015
    assert np.mean(np.abs(price - mean)) < 0.03


def test_zero_intelligence_with_a_budget_is_efficient_and_without_is_not():
    """Gode & Sunder 1993: the rules of the market do what the traders do not.

    Twelve buyers have a use for a share each, and twelve sellers a cost; what trade can bring at
    most is what it brings if those trade who value shares most with those whom they cost least.
    """
    assert _efficiency(constrained=True) > 0.93
    assert _efficiency(constrained=False) < 0.85


def _efficiency(*, constrained):
    rng = np.random.default_rng(3)
    side, columns, at = 12, 40, np.arange(40)
    worth = rng.integers(1, TICKS, (2 * side, columns))
    book = Book.opened(np.full(worth.shape, 10.0), TICKS)
    for _ in range(1000):
        who = rng.integers(0, 2 * side, columns)
        free = at[book.owned[1, who, at] == book.owned[0, who, at]]
        who = who[free]
        bids, draw = who < side, rng.random(free.size)
        value = worth[who, free] if constrained else np.where(bids, TICKS - 1, 1)
        limit = np.where(bids, 1 + draw * value, value + draw * (TICKS - value)).astype(np.int64)
        book.cancel(who, free)
        units = np.full(free.size, SHARE)
        take_turn(book, ZeroIntelligence(bids, limit, units), who, free)
    held = (book.owned[1] - book.owned[0]) / CREDIT
    most = np.sort(worth[:side], axis=0)[::-1] - np.sort(worth[side:], axis=0)
    return np.sum(held * worth) / np.maximum(most, 0).sum()


def test_one_alone_finds_nobody_to_trade_with():
    scene = scene_of(Group("hermit", 1), moments=2)
    found = Auction("cda").run(scene, STREAMS)
    belief = expit(scene.opinion_at(0))[0]
    np.testing.assert_allclose(expit(found.log_odds[-1]), 0.5 * (0.5 + belief), atol=0.0101)
    assert not found.figures["trades"].any()
    assert not found.profit.any()
    assert np.all(found.figures["silent"] == 1.0)
    told = Auction("cda", shows="trades", prior=0.4).run(scene, STREAMS)
    np.testing.assert_allclose(expit(told.log_odds), 0.4)


def test_the_price_stays_where_it_is_while_nobody_looks():
    scene = scene_of(Group("late", 4), moments=2)
    late = replace(scene, looks=scene.looks & (np.arange(2) > 0)[:, None, None])
    price = expit(Auction("cda", prior=0.3).run(late, STREAMS).log_odds)
    np.testing.assert_allclose(price[0], 0.3)
    assert np.all(np.abs(price[1] - 0.3) > 1e-9)


def test_who_follows_the_price_or_stays_near_it_does_not_trade():
    for trait in ({"herd": 1.0}, {"adopt": 1.0}, {"fraction": 0.0}, {"gap": 1.0}):
        found = Auction("cda").run(scene_of(Group("sheep", 4, trait), moments=2), STREAMS)
        assert not found.figures["trades"].any()


def test_who_does_not_trade_is_as_if_he_were_not_there():
    scene = scene_of(Group("traders", 4), Group("readers", 3, {"trades": 0.0}), moments=2)
    gone = replace(scene, looks=scene.looks & (np.arange(7) < 4)[:, None])
    with_them, without = (Auction("cda").run(one, STREAMS) for one in (scene, gone))
    np.testing.assert_array_equal(with_them.log_odds, without.log_odds)
    assert not with_them.profit[4:].any()
    assert with_them.profit[:4].any()


def test_the_same_streams_give_the_same_prices():
    scene = scene_of(Group("blind", 5, {"blind": 1.0}), moments=3)
    one, two = (Auction("cda").run(scene, STREAMS) for _ in range(2))
    np.testing.assert_array_equal(one.log_odds, two.log_odds)


@pytest.mark.parametrize(
    "wrong",
    [
        {"shows": "asks"},
        {"ticks": 1},
        {"margin": 1.5},
        {"prior": 0.0},
        {"sweeps": 0},
        {"margin": np.nan},
    ],
)
def test_a_parameter_that_cannot_be_is_named(wrong):
    with pytest.raises(ParameterError, match=next(iter(wrong))):
        Auction("cda", **wrong)
