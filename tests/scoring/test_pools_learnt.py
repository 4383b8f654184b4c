"""Pools that learn: what they learn, from which outcomes, and never from those they face."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean

import numpy as np
import pytest
from oracle_pools import contributions, excesses, scenes
from scipy.optimize import minimize_scalar
from simulated import population, simulate
from worlds import Question, Report, World, panel_of

from scoring.folds import FOLDS, folds
from scoring.kinds import Kind
from scoring.odds import expit, logit
from scoring.panel import Panel
from scoring.pooling import ALL_POOLS, crowds, said_at
from scoring.pooling.evidence import Evidence
from scoring.pooling.learnt import extremizing_factors
from scoring.pooling.records import records
from scoring.timeline import Timeline

LEARNT = ["extremized", "contribution", "accuracy", "platt", "beta", "isotonic"]
PLAIN = dict(zip(LEARNT, ["logodds", "mean", "logodds", "median", "median", "median"], strict=True))
PEOPLE = 6
ROUNDING = 1e-13


def a_world(seed, asked=30, families=24, people=PEOPLE):
    """Some people, some of them often wrong, on questions in families, over time."""
    rng = np.random.default_rng(seed)
    reports, known = [], []
    for number in range(asked):
        outcome = int(rng.random() < 0.4)
        closes = float(rng.uniform(0.4, 1.0))
        known.append(Question(0.0, closes, 1.0, outcome, number % families))
        for who in range(people):
            wit = 0.5 * who / people
            for at in np.sort(rng.uniform(-0.1, 1.0, rng.integers(0, 4))):
                p = np.clip(0.5 + wit * (2 * outcome - 1) + rng.normal(0, 0.2), 0, 1)
                said = None if rng.random() < 0.1 else float(p)
                reports.append(Report(who, number, float(at), said))
    return World(tuple(reports), tuple(known), (Kind.PERSON,) * people)


def said(world, pool):
    """By question, what a pool says at each moment, and when."""
    found = {}
    for part in crowds(Timeline.of(panel_of(world)), [pool]):
        for number in np.unique(part.question).tolist():
            here = part.question == number
            found[number] = np.column_stack([part.begins[here], part.probability[here]])
    return found


def folds_of(world):
    return folds([asked.family for asked in world.questions])


def others(world, number):
    """The questions of other folds."""
    fold = folds_of(world)
    return [k for k in range(len(world.questions)) if fold[k] != fold[number]]


def naive_contribution(world, number):
    weights = {
        who: max(gain / (time + 5), 0)
        for who, (gain, time) in contributions(world, others(world, number)).items()
    }

    def pool(voices):
        each = [weights.get(voice.who, 0.0) for voice in voices]
        if not sum(each):
            return fmean(voice.p for voice in voices)
        return sum(w * v.p for w, v in zip(each, voices, strict=True)) / sum(each)

    return pool


def naive_accuracy(world, number):
    found = excesses(world, others(world, number))
    mean = sum(row[2] for row in found.values()) / sum(row[3] for row in found.values())
    losses = {who: max(mean + row[0] / (row[1] + 5), 0.01) for who, row in found.items()}

    def pool(voices):
        each = [losses.get(voice.who, mean) ** -2 for voice in voices]
        odds = [logit(min(max(voice.p, 0.001), 0.999)) for voice in voices]
        mean_odds = sum(w * o for w, o in zip(each, odds, strict=True)) / sum(each)
        return min(max(expit(mean_odds), 0.001), 0.999)

    return pool


@pytest.mark.parametrize(
    ("pool", "naive"), [("contribution", naive_contribution), ("accuracy", naive_accuracy)]
)
@pytest.mark.parametrize("seed", range(3))
def test_weights_are_those_of_the_definition_at_every_moment(pool, naive, seed):
    world = a_world(seed)
    found = said(world, f"pool:{pool}")
    assert found
    for number, curve in found.items():
        expected = naive(world, number)
        for start, stop, voices in scenes(world, number):
            if stop - start > 1e-9:
                place = np.searchsorted(curve[:, 0], (start + stop) / 2) - 1
                assert curve[place, 1] == pytest.approx(expected(voices), abs=1e-9)


def test_the_factor_minimises_the_log_loss_of_the_other_folds():
    world = a_world(5)
    factors = extremizing_factors(Evidence.of(Timeline.of(panel_of(world))))
    fold = folds_of(world)
    for part in range(3):
        rows = [
            (stop - start, fmean(logit(np.clip([v.p for v in voices], 0.001, 0.999))), asked)
            for k, asked in enumerate(world.questions)
            if fold[k] != part
            for start, stop, voices in scenes(world, k)
        ]

        def loss(a, rows=rows):
            misfit = sum(
                t * np.logaddexp(0, -a * m if asked.outcome else a * m) for t, m, asked in rows
            )
            return misfit + 2 * (a - 1) ** 2

        best = minimize_scalar(loss, bounds=(0, 20), method="bounded", options={"xatol": 1e-9})
        assert factors[part] == pytest.approx(best.x, abs=1e-5)


@pytest.mark.parametrize("pool", LEARNT)
def test_no_outcome_of_a_questions_own_fold_moves_what_a_pool_says_of_it(pool):
    world, name = a_world(7), f"pool:{pool}"
    fold, before = folds_of(world), said(world, name)
    moved = 0
    for part in range(0, FOLDS, 3):
        flipped = tuple(
            replace(asked, outcome=1 - asked.outcome) if fold[k] == part else asked
            for k, asked in enumerate(world.questions)
        )
        after = said(replace(world, questions=flipped), name)
        for number in np.flatnonzero(fold == part).tolist():
            assert np.allclose(before[number], after[number], rtol=0.0, atol=ROUNDING)
        moved += sum(np.abs(before[k] - after[k]).max() > 1e-6 for k in before)
    assert moved


@pytest.mark.parametrize("pool", LEARNT)
def test_a_family_learns_nothing_from_its_members(pool):
    world, name = a_world(8), f"pool:{pool}"
    before = said(world, name)
    number = next(k for k in before if k + 24 in before)
    relative = replace(world.questions[number + 24], outcome=None)
    asked = [*world.questions]
    asked[number + 24] = relative
    after = said(replace(world, questions=tuple(asked)), name)
    assert np.allclose(before[number], after[number], rtol=0.0, atol=ROUNDING)


@pytest.mark.parametrize("pool", LEARNT)
def test_what_is_learnt_does_not_depend_on_what_people_are_called(pool):
    world, name = a_world(6), f"pool:{pool}"
    before, after = said(world, name), said(world.renamed([3, 0, 5, 1, 2, 4]), name)
    for number, curve in before.items():
        assert np.allclose(curve, after[number], rtol=0.0, atol=1e-9)


@pytest.mark.parametrize("pool", LEARNT)
def test_with_few_families_nothing_is_learnt(pool):
    world = a_world(9, asked=20, families=10)
    found, plain = (said(world, name) for name in (f"pool:{pool}", PLAIN[pool]))
    for number, curve in found.items():
        expected = np.clip(plain[number], [-np.inf, 0.001], [np.inf, 0.999])
        assert np.clip(curve, [-np.inf, 0.001], [np.inf, 0.999]) == pytest.approx(expected)


@pytest.mark.parametrize("pool", LEARNT)
def test_what_is_learnt_serves_questions_that_are_still_open(pool):
    world = a_world(10)
    last = len(world.questions)
    asked = Question(0.0, 1.0, 1.0, None, 99)
    reports = tuple(Report(who, last, 0.0, 0.8) for who in range(PEOPLE))
    bigger = World((*world.reports, *reports), (*world.questions, asked), world.kinds)
    timeline = Timeline.of(panel_of(bigger))
    (now,) = said_at(timeline, last, 0.5, [f"pool:{pool}"])
    assert 0.001 <= now <= 0.999
    if pool in ("extremized", "platt", "beta", "isotonic"):
        assert now != pytest.approx(0.8, abs=1e-3)
    else:  # weights change nothing where all say the same
        assert now == pytest.approx(0.8)


def signals(seed, *, shared, questions=1500, people=3):
    """Everybody says what a signal means that is his own, or one that all have seen."""
    rng = np.random.default_rng(seed)
    outcome = (rng.random(questions) < 0.5).astype(float)
    size = (questions, 1 if shared else people)
    seen = 0.7 * (2 * outcome - 1)[:, None] + rng.normal(0, 1, size) * np.ones((1, people))
    said_by_all = expit(2 * 0.7 * seen)
    return Panel.from_reports(
        forecaster=np.tile(np.arange(people), questions),
        question=np.repeat(np.arange(questions), people),
        time=np.zeros(questions * people),
        probability=said_by_all.ravel(),
        opens=np.zeros(questions),
        closes=np.ones(questions),
        scheduled=np.ones(questions),
        outcome=outcome,
    )


def test_independent_knowledge_is_worth_a_factor_of_their_number_and_shared_none():
    panels = (signals(1, shared=shared) for shared in (False, True))
    apart, alike = (extremizing_factors(Evidence.of(Timeline.of(panel))) for panel in panels)
    assert apart == pytest.approx(3.0, abs=0.4)
    assert alike == pytest.approx(1.0, abs=0.2)


def test_extremizing_helps_where_people_know_different_things():
    found = {r.pool: r for r in records(Timeline.of(signals(2, shared=False)))}
    assert found["pool:extremized"].brier < found["pool:neyman"].brier < found["logodds"].brier
    assert found["pool:extremized"].against.winner == 1


def test_a_record_is_what_a_board_says_of_the_pool():
    world = a_world(11)
    timeline = Timeline.of(panel_of(world))
    from scoring.board import board

    pools = tuple(ALL_POOLS)
    shown = board(panel_of(world), pools=pools)
    found = {record.pool: record for record in records(timeline)}
    median = found["median"].brier
    for name, brier, log in zip(pools, shown.brier[PEOPLE:], shown.log[PEOPLE:], strict=True):
        assert (found[name].brier, found[name].log) == pytest.approx((brier, log))
        assert found[name].against.difference == pytest.approx(median - brier)


def test_folds_hold_families_together_and_share_them_out():
    rng = np.random.default_rng(3)
    cluster = rng.integers(0, 43, 500)
    fold = folds(cluster)
    assert all(np.unique(fold[cluster == code]).size == 1 for code in np.unique(cluster))
    held = [np.unique(cluster[fold == part]).size for part in range(FOLDS)]
    assert max(held) - min(held) <= 1
    assert np.array_equal(folds(cluster * 7 + 3), fold)
    assert folds([]).size == 0


def mean_brier(panels):
    """Mean over some panels of each pool's Brier score."""
    found = [[record.brier for record in records(Timeline.of(panel))] for panel in panels]
    return dict(zip(ALL_POOLS, np.mean(found, axis=0).tolist(), strict=True))


@pytest.mark.slow
def test_recency_and_weights_pay_in_crowds_that_follow_the_news_and_needless_maps_cost():
    rngs = [np.random.default_rng(seed) for seed in range(8)]
    found = mean_brier(simulate(rng, population(rng, 20), 200, presence=0.5) for rng in rngs)
    assert found["pool:metaculus"] < found["median"] - 0.004
    assert found["pool:accuracy"] < found["logodds"] < found["median"] < found["mean"]
    assert found["pool:platt"] - found["median"] < 0.004
    assert found["pool:isotonic"] > found["pool:platt"] > found["median"]


@pytest.mark.slow
def test_a_learnt_factor_finds_out_whether_people_know_different_things():
    apart, alike = (
        mean_brier(signals(seed, shared=shared, questions=200, people=8) for seed in range(8))
        for shared in (False, True)
    )
    assert apart["pool:extremized"] < apart["pool:neyman"] - 0.02 < apart["logodds"] - 0.04
    assert abs(alike["pool:extremized"] - alike["logodds"]) < 0.003
    assert alike["pool:neyman"] > alike["logodds"] + 0.003
