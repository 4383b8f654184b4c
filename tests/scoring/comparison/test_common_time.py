"""Losses over common time: the same questions, the same moments."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle_comparison import own_losses, shared_losses
from strategies import worlds
from worlds import Report, World, panel_of, question

from scoring.comparison.common_time import Curves
from scoring.comparison.paired import paired
from scoring.kinds import Kind
from scoring.pooling import crowd_stands, crowds
from scoring.rules import BRIER, LOG, RULES
from scoring.stands import Stands
from scoring.timeline import Timeline, cells


def curves(world, *who, **options):
    """Curves of some forecasters of a world."""
    timeline = Timeline.of(panel_of(world))
    return Curves.of([Stands.of(timeline, [one]) for one in who], **options)


def told(*reports, questions=None):
    """A world of persons 0, 1, ... who said (who, question, time, probability)."""
    people = (Kind.PERSON,) * (1 + max(row[0] for row in reports))
    asked = (question(),) if questions is None else tuple(questions)
    return World(tuple(Report(*row) for row in reports), asked, people)


@given(worlds(people=3), st.data())
def test_they_are_what_going_through_every_moment_gives(world, data):
    size = len(world.kinds)
    who = data.draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=3))
    found = curves(world, *who).shared(*range(len(who)))
    expected = shared_losses(world, *who)
    # A moment that rounding makes is none.
    kept = [code for code, (time, _) in expected.items() if time > 1e-9]
    place = np.isin(found.question, kept)
    assert found.question[place].tolist() == kept
    for code, time, loss in zip(
        kept, found.weight[place], found.loss[:, place].T.tolist(), strict=True
    ):
        assert time == pytest.approx(expected[code][0], abs=1e-6)
        assert loss == pytest.approx(expected[code][1], abs=1e-5)


@given(worlds(people=3))
def test_over_own_time_they_are_the_cells_of_the_board(world):
    people = range(len(world.kinds))
    found, expected = curves(world, *people).own(*people), own_losses(world, *people)
    assert found.question.tolist() == list(expected)
    assert (found.weight == 1).all()
    table = cells(panel_of(world))
    for who in people:
        mine = table.brier[(table.forecaster == who) & np.isin(table.question, found.question)]
        assert found.loss[who] == pytest.approx(mine, abs=1e-9)


@given(worlds(certain=False, people=3))
def test_the_weighted_mean_of_one_over_all_its_time_is_the_board_s_ratio_of_totals(world):
    found, table = curves(world, 0).shared(0), cells(panel_of(world))
    mine = table.forecaster == 0
    assert found.weight.sum() == pytest.approx(table.time[mine].sum())
    assert found.total.sum() == pytest.approx(table.brier_time[mine].sum())


def test_only_the_moments_at_which_both_stand_count():
    world = told((0, 0, 0.0, 0.2), (0, 0, 0.5, 0.9), (1, 0, 0.75, 0.6))
    found = curves(world, 0, 1).shared(0, 1)
    assert found.weight.tolist() == [0.25]
    assert found.loss[:, 0] == pytest.approx([0.01, 0.16])
    assert curves(world, 0, 1).own(0, 1).loss[:, 0] == pytest.approx([0.325, 0.16])


def test_two_who_only_touch_share_no_moment():
    world = told((0, 0, 0.0, 0.2), (0, 0, 0.5, None), (1, 0, 0.5, 0.6))
    assert curves(world, 0, 1).shared(0, 1).question.size == 0
    assert curves(world, 0, 1).own(0, 1).question.size == 1


def test_a_pair_shares_more_than_all_three():
    world = told((0, 0, 0.0, 0.2), (1, 0, 0.5, 0.6), (2, 0, 0.75, 0.6))
    made = curves(world, 0, 1, 2)
    assert made.shared(0, 1).weight.tolist() == [0.5]
    assert made.shared(0, 1, 2).weight.tolist() == [0.25]


def test_crowds_are_compared_like_anybody():
    world = told((0, 0, 0.0, 0.2), (1, 0, 0.5, 0.6))
    timeline = Timeline.of(panel_of(world))
    stands = [Stands.of(timeline, [1]), crowd_stands(timeline.panel, crowds(timeline, ["mean"]))]
    found = Curves.of(stands).shared(0, 1)
    assert found.weight.tolist() == [0.5]
    assert found.loss[:, 0] == pytest.approx([0.16, 0.36])


def test_without_a_forecast_there_is_nothing_in_common():
    world = World((Report(0, 0, 0.0, 0.5),), (question(outcome=None),), (Kind.PERSON,) * 2)
    for made in (curves(world, 0, 1).shared(0, 1), curves(world, 0, 1).own(0, 1)):
        assert made.question.size == 0
        assert made.loss.shape == (2, 0)
        assert made.advantage.size == made.by_family.size == 0


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_every_rule_is_integrated(rule):
    world = told((0, 0, 0.0, 0.2), (0, 0, 0.5, 0.9), (1, 0, 0.0, 0.6))
    found = curves(world, 0, 1, rule=rule).shared(0, 1)
    mean = (rule.loss(0.2, 1) + rule.loss(0.9, 1)).item() / 2
    assert found.loss[:, 0] == pytest.approx([mean, rule.loss(0.6, 1).item()])


def test_a_wrong_certainty_costs_infinity_unless_a_floor_is_asked_for():
    world = told((0, 0, 0.0, 0.0), (1, 0, 0.0, 0.6))
    assert curves(world, 0, 1, rule=LOG).shared(0, 1).loss[0, 0] == np.inf
    floored = curves(world, 0, 1, rule=LOG, eps=0.01).shared(0, 1)
    assert floored.loss[0, 0] == pytest.approx(-np.log(0.01))
    assert curves(world, 0, 1, rule=BRIER, eps=0.01).shared(0, 1).loss[0, 0] == 1


def test_families_are_put_in_the_order_of_their_last_close():
    closes = (0.9, 0.5, 0.6, 0.1)
    asked = [question(closes=t, family=f) for t, f in zip(closes, (1, 0, 0, 1), strict=True)]
    said = [(who, n, 0.0, p) for n in range(4) for who, p in enumerate((1.0, 0.1 * n))]
    found = curves(told(*said, questions=asked), 0, 1).shared(0, 1)
    gains = [t * (1 - 0.1 * n) ** 2 for n, t in enumerate(closes)]
    assert found.by_family == pytest.approx([gains[1] + gains[2], gains[0] + gains[3]])


def hazard_world(rng, size, rate=0.7, steps=10):
    """An honest forecaster and an exaggerating one on questions that YES resolves early."""
    reports, asked = [], []
    for code in range(size):
        happens = rng.exponential(1 / rate)
        asked.append(question(closes=min(happens, 1.0), outcome=int(happens < 1), family=code))
        for step in range(steps):
            p = 1 - np.exp(-rate * (1 - step / steps))
            odds = 2 * p / (1 - p)
            reports += [Report(0, code, step / steps, p)]
            reports += [Report(1, code, step / steps, odds / (1 + odds))]
    return World(tuple(reports), tuple(asked), (Kind.PERSON,) * 2)


def test_exaggeration_does_not_pay_where_questions_resolve_early():
    """As it would if every question weighed the same."""
    found = curves(hazard_world(np.random.default_rng(1), 1_000), 0, 1).shared(0, 1)
    fair = paired(*found.loss, found.cluster, weights=found.weight)
    naive = paired(*found.loss, found.cluster)
    assert (fair.winner, naive.winner) == (1, 2)


@given(worlds(people=3))
def test_what_was_said_over_common_time_has_the_losses_of_common_time(world):
    people = range(len(world.kinds))
    made = curves(world, *people)
    found, samples = made.shared(*people), made.samples(*people)
    assert samples[0].total == pytest.approx(found.weight.sum())
    for one, expected in zip(samples, found.total.sum(axis=1), strict=True):
        assert one.weight.tolist() == samples[0].weight.tolist()
        lost = np.sum(one.weight * BRIER.loss(one.probability, one.outcome))
        assert lost == pytest.approx(expected)


def test_a_floor_changes_losses_and_not_what_was_said():
    world = told((0, 0, 0.0, 0.0), (1, 0, 0.0, 0.6))
    first, _ = curves(world, 0, 1, rule=LOG, eps=0.01).samples(0, 1)
    assert first.probability.tolist() == [0]
