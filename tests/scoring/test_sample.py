"""Samples: what may be in them, and that each unit has the mean Brier score that it promises."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from simulated import population, simulate
from strategies import worlds
from worlds import Report, World, panel_of, question

from scoring.board import board
from scoring.kinds import Kind
from scoring.pooling import crowd_stands, crowds
from scoring.rules import BRIER
from scoring.sample import UNITS, Sample
from scoring.stands import Stands
from scoring.timeline import Timeline

POOLS = ("median", "mean", "logodds")


def stands_by_code(panel):
    """What everybody said, by code; the pools follow the forecasters."""
    timeline = Timeline.of(panel)
    found = {code: Stands.of(timeline, [code]) for code in range(panel.forecasters)}
    for code, pool in enumerate(POOLS, panel.forecasters):
        parts = [replace(part, code=code) for part in crowds(timeline, [pool])]
        found[code] = crowd_stands(panel, parts)
    return found


def mean_brier(stands, unit):
    sample = Sample.of_stands(stands, unit)
    return BRIER.mean(sample.probability, sample.outcome, sample.weight)


def compare_with_board(panel):
    """Every unit beside the figure of the board that it promises."""
    made = board(panel, pools=POOLS)
    for code, stands in stands_by_code(panel).items():
        mine = made.cells.forecaster == code
        stood = mine & (made.cells.time > 0.0)
        cells = made.cells.brier[stood].mean() if stood.any() else np.nan
        found = [mean_brier(stands, unit) for unit in ("time", "last", "cell")]
        promised = [made.brier[code], made.last_brier[code], cells]
        assert found == pytest.approx(promised, abs=1e-9, nan_ok=True)
        weight = Sample.of_stands(stands, "cell").total
        assert weight == pytest.approx(np.count_nonzero(stood))
        assert Sample.of_stands(stands, "time").total == pytest.approx(made.cells.time[mine].sum())


@given(worlds())
def test_every_unit_has_the_mean_brier_score_of_the_board_in_any_world(world):
    compare_with_board(panel_of(world))


@pytest.mark.parametrize("seed", range(3))
def test_every_unit_has_the_mean_brier_score_of_the_board_in_a_crowd(seed):
    rng = np.random.default_rng(seed)
    compare_with_board(simulate(rng, population(rng, 8), 20, presence=0.7, family=2))


@given(worlds())
def test_by_forecast_every_forecast_weighs_alike_however_long_it_stood(world):
    panel = panel_of(world)
    scored = panel.scored[panel.question]
    everybody = Stands.of(Timeline.of(panel), range(panel.forecasters))
    sample = Sample.of_stands(everybody, "forecast")
    assert sorted(sample.probability) == sorted(panel.probability[scored])
    assert np.all(sample.weight == 1.0)


@given(worlds())
def test_the_stands_of_everybody_are_those_of_each_forecaster(world):
    timeline = Timeline.of(panel_of(world))
    everybody = Stands.of(timeline, range(timeline.panel.forecasters))
    split = dict(everybody.by_forecaster())
    assert set(split) == set(everybody.forecaster.tolist())
    for code, stands in split.items():
        alone = Stands.of(timeline, [code])
        for field in fields(Stands)[1:]:
            assert np.array_equal(getattr(stands, field.name), getattr(alone, field.name))


def test_families_are_the_clusters():
    reports = tuple(Report(0, number, 0.0, 0.4) for number in range(3))
    asked = tuple(question(family=family) for family in (7, 2, 7))
    stands = Stands.of(Timeline.of(panel_of(World(reports, asked, (Kind.PERSON,)))), [0])
    sample = Sample.of_stands(stands, "cell")
    assert (sample.clusters, sample.cluster.tolist()) == (2, [1, 0, 1])


@pytest.mark.parametrize("unit", UNITS)
def test_of_nobody_there_is_an_empty_sample(unit):
    timeline = Timeline.of(panel_of(World((), (question(),), (Kind.PERSON,))))
    sample = Sample.of_stands(Stands.of(timeline, [0]), unit)
    assert (sample.size, sample.clusters, sample.total) == (0, 0, 0.0)
    assert np.isnan(sample.base_rate)


def test_rows_of_weight_zero_are_left_out_whatever_they_say():
    sample = Sample.of([0.2, np.nan, 3.0], [0, np.nan, 7], [2, 0, 0], cluster=["b", "a", "c"])
    assert (sample.probability.tolist(), sample.weight.tolist()) == ([0.2], [2.0])
    assert (sample.clusters, sample.cluster.tolist()) == (1, [0])


def test_clusters_are_numbered_without_gaps():
    sample = Sample.of([0.1, 0.2, 0.3], [0, 1, 0], cluster=[9, 4, 9])
    assert sample.cluster.tolist() == [1, 0, 1]


@pytest.mark.parametrize("p", [[1, 0], np.float32([1, 0]), np.array([True, False])])
@pytest.mark.parametrize("y", [[1, 0], np.array([True, False]), np.int8([1, 0])])
def test_columns_of_any_numbers_become_doubles(p, y):
    sample = Sample.of(p, y)
    assert {sample.probability.dtype, sample.outcome.dtype} == {np.dtype(np.float64)}
    assert (sample.base_rate, sample.clusters) == (0.5, 2)


@pytest.mark.parametrize("column", ["p", "y", "weights"])
def test_rows_with_something_missing_are_refused_or_left_out(column):
    columns = {"p": [0.2, 0.3], "y": [0, 1], "weights": [1, 2]}
    columns[column] = [columns[column][0], np.nan]
    with pytest.raises(ValueError, match="is NaN"):
        Sample.of(**columns)
    assert Sample.of(**columns, missing="omit").size == 1


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"p": [0.2, 0.3], "y": [0]}, "one length"),
        ({"p": [0.2], "y": [0], "weights": [1, 1]}, "one length"),
        ({"p": [0.2], "y": [0], "cluster": [1, 1]}, "one length"),
        ({"p": [1.0000000000000002], "y": [0]}, r"lie in \[0, 1\]"),
        ({"p": [-1e-300], "y": [0]}, r"lie in \[0, 1\]"),
        ({"p": [np.inf], "y": [0]}, r"lie in \[0, 1\]"),
        ({"p": [0.2], "y": [0.5]}, "outcomes must be 0 or 1"),
        ({"p": [0.2], "y": [0], "weights": [-1]}, "0 or more"),
        ({"p": [0.2], "y": [0], "weights": [np.inf]}, "finite"),
    ],
)
def test_what_is_no_sample_is_refused(columns, said):
    with pytest.raises(ValueError, match=said):
        Sample.of(**columns)
