"""Explanations: their parts add up to the figures of the cell, in the most awkward worlds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import worlds
from worlds import Report, World, panel_of, question

from scoring.explanation import Explanation
from scoring.kinds import Kind
from scoring.pooling import POOLS, crowds, everybodys_cells
from scoring.timeline import Timeline

FIGURES = ("brier", "log", "baseline", "peer")


def explained(world, eps=None):
    """Every cell's explanation, of forecasters and pools."""
    timeline = Timeline.of(panel_of(world), eps=eps)
    pools = [crowds(timeline, [name]) for name in POOLS]
    for pool in [(), *pools]:
        cells = everybodys_cells(timeline, pool)
        mine = cells.forecaster >= (timeline.panel.forecasters if pool else 0)
        for code, asked in zip(cells.forecaster[mine], cells.question[mine], strict=True):
            yield Explanation.of(timeline, code, asked, pool)


def same(parts, total):
    """Whether parts add up to a total, to the rounding of doubles; NaN only to NaN."""
    if math.isnan(total) or math.isinf(total):
        return np.array_equal(np.sum(parts), total, equal_nan=True)
    scale = max(1.0, math.fsum(np.abs(parts)))
    return abs(math.fsum(parts) - total) <= 1e-12 * scale


@given(worlds(), st.sampled_from([None, 0.01]))
def test_the_parts_add_up_to_every_figure_of_the_cell(world, eps):
    for one in explained(world, eps):
        for figure in FIGURES:
            total = one.total(figure)
            parts = getattr(one, f"{figure}_part")
            if parts.size:
                assert same(parts, total), (figure, parts, total)
        assert same(one.duration, one.total("time"))


@given(worlds())
def test_stretches_follow_one_another_in_time(world):
    for one in explained(world):
        assert np.all(one.start <= one.end)
        assert np.all(one.end[:-1] <= one.start[1:] + 1e-9)
        assert np.all(one.among <= one.duration + 1e-9)
        assert np.all((one.exposure >= -1e-12) & (one.exposure <= one.duration + 1e-9))


@given(worlds())
def test_people_are_as_much_above_the_mean_as_below_it(world):
    panel = panel_of(world)
    found = [one for one in explained(world) if one.cells.forecaster[one.row] < panel.forecasters]
    people = [one for one in found if panel.people[one.cells.forecaster[one.row]]]
    assert math.fsum(one.excess.sum() for one in people) == pytest.approx(0.0, abs=1e-9)


def duel(outcome=1, **asked):
    """One says 40 %, from half time on 80 %; another 50 %, in the two quarters around it."""
    reports = (
        Report(0, 0, 0.0, 0.4),
        Report(1, 0, 0.25, 0.5),
        Report(0, 0, 0.5, 0.8),
        Report(1, 0, 0.75, None),
    )
    return World(reports, (question(outcome=outcome, **asked),), (Kind.PERSON,) * 2)


@pytest.mark.parametrize("outcome", [1, 0])
def test_each_forecast_is_told_with_what_it_added(outcome):
    one = next(explained(duel(outcome)))
    losses = [(0.4 - outcome) ** 2, (0.8 - outcome) ** 2]
    assert one.start.tolist() == [0.0, 0.5]
    assert one.end.tolist() == [0.5, 1.0]
    assert one.brier_part == pytest.approx(np.array(losses) / 2)
    assert one.among == pytest.approx([0.25, 0.25])
    assert one.others == pytest.approx([0.5, 0.5])
    gains = [math.log(p if outcome else 1 - p) - math.log(0.5) for p in (0.4, 0.8)]
    assert one.peer_part == pytest.approx([25 * gain for gain in gains])
    assert one.excess == pytest.approx([(loss - 0.25) / 2 * 0.25 for loss in losses])
    assert one.exposure == pytest.approx([0.125, 0.125])


def test_a_pool_that_says_the_same_without_a_break_is_one_stretch():
    reports = (Report(0, 0, 0.0, 0.5), Report(1, 0, 0.3, 0.5), Report(2, 0, 0.6, 0.9))
    world = World(reports, (question(outcome=1),), (Kind.PERSON,) * 3)
    median, *_ = (one for one in explained(world) if one.cells.forecaster[one.row] == 3)
    assert median.end.tolist() == pytest.approx([1.0])
    assert median.probability.tolist() == [0.5]


def test_a_pool_that_falls_silent_begins_anew():
    reports = (Report(0, 0, 0.0, 0.5), Report(0, 0, 0.4, None), Report(0, 0, 0.7, 0.5))
    world = World(reports, (question(outcome=1),), (Kind.PERSON,))
    *_, pool = (one for one in explained(world) if one.cells.forecaster[one.row] == 1)
    assert pool.start.tolist() == pytest.approx([0.0, 0.7])
    assert pool.end.tolist() == pytest.approx([0.4, 1.0])


def test_alone_there_is_nobody_to_compare_with():
    world = World((Report(0, 0, 0.0, 0.3),), (question(outcome=0),), (Kind.PERSON,))
    one = next(explained(world))
    assert np.isnan(one.others[0])
    assert one.peer_part.tolist() == [0.0]
    assert one.exposure.tolist() == [0.0]


def test_a_certainty_that_was_wrong_costs_without_end_and_leaves_no_peer_score():
    reports = (Report(0, 0, 0.0, 1.0), Report(1, 0, 0.0, 0.5))
    world = World(reports, (question(outcome=0),), (Kind.PERSON,) * 2)
    one = next(explained(world))
    assert (one.log_part[0], one.baseline_part[0]) == (math.inf, -math.inf)
    assert np.isnan(one.peer_part[0])
    assert np.isnan(one.others[0])


def test_who_said_nothing_has_nothing_to_explain():
    timeline = Timeline.of(panel_of(duel()))
    assert Explanation.of(timeline, 5, 0) is None
