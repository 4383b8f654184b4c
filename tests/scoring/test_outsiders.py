"""Those who stand outside: they are scored, and change nobody else's figures."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import TICKS, crowded_worlds, probabilities, worlds
from worlds import Report, panel_of

from scoring.board import board
from scoring.figures import ADJUSTMENTS
from scoring.kinds import Kind
from scoring.pooling import crowd_stands, crowds
from scoring.rivals.table import rivals
from scoring.stands import Stands
from scoring.timeline import Timeline

POOLS = ("median", "mean", "logodds", "pool:trimmed", "pool:metaculus", "pool:accuracy")


@st.composite
def worlds_with_a_market(draw):
    """A world, and the same with one more, who is computed and not certain of anything."""
    world = draw(st.one_of(worlds(), crowded_worlds()))
    quotes = st.tuples(
        st.integers(0, len(world.questions) - 1),
        st.floats(-1, TICKS + 1),
        probabilities(certain=False),
    )
    said = tuple(
        Report(len(world.kinds), number, asked.opens + ticks * asked.lifetime / TICKS, p)
        for number, ticks, p in draw(st.lists(quotes, max_size=20))
        for asked in [world.questions[number]]
    )
    kinds = (*world.kinds, Kind.COMPUTED)
    return world, replace(world, reports=world.reports + said, kinds=kinds)


@settings(max_examples=40)
@given(worlds_with_a_market(), st.sampled_from(ADJUSTMENTS))
def test_a_computed_forecaster_changes_nobodys_figures_by_a_single_bit(both, adjust):
    panels = [panel_of(world) for world in both]
    alone, beside = (board(panel, adjust=adjust, pools=POOLS) for panel in panels)
    code = panels[0].forecasters
    for field in fields(alone):
        if isinstance(own := getattr(alone, field.name), np.ndarray):
            others = np.delete(getattr(beside, field.name), code)
            np.testing.assert_array_equal(others, own, strict=True)
    alone, beside = (rivals(panel) for panel in panels)
    for name, figures in alone.figures.items():
        np.testing.assert_array_equal(beside.figures[name][:code], figures, strict=True)


@given(worlds_with_a_market())
def test_a_computed_forecaster_cuts_no_pools_words_in_two(both):
    alone, beside = (pooled(panel_of(world)) for world in both)
    for field in fields(Stands):
        if field.name not in ("panel", "forecaster"):
            own, others = getattr(alone, field.name), getattr(beside, field.name)
            np.testing.assert_array_equal(others, own, strict=True)


def pooled(panel):
    return crowd_stands(panel, crowds(Timeline.of(panel), ["median"]))
