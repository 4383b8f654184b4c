"""Runs in a ledger: scored there as the laboratory scores them, labelled, and there but once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_scenario import small_scenario
from sqlalchemy import select

from market.errors import Refused
from market.ledger.acts.forecasters import add_forecaster
from market.ledger.keeping.audit import check
from market.ledger.tables import Forecaster
from market.ledger.views.panels import read_poll
from market.ledger.views.questions import question_states
from market.simulation.emission import emit, panels
from market.simulation.experiments.block import layout_of
from market.simulation.mechanisms.poll import poll
from market.simulation.recording.writing import write_run
from market.simulation.scenarios.reading import read_scenario
from market.simulation.scene import set_scene
from market.simulation.streams import Streams
from scoring.board import board

COMING_AND_GOING = """
title = "Who sees dangers come?"
lesson = ""
panels = 100
quick = 10
seed = 5
questions = 20
moments = 12

[world]
kind = "hazard"

[[people]]
name = "idle"
count = 3
noise = 0.5
looks = 3.0
share = 0.8

[[people]]
name = "gone"
count = 2
stop = 0.61
gap = 0.02
"""
POOLS = ("median", "mean")
FIGURES = (
    "rank",
    "rank_high",
    "questions",
    "forecasts",
    "coverage",
    "exposure",
    "brier",
    "log",
    "baseline",
    "peer",
    "skill",
    "skill_low",
    "last_brier",
)


def write(ledger, scenario, **options):
    return write_run(ledger, scenario, actor="ana", **options)


def scene_of_block(point, seed, block):
    return set_scene(point.world, point.groups, layout_of(point), Streams(seed, block))


def first_panel(point, seed):
    scene = scene_of_block(point, seed, 0)
    return next(panels(emit(scene, poll(scene), []), scene.layout))


def test_the_board_of_the_ledger_is_that_of_the_runs_own_panel(ledger, clock):
    scenario = read_scenario(COMING_AND_GOING, "dangers")
    written = write(ledger, scenario)
    with ledger.reading() as connection:
        read = read_poll(connection, now=clock.now)
    own = first_panel(scenario.points[0], 5)
    assert np.any(own.closes < own.scheduled)
    theirs, ours = board(read.panel, pools=POOLS), board(own, pools=POOLS)
    assert ours.coverage[3] < 0.8  # who withdraws
    both = [*range(5), *range(-len(POOLS), 0)]  # the ideal, between them, is in no ledger
    for figure in FIGURES:
        there, here = getattr(theirs, figure), getattr(ours, figure)[both]
        assert there == pytest.approx(here, rel=1e-9, abs=1e-9, nan_ok=True), figure
    assert (written.panels, written.questions, written.forecasters) == (1, 20, 5)
    assert read.late == 0
    assert check(ledger).entries == 1


def test_what_comes_into_the_ledger_says_that_it_is_simulated(sqlite_ledger, clock):
    write(sqlite_ledger, small_scenario(), panels=1, seed=3)
    known = Forecaster.__table__.c
    with sqlite_ledger.reading() as connection:
        (state,) = question_states(connection, now=clock.now)
        people = connection.execute(select(known.name, known.kind).order_by(known.id)).all()
    assert people == [(f"sim-small-people-{n}", "simulated") for n in range(1, 5)]
    assert (state.slug, state.tags, state.status) == ("sim-small-0001", ("simulated",), "resolved")
    for told in ("Bin(", "the scenario small, case = clear", "seed 3"):
        assert told in state.criteria


def test_a_run_may_be_longer_than_a_block(sqlite_ledger, clock, monkeypatch):
    monkeypatch.setattr("market.simulation.layout._COLUMNS", 64)
    scenario = small_scenario()
    write(sqlite_ledger, scenario, panels=70)
    with sqlite_ledger.reading() as connection:
        read = read_poll(connection, now=clock.now)
    scenes = [scene_of_block(scenario.points[0], 7, block) for block in (0, 1)]
    outcome = np.concatenate([scene.truth.outcome for scene in scenes])[:70]
    assert np.array_equal(read.panel.outcome, outcome)
    assert read.panel.question.max() == 69


def test_a_scenario_is_written_once_and_others_beside_it(sqlite_ledger):
    assert write(sqlite_ledger, small_scenario()).panels == 64
    for seed in (7, 8):
        with pytest.raises(Refused, match="A run of small has been loaded before"):
            write(sqlite_ledger, small_scenario(), seed=seed)
    write(sqlite_ledger, replace(small_scenario(), name="other"), panels=1)
    assert check(sqlite_ledger).entries == 2


def test_nobody_is_mixed_with_a_namesake(sqlite_ledger):
    with sqlite_ledger.writing("ana", "user add") as w:
        add_forecaster(w, "Sim-Small-People-2")
    with pytest.raises(Refused, match="There is a forecaster sim-small-people-2 already"):
        write(sqlite_ledger, small_scenario())
    assert check(sqlite_ledger).entries == 1


def test_more_than_a_ledger_takes_at_once_is_refused_before_anything_is_drawn(sqlite_ledger):
    with pytest.raises(Refused, match="4 people on 1,000,000,000 questions are too much"):
        write_run(sqlite_ledger, small_scenario(), actor="me", panels=10**9)


def test_a_name_that_slugs_cannot_have_is_refused(sqlite_ledger):
    with pytest.raises(Refused, match="cannot be a question's slug"):
        write(sqlite_ledger, replace(small_scenario(), name="of my own"))
