"""Crowds: what the people standing say together, at every moment."""

from __future__ import annotations

import math
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import POOLS as NAMES
from oracle import cells as referee
from oracle import crowd as referee_crowd
from strategies import worlds
from tables import by_cell
from worlds import Report, World, panel_of, question

from scoring.board import board
from scoring.kinds import Kind
from scoring.pooling import crowds
from scoring.timeline import Timeline

POOLS = tuple(NAMES)
PERSON, OUTSIDER = Kind.PERSON, Kind.ARTICLE


def curve(world, pool, number):
    """(probability, lifetimes) of each stretch in which the pool says one thing."""
    for part in crowds(Timeline.of(panel_of(world)), [pool]):
        if number in part.question:
            here = part.question == number
            length = part.block.grid.step[part.segments[here]]
            return merged(zip(part.probability[here].tolist(), length.tolist(), strict=True))
    return []


def merged(stretches):
    """Neighbours that say the same, to 12 digits, taken together."""
    rounded = [(round(p, 12), length) for p, length in stretches]
    return [
        (p, math.fsum(length for _, length in same))
        for p, same in groupby(rounded, key=lambda stretch: stretch[0])
    ]


def said_together(probabilities, kinds=None):
    """What each pool says while everybody stands by one probability."""
    reports = tuple(Report(who, 0, 0.0, p) for who, p in enumerate(probabilities))
    world = World(reports, (question(),), kinds or (PERSON,) * len(probabilities))
    return {pool: [p for p, _ in curve(world, pool, 0)] for pool in POOLS}


@given(worlds(), st.sampled_from(POOLS))
def test_at_every_moment_the_crowd_says_what_the_definition_says(world, pool):
    for number in (k for k, asked in enumerate(world.questions) if asked.scored):
        spans = referee_crowd(world, number, pool)
        expected = merged((p, end - start) for start, end, p in spans)
        found = curve(world, pool, number)
        assert np.array(found).ravel() == pytest.approx(np.array(expected).ravel(), abs=2e-12)


@given(worlds(), st.sampled_from([None, 0.01]), st.sampled_from(["scheduled", "actual"]))
def test_every_figure_of_a_crowd_is_what_the_definition_says(world, eps, horizon):
    codes = {pool: len(world.kinds) + code for code, pool in enumerate(POOLS)}
    expected = {
        (codes[who], number): figures
        for (who, number), figures in referee(world, eps=eps, horizon=horizon, pools=POOLS).items()
        if who in codes
    }
    found = by_cell(board(panel_of(world), eps=eps, horizon=horizon).cells)
    assert {key for key in found if key[0] in codes.values()} == expected.keys()
    for key, figures in expected.items():
        assert vars(found[key]) == pytest.approx(vars(figures), rel=1e-10, abs=1e-10, nan_ok=True)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_the_median_of_many_is_numpys(probabilities):
    assert said_together(probabilities)["median"] == [pytest.approx(np.median(probabilities))]


def test_the_median_of_an_even_crowd_is_the_mean_of_the_two_in_the_middle():
    assert said_together([0.1, 0.2, 0.4, 0.9])["median"] == [pytest.approx(0.3)]


def test_the_median_follows_everybody_who_comes_and_goes():
    rng = np.random.default_rng(11)
    at, who = np.sort(rng.uniform(0, 1, 2000)), rng.integers(0, 60, 2000)
    p = rng.integers(0, 101, 2000) / 100
    gone = rng.random(2000) < 0.2
    standing, expected = {}, []
    for k, person in enumerate(who):
        standing.pop(person, None)
        if not gone[k]:
            standing[person] = p[k]
        expected.append((float(np.median(list(standing.values()))), [*at, 1.0][k + 1] - at[k]))
    said = [None if g else float(q) for q, g in zip(p, gone, strict=True)]
    rows = zip(who.tolist(), at.tolist(), said, strict=True)
    world = World(tuple(Report(w, 0, t, q) for w, t, q in rows), (question(),), (PERSON,) * 60)
    found = np.array(curve(world, "median", 0))
    assert found == pytest.approx(np.array(merged(expected)), abs=1e-12)


def test_pools_agree_on_a_crowd_of_one():
    for said in said_together([0.25]).values():
        assert said == [pytest.approx(0.25)]


def test_log_odds_cannot_tell_certainty_from_the_limits_of_live_forecasts():
    assert said_together([1.0])["logodds"] == [pytest.approx(0.999)]
    assert said_together([0.0, 1.0])["logodds"] == [pytest.approx(0.5)]
    assert said_together([0.6, 0.7, 0.9])["logodds"] == [pytest.approx(0.7595101586800531)]


def test_outsiders_do_not_belong_to_the_crowd():
    kinds = (PERSON, OUTSIDER)
    for said in said_together([0.2, 0.9], kinds).values():
        assert said == [pytest.approx(0.2)]


def test_a_pool_that_is_not_known_is_refused():
    world = World((Report(0, 0, 0.0, 0.5),), (question(),), (PERSON,))
    with pytest.raises(KeyError):
        board(panel_of(world), pools=["mode"])
