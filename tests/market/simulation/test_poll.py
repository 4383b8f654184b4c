"""What people say: each trait does what its name says, and panels hold exactly what was said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from oracle_poll import standing

from market.simulation.emission import emit, panels
from market.simulation.layout import Layout
from market.simulation.mechanisms.mechanism import Priced
from market.simulation.mechanisms.poll import poll
from market.simulation.people.columns import People
from market.simulation.people.groups import Group
from market.simulation.scene import Scene, set_scene
from market.simulation.streams import Streams
from market.simulation.worlds.gaussian import Gaussian
from market.simulation.worlds.probit import Probit
from market.simulation.worlds.world import Truth
from scoring.kinds import Kind
from scoring.odds import expit, logit
from scoring.pooling import crowds
from scoring.timeline import Timeline


def scene_with(opinion, looks=True, closes=1.0, **traits):
    """One question; rows of the opinion are moments, and its columns people."""
    held = np.asarray(opinion, float)[:, :, None]
    layout = Layout(held.shape[1], 1, 1, len(held))
    columns = {name: np.reshape(np.asarray(value, float), (-1, 1)) for name, value in traits.items()}
    truth = Truth(np.ones(1), np.array([closes]), np.zeros((1, 1)), held)
    looking = np.broadcast_to(np.asarray(looks, bool), held.shape[:2])[:, :, None]
    return Scene(layout, truth, People.usual(held.shape[1], **columns), held, looking)


def says(scene, who):
    """When somebody says what, in log-odds."""
    told = poll(scene)
    mine = told.forecaster == who
    return list(zip(told.time[mine].tolist(), told.log_odds[mine].tolist(), strict=True))


ALL_TRAITS = {
    "slope": {"one_of": [0.0, 0.7, 1.5]},
    "bias": {"normal": [0.0, 0.3]},
    "noise": {"uniform": [0.0, 0.5]},
    "whim": {"one_of": [0.0, 0.4]},
    "blind": {"one_of": [0, 0, 0, 1]},
    "start": {"uniform": [0.0, 0.5]},
    "stop": {"one_of": [0.4, 0.625, 0.83, 1.0]},
    "looks": {"one_of": [0.0, 4.0, np.inf]},
    "share": {"beta": [2.0, 1.0]},
    "picks": {"normal": [0.0, 1.0]},
    "herd": {"one_of": [0.0, 0.0, 0.5, 1.0]},
    "adopt": {"one_of": [0.0, 0.0, 0.3]},
    "sticky": {"one_of": [0.0, 0.3, np.inf]},
    "gap": {"one_of": [0.0, 0.0, 0.2]},
    "polled": {"one_of": [0, 1, 1, 1]},
}


@pytest.fixture(scope="module")
def motley():
    """Forty questions, which close at all times, with people of every kind."""
    groups = [Group("motley", 9, ALL_TRAITS), Group("liars", 2, {"target": 0.9, "looks": 3})]
    scene = set_scene(Probit(), groups, Layout(11, 4, 10, 16), Streams(3, 0))
    closes = np.random.default_rng(1).choice([0.25, 0.6, 0.95, 1.0], scene.layout.columns)
    looks = scene.looks & (scene.layout.times[:, None, None] < closes)
    return replace(scene, truth=replace(scene.truth, closes=closes), looks=looks)


def test_a_panel_holds_exactly_what_plain_loops_say(motley):
    panel = emit(motley, poll(motley), []).panel
    people = panel.forecaster < 11
    columns = (panel.forecaster, panel.question, panel.start, panel.end, panel.probability)
    found = np.array([column[people] for column in columns]).T
    expected = np.array(standing(motley))
    order = np.lexsort((found[:, 2], found[:, 0], found[:, 1]))
    assert np.array_equal(found[order, :4], expected[:, :4])
    assert found[order, 4] == pytest.approx(expected[:, 4], abs=1e-12)
    assert np.isfinite(panel.end[people]).sum() > len(found) / 4


def test_people_are_simulated_and_the_ideal_and_prices_computed(motley):
    price = np.full((16, 40), 0.3)
    price[:2], price[9:] = np.nan, 0.8
    emitted = emit(motley, poll(motley), [Priced(price, {})])
    assert emitted.panel.kind.tolist() == [Kind.SIMULATED.code] * 11 + [Kind.COMPUTED.code] * 2
    rows = np.flatnonzero((emitted.panel.forecaster == 12) & (emitted.panel.question == 39))
    assert motley.truth.closes[39] > 9 / 16
    assert emitted.panel.start[rows].tolist() == [2 / 16, 9 / 16]
    assert emitted.panel.probability[rows].tolist() == expit([0.3, 0.8]).tolist()


def test_the_panels_of_a_block_are_its_columns_with_questions_counted_anew(motley):
    emitted = emit(motley, poll(motley), [])
    each = list(panels(emitted, motley.layout))
    assert len(each) == 10
    assert all(part.questions == 4 and part.cluster.tolist() == [0, 1, 2, 3] for part in each)
    for name in ("forecaster", "start", "end", "probability", "opens", "closes", "outcome"):
        joined = np.concatenate([getattr(part, name) for part in each])
        assert np.array_equal(joined, getattr(emitted.panel, name))
    question = np.concatenate([part.question + 4 * n for n, part in enumerate(each)])
    assert np.array_equal(question, emitted.panel.question)


def test_who_copies_says_the_median_that_stood_just_before():
    groups = [Group("people", 7, {"looks": 5, "noise": 0.5}), Group("copier", 1, {"herd": 1})]
    scene = set_scene(Probit(), groups, Layout(8, 1, 64, 12), Streams(5, 0))
    panel = emit(scene, poll(scene), []).panel
    timeline = Timeline.of(panel)
    (block,) = timeline.blocks
    median = crowds(timeline, ["median"])[0]
    print(block.grid, type(median))
