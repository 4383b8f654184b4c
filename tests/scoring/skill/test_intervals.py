"""How far a board can be trusted: its intervals and rank ranges hold what they promise."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from oracle import POOLS
from oracle_skill import fit as referee
from oracle_spread import rank_ranges, spread
from simulated import population, simulate
from strategies import crowded_worlds
from worlds import Report, World, panel_of, question

from scoring.board import board
from scoring.kinds import Kind

PERSON = Kind.PERSON


def small_world(seed, *, people=7, questions=12, families=6):
    """Random meetings without any ties."""
    rng = np.random.default_rng(seed)
    kinds = (PERSON,) * (people - 1) + (Kind.ARTICLE,)
    reports = tuple(
        Report(who, number, at, p)
        for number in range(questions)
        for who in range(people)
        if rng.random() < 0.7
        for at, p in zip(np.sort(rng.random(2)).tolist(), rng.random(2).tolist(), strict=True)
    )
    asked = tuple(
        question(outcome=int(rng.integers(2)), family=number % families)
        for number in range(questions)
    )
    return World(reports, asked, kinds)


@cache
def compared(world, pools=()):
    """The referee's spread of everybody beside the group that the board ranks."""
    fitted = referee(world)
    sizes = [list(fitted.part.values()).count(part) for part in fitted.part.values()]
    part = list(fitted.part.values())[sizes.index(max(sizes))] if sizes else 0
    return spread(world, fitted, part, pools), fitted.part


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_skill_and_interval_of_everybody_are_what_the_definition_says(seed, level):
    world, pools = small_world(seed), tuple(POOLS)
    shown = board(panel_of(world), level=level, pools=pools)
    expected, _ = compared(world, pools)
    codes = {pool: len(world.kinds) + code for code, pool in enumerate(pools)}
    assert len(expected) == len(world.kinds) + len(pools)
    for who, one in expected.items():
        row = codes.get(who, who)
        found = shown.skill[row], shown.skill_low[row], shown.skill_high[row]
        assert found == pytest.approx(one.interval(level), abs=1e-9), who
        assert shown.exposure[row] == pytest.approx(one.exposure, abs=1e-9), who


@pytest.mark.parametrize("seed", range(6))
def test_rank_ranges_are_what_the_definition_says(seed):
    world = small_world(seed, people=8, questions=24, families=24)
    shown = board(panel_of(world), level=0.2)
    expected, part = compared(world)
    ranges = rank_ranges({who: one for who, one in expected.items() if who in part}, 0.2)
    for who, (low, high) in ranges.items():
        assert shown.rank_low[who] == min(low, shown.rank[who])
        assert shown.rank_high[who] == max(high, shown.rank[who])


@given(crowded_worlds())
def test_one_cluster_is_no_evidence_of_spread(world):
    world = World(
        world.reports,
        tuple(
            question(opens=q.opens, closes=q.closes, scheduled=q.scheduled, outcome=q.outcome)
            for q in world.questions
        ),
        world.kinds,
    )
    shown = board(panel_of(world))
    assert np.isnan(shown.skill_low).all()
    assert np.isnan(shown.skill_high).all()
    ranked = shown.rank > 0
    assert np.all(shown.rank_low[ranked] == 1)
    assert np.all(shown.rank_high[ranked] == ranked.sum())


def test_the_interval_is_not_narrowed_by_the_pull_to_zero():
    shown = board(panel_of(small_world(1)))
    half = (shown.skill_high - shown.skill_low) / 2
    expected, _ = compared(small_world(1))
    assert half[0] == pytest.approx(expected[0].half_width(0.95))


def test_families_of_copies_are_worth_no_more_than_one_question_each():
    once = small_world(3, questions=10, families=10)
    copies = tuple(
        Report(r.who, r.question + 10 * k, r.time, r.probability)
        for k in range(3)
        for r in once.reports
    )
    thrice = World(copies, once.questions * 3, once.kinds)
    alone, copied = (board(panel_of(world), pools=()) for world in (once, thrice))
    assert copied.skill_unshrunk == pytest.approx(alone.skill_unshrunk, abs=3e-3)
    width, same = (b.skill_high - b.skill_low for b in (alone, copied))
    assert same == pytest.approx(width, rel=2e-2)


