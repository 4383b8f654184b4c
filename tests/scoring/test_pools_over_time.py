"""Pools over time: at every moment what their definitions say, whoever is called what."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle_pools import NAIVE, scenes
from strategies import worlds
from worlds import Report, World, panel_of, question

from scoring.kinds import Kind
from scoring.pooling import (
    ALL_POOLS,
    POOLS,
    crowds,
    pooled_forecasts,
    said_at,
    standing_forecasts,
)
from scoring.pooling import pairs as pairs_module
from scoring.pooling.static import recency_weights, trimmed, weighted_percentile
from scoring.timeline import Timeline

PERSON = Kind.PERSON


def curve(world, pool, number):
    """(begin, probability) of each segment of a question."""
    for part in crowds(Timeline.of(panel_of(world)), [pool]):
        here = part.question == number
        if here.any():
            return np.column_stack([part.begins[here], part.probability[here]])
    return np.empty((0, 2))


@given(worlds(people=7, reports=40), st.sampled_from(list(NAIVE)))
def test_at_every_moment_a_pool_says_what_its_definition_says(world, pool):
    for number in (k for k, asked in enumerate(world.questions) if asked.scored):
        found = curve(world, pool, number)
        lasting = [scene for scene in scenes(world, number) if scene[1] - scene[0] > 1e-9]
        assert bool(lasting) == bool(found.size)
        for start, stop, voices in lasting:
            said = found[np.searchsorted(found[:, 0], (start + stop) / 2) - 1, 1]
            assert said == pytest.approx(NAIVE[pool]([voice.p for voice in voices]), abs=1e-9)


def crowd_of(probabilities):
    """Everybody speaks in turn, early in a question's life."""
    reports = (Report(who, 0, who * 1e-3, p) for who, p in enumerate(probabilities))
    return World(tuple(reports), (question(),), (PERSON,) * len(probabilities))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_the_last_segment_is_the_pool_of_all_who_spoke(probabilities):
    world, weight = crowd_of(probabilities), recency_weights(len(probabilities))
    trimmed_now, metaculus_now = (curve(world, f"pool:{name}", 0)[-1, 1] for name in PLAIN)
    assert trimmed_now == pytest.approx(trimmed(probabilities).item())
    assert metaculus_now == pytest.approx(weighted_percentile(probabilities, weight).item())


PLAIN = ("trimmed", "metaculus")


@pytest.mark.parametrize("pool", PLAIN)
def test_chunks_of_any_size_say_the_same(pool, monkeypatch):
    rng = np.random.default_rng(4)
    reports = tuple(
        Report(int(who), int(q), float(t), float(p))
        for who, q, t, p in zip(
            rng.integers(0, 9, 300),
            rng.integers(0, 5, 300),
            rng.random(300),
            rng.integers(0, 101, 300) / 100,
            strict=True,
        )
    )
    world = World(reports, (question(),) * 5, (PERSON,) * 9)
    whole = [curve(world, f"pool:{pool}", number) for number in range(5)]
    for most in (1, 7, 64):
        monkeypatch.setattr(pairs_module, "_MOST", most)
        parts = [curve(world, f"pool:{pool}", number) for number in range(5)]
        assert np.array_equal(np.concatenate(parts), np.concatenate(whole))


@given(worlds(), st.permutations(range(5)), st.sampled_from(sorted(ALL_POOLS)))
def test_no_pool_depends_on_what_people_are_called(world, order, pool):
    order = [who for who in order if who < len(world.kinds)]
    for number in range(len(world.questions)):
        found, renamed = (curve(w, pool, number) for w in (world, world.renamed(order)))
        assert found.ravel() == pytest.approx(renamed.ravel(), abs=1e-9)


@given(worlds(), st.sampled_from(sorted(ALL_POOLS)))
def test_what_a_pool_says_now_is_what_its_curve_says(world, pool):
    panel = panel_of(world)
    timeline = Timeline.of(panel)
    for part in crowds(timeline, [pool]):
        for at, code, p in zip(part.begins, part.question, part.probability, strict=True):
            opens, length = panel.opens[code], panel.length[code]
            moment = opens + at * length
            stands = panel.start[panel.question == code]
            if np.min(np.abs(stands - moment)) == 0.0 and moment < panel.closes[code]:
                assert said_at(timeline, code, moment, [pool]) == pytest.approx(p, abs=1e-9)


@given(worlds(), st.sampled_from(sorted(ALL_POOLS)), st.floats(0.0, 1.2))
def test_of_all_questions_at_once_a_pool_says_what_it_says_of_each(world, pool, share):
    timeline = Timeline.of(panel := panel_of(world))
    moments = panel.opens + share * panel.length
    each = [said_at(timeline, n, moment, [pool]).item() for n, moment in enumerate(moments)]
    assert pooled_forecasts(timeline, pool, moments) == pytest.approx(each, nan_ok=True)


def test_one_forecaster_says_what_he_has_standing_at_each_question_s_moment():
    reports = (Report(0, 0, 0.2, 0.3), Report(0, 0, 0.6, 0.4), Report(1, 1, 0.2, 0.9))
    panel = panel_of(World(reports, (question(), question(outcome=None)), (PERSON, PERSON)))
    for moments, said in (((0.1, 0.3), (np.nan, np.nan)), ((0.6, 0.3), (0.4, np.nan))):
        assert standing_forecasts(panel, 0, moments) == pytest.approx(said, nan_ok=True)
    found = standing_forecasts(panel, 1, (0.5, np.nan))
    assert np.isnan(found).all()


@pytest.mark.parametrize(
    "name",
    [
        "pool:logodds*",
        "pool:logodds*x",
        "pool:logodds*-1",
        "pool:logodds*nan",
        "pool:logodds*1e3",
        "pool:logodds*1000",
        "pool:mean*2",
        "logodds*2",
        "pool:median",
        "pool:logodds*٢",
        "",
    ],
)
def test_nonsense_names_no_pool(name):
    timeline = Timeline.of(panel_of(crowd_of([0.2])))
    for ask in (lambda: crowds(timeline, [name]), lambda: said_at(timeline, 0, 0.5, [name])):
        with pytest.raises(KeyError):
            ask()


def test_nobody_says_nothing():
    world = World((Report(0, 0, 0.5, 0.3),), (question(),), (PERSON,))
    timeline = Timeline.of(panel_of(world))
    assert np.isnan(said_at(timeline, 0, 0.2, tuple(ALL_POOLS))).all()
    assert said_at(timeline, 0, 0.6, ["median"]).tolist() == [0.3]


def test_an_unresolved_question_has_pools_too():
    world = World((Report(0, 0, 0.0, 0.3),), (question(outcome=None),), (PERSON,))
    timeline = Timeline.of(panel_of(world))
    assert said_at(timeline, 0, 0.5, tuple(ALL_POOLS)) == pytest.approx(0.3)


def test_boards_have_the_three_old_pools_first():
    assert tuple(ALL_POOLS)[:3] == tuple(POOLS) == ("median", "mean", "logodds")


@pytest.mark.parametrize("pool", sorted(ALL_POOLS))
def test_without_a_resolved_question_there_is_no_crowd(pool):
    world = World((Report(0, 0, 0.0, 0.3),), (question(outcome=None),), (PERSON,))
    assert crowds(Timeline.of(panel_of(world)), [pool]) == []
