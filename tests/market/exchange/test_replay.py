"""A replay is what trading forecast by forecast would have come to, and pays what it scores."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import worlds
from worlds import Report, World, panel_of, question

from market.exchange.replay import replay, with_price
from market.makers.lmsr import LMSR
from market.makers.registry import MAKERS
from scoring.board import board
from scoring.kinds import Kind
from scoring.rules import LOG

RULED = {name: made.rule for name, made in MAKERS.items() if made.rule is not None}
B = 100.0

priors = st.floats(0.02, 0.98)


def one_question(*said, outcome=1, kinds=(Kind.PERSON,) * 3):
    """A panel of one question, on which forecasters say one thing after another."""
    reports = tuple(Report(who, 0, 0.1 * (1 + n), p) for n, (who, p) in enumerate(said))
    return panel_of(World(reports, (question(outcome=outcome),), kinds))


def by_hand(panel, prior):
    """Profits from one logarithmic market a question, traded on by one forecast after another."""
    markets, trades = {}, []
    for who, asked, p in zip(panel.forecaster, panel.question, panel.probability, strict=True):
        if panel.people[who] and not math.isnan(panel.outcome[asked]):
            market = markets.setdefault(int(asked), LMSR.opened(B, prior))
            price = min(max(p, 0.001), 0.999)
            side = int(price >= market.price)
            shares = market.shares_to(side, price)
            trades.append((asked, side, shares, market.cost(side, shares)))
            markets[int(asked)] = market.after(side, shares)
    return [shares * (panel.outcome[asked] == side) - cost for asked, side, shares, cost in trades]


@given(worlds(), priors)
def test_a_trade_earns_b_times_its_gain_in_log_score(world, prior):
    made = replay(panel_of(world), LMSR.opened(B, prior), rule=LOG)
    assert made.profit == pytest.approx(B * made.gain, abs=1e-12 * B)


@given(worlds(), priors)
def test_all_at_once_is_one_after_another(world, prior):
    panel = panel_of(world)
    maker = LMSR.opened(B, prior)
    at_once, in_steps = replay(panel, maker, rule=LOG), replay(panel, maker)
    assert at_once.profit == pytest.approx(by_hand(panel, prior), abs=1e-9)
    assert in_steps.profit == pytest.approx(at_once.profit, abs=1e-9)
    assert in_steps.shares == pytest.approx(at_once.shares, abs=1e-9)


@pytest.mark.parametrize("name", RULED)
@given(world=worlds(), prior=priors)
def test_every_market_of_a_rule_pays_what_its_rule_scores_and_loses_no_more_than_it_may(
    name, world, prior
):
    panel, maker = panel_of(world), MAKERS[name].opened(B, prior)
    made = replay(panel, maker, rule=RULED[name])
    assert made.profit == pytest.approx(B * made.gain, abs=1e-9)
    assert np.all(made.loss <= float(maker.worst_loss) + 1e-9)


@pytest.mark.parametrize("name", MAKERS)
def test_every_mechanism_pays_who_is_right_out_of_what_it_and_the_others_paid(name):
    maker = MAKERS[name].opened(B, 0.5)
    made = replay(one_question((0, 0.7), (1, 0.4), (2, 0.9)), maker)
    assert made.profit[1] < 0 < made.profit[0]
    assert made.loss == pytest.approx(made.profit.sum())
    assert made.loss <= maker.worst_loss + 1e-9


def test_who_says_the_same_thing_first_is_paid_for_it():
    maker = LMSR.opened(B, 0.5)
    first = replay(one_question((0, 0.8), (1, 0.8)), maker, rule=LOG)
    last = replay(one_question((1, 0.8), (0, 0.8)), maker, rule=LOG)
    told = B * math.log(0.8 / 0.5)
    assert first.profit == pytest.approx([told, 0.0]) == last.profit
    assert (first.forecaster.tolist(), last.forecaster.tolist()) == ([0, 1], [1, 0])
    assert first.loss == pytest.approx([told])


def test_only_people_trade_and_only_where_the_outcome_is_known():
    kinds = (Kind.PERSON, Kind.ARTICLE, Kind.PERSON)
    panel = one_question((0, 0.8), (1, 0.1), (2, 0.7), kinds=kinds)
    assert replay(panel, LMSR.opened(B, 0.5)).before.tolist() == [0.5, 0.8]
    unresolved = replace(panel, outcome=np.array([np.nan]))
    assert replay(unresolved, LMSR.opened(B, 0.5)).rows.size == 0


def test_on_an_open_question_a_trade_is_worth_what_the_last_price_expects_of_it():
    panel, wanted = one_question((0, 0.8), (1, 0.6), outcome=None), np.array([True])
    made = replay(panel, LMSR.opened(B, 0.5), wanted, rule=LOG)
    earned = [B * (0.6 * math.log(0.8 / 0.5) + 0.4 * math.log(0.2 / 0.5))]
    earned += [B * (0.6 * math.log(0.6 / 0.8) + 0.4 * math.log(0.4 / 0.2))]
    assert made.profit == pytest.approx(earned)
    assert np.all(np.isnan(made.gain))


def test_certainties_are_taken_for_the_furthest_prices_and_counted():
    made = replay(one_question((0, 1.0), (1, 0.0), (2, 0.5)), LMSR.opened(B, 0.5), rule=LOG)
    assert (made.after.tolist(), made.clipped) == ([0.999, 0.001, 0.5], 2)


@given(worlds(), st.floats(0, 1))
def test_the_price_is_the_newest_forecast_of_anybody(world, share):
    made = replay(panel_of(world), LMSR.opened(B, 0.5), rule=LOG)
    panel = with_price(made)
    price = panel.forecaster == panel.forecasters - 1
    for number, asked in enumerate(world.questions):
        moment = asked.opens + share * (asked.closes - asked.opens)
        here = price & (panel.question == number)
        now = panel.probability[here & (panel.start <= moment) & (moment < panel.end)]
        trades = made.question == number
        earlier = made.after[trades & (made.panel.start[made.rows] <= moment)]
        assert now.tolist() == earlier[-1:].tolist()


@settings(deadline=None)  # the first board loads scipy
@given(worlds(certain=False))
def test_beside_the_price_the_board_of_the_people_is_what_it_was(world):
    panel = panel_of(world)
    made, alone = board(with_price(replay(panel, LMSR.opened(B, 0.5)))), board(panel)
    people = np.arange(panel.forecasters)
    for figure in ("rank", "brier", "log", "peer", "skill"):
        mine, theirs = getattr(made, figure)[people], getattr(alone, figure)
        assert np.array_equal(mine, theirs[people], equal_nan=True)
    assert made.rank[panel.forecasters] == 0