def coverage(design, seeds, *, level=0.95, panels=20):
    """Share of 95 % intervals, of unshrunk skill, that hold its value in a long run."""
    held = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        people = population(rng, design["people"])
        world = {key: value for key, value in design.items() if key not in {"people", "questions"}}
        truth = board(simulate(rng, people, 4000, **world), pools=()).skill_unshrunk
        for _ in range(panels):
            shown = board(
                simulate(rng, people, design["questions"], **world), pools=(), level=level
            )
            here = ~np.isnan(shown.skill_unshrunk)
            belief = shown.exposure[here] / (shown.exposure[here] + 5)
            centred = truth[here] - np.average(truth[here], weights=belief)
            half = (shown.skill_high - shown.skill_low)[here] / 2
            held.append(np.abs(shown.skill_unshrunk[here] - centred) <= half)
    return float(np.mean(np.concatenate(held)))


def undecided(design, seeds, *, panels=20):
    """Share of rank ranges that exclude nothing, where everybody is equally good."""
    open_ended = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        people = population(rng, design["people"], alike=True)
        world = {key: value for key, value in design.items() if key not in {"people", "questions"}}
        for _ in range(panels):
            shown = board(simulate(rng, people, design["questions"], **world), pools=())
            here = shown.rank > 0
            whole = (shown.rank_low == 1) & (shown.rank_high == here.sum())
            open_ended.append(whole[here])
    return float(np.mean(np.concatenate(open_ended)))


SPARSE = {"people": 30, "questions": 50, "presence": 0.4}
DENSE = {"people": 20, "questions": 60, "presence": 0.9}
LARGE = {"people": 60, "questions": 100, "presence": 0.4}
FAMILIES = {"people": 20, "questions": 200, "presence": 0.7, "family": 4}


def test_intervals_cover_what_they_promise():
    assert 0.93 <= coverage(SPARSE, [1], panels=40) <= 0.98


def test_rank_ranges_of_equals_leave_everything_open():
    assert undecided(SPARSE, [2], panels=40) >= 0.95


def test_families_must_not_be_counted_as_separate_evidence():
    assert coverage({**FAMILIES, "clustered": False}, [3], panels=15) < 0.9
    assert 0.93 <= coverage(FAMILIES, [3], panels=15) <= 0.98


def test_many_are_compared_in_groups_with_ranges_a_little_wide_on_the_whole(monkeypatch):
    rng = np.random.default_rng(4)
    panel = simulate(rng, population(rng, 40), 400)
    one_by_one = board(panel, pools=())
    monkeypatch.setattr("scoring.skill.ranks._PAIRS", 0)
    monkeypatch.setattr("scoring.skill.ranks._GROUPS", 8)
    in_groups = board(panel, pools=())
    wide, narrow = (b.rank_high - b.rank_low for b in (in_groups, one_by_one))
    assert narrow.mean() <= wide.mean() <= 1.5 * narrow.mean()
    assert np.median(wide) < 40 - 1
    assert np.all((in_groups.rank_low <= in_groups.rank) & (in_groups.rank <= in_groups.rank_high))


def test_many_equals_compared_in_groups_leave_everything_open(monkeypatch):
    monkeypatch.setattr("scoring.skill.ranks._PAIRS", 0)
    assert undecided(SPARSE, [2], panels=20) >= 0.95


def test_one_cluster_decides_nothing_among_many(monkeypatch):
    monkeypatch.setattr("scoring.skill.ranks._PAIRS", 0)
    rng = np.random.default_rng(5)
    shown = board(simulate(rng, population(rng, 6), 1), pools=())
    assert np.all(shown.rank_low == 1)
    assert np.all(shown.rank_high == 6)


@pytest.mark.slow
@pytest.mark.parametrize("design", [SPARSE, DENSE, LARGE, FAMILIES])
def test_intervals_cover_what_they_promise_in_many_worlds(design):
    assert 0.93 <= coverage(design, range(10, 16), panels=40) <= 0.98


@pytest.mark.slow
@pytest.mark.parametrize("level", [0.5, 0.8, 0.99])
def test_intervals_cover_what_they_promise_at_other_levels(level):
    assert coverage(SPARSE, range(20, 24), level=level, panels=40) == pytest.approx(level, abs=0.05)


@pytest.mark.slow
@pytest.mark.parametrize("design", [SPARSE, DENSE, LARGE, FAMILIES])
def test_rank_ranges_of_equals_leave_everything_open_in_many_worlds(design):
    assert undecided(design, range(30, 36), panels=40) >= 0.95
