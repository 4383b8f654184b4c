"""The crowd over time: at every moment the median and quartiles of those who stand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from oracle_pools import scenes
from strategies import worlds
from worlds import Report, World, panel_of, question

from scoring.crowd_path import crowd_path
from scoring.kinds import Kind
from scoring.pooling import crowds
from scoring.timeline import Timeline


def quartiles(said):
    """A quarter of the people, rounded up, say at most the one and at least the other."""
    ordered, quarter = sorted(said), -(-len(said) // 4)
    return ordered[quarter - 1], ordered[-quarter]


@given(worlds(people=7, reports=40))
def test_at_every_moment_the_quartiles_are_those_of_the_people_standing(world):
    path = crowd_path(panel_of(world))
    for number, asked in enumerate(world.questions):
        here = path.on(number)
        lasting = [scene for scene in scenes(world, number) if scene[1] - scene[0] > 1e-9]
        assert bool(lasting) == bool(here.start.size)
        for start, stop, voices in lasting:
            at = np.searchsorted(here.start, asked.opens + (start + stop) / 2 * asked.lifetime) - 1
            expected = quartiles([voice.p for voice in voices])
            assert (here.lower[at], here.upper[at]) == pytest.approx(expected)
            assert here.people[at] == len(voices)


@given(worlds(people=5, reports=30))
def test_the_median_is_that_of_the_pool_and_knows_no_outcome(world):
    panel = panel_of(world)
    path = crowd_path(panel)
    unresolved = crowd_path(replace(panel, outcome=np.full(panel.questions, np.nan)))
    assert all(np.array_equal(*both) for both in zip(path, unresolved, strict=True))
    for part in crowds(Timeline.of(panel), ["median"]):
        for code in np.unique(part.question):
            pooled = part.probability[part.question == code]
            assert np.array_equal(path.on(code).median, pooled)


def test_where_nobody_stands_there_is_no_crowd():
    told = (Report(0, 0, 0.2, 0.3), Report(0, 0, 0.4, None), Report(0, 0, 0.6, 0.5))
    path = crowd_path(panel_of(World(told, (question(), question()), (Kind.PERSON,))))
    assert path.start.tolist() == pytest.approx([0.2, 0.6])
    assert path.end.tolist() == pytest.approx([0.4, 1.0])
    assert path.on(1).start.size == 0
