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
from scoring.timeline import Timeline, cells


def scene_with(opinion, looks=1, **traits):
    """One question; rows of the opinion are moments, and its columns people."""
    held = np.asarray(opinion, float)[:, :, None]
    layout = Layout(held.shape[1], 1, 1, len(held))
    columns = {
        name: np.reshape(np.asarray(value, float), (-1, 1)) for name, value in traits.items()
    }
    truth = Truth(np.ones(1), np.ones(1), np.zeros((1, 1)), held)
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
    (median,) = crowds(Timeline.of(panel), ["median"])
    seen, begun = 0, median.question + median.begins
    for row in np.flatnonzero((panel.forecaster == 7) & (panel.start > 0)):
        last = np.searchsorted(begun, panel.question[row] + panel.start[row] - 1e-9) - 1
        seen += 1
        assert panel.probability[row] == pytest.approx(median.probability[last], abs=1e-14)
    assert seen > 64


def test_who_herds_says_part_of_it_and_goes_back_to_what_he_thinks():
    scene = scene_with([[2.0, 0.0]] * 3, [[0, 1], [1, 0], [1, 0]], herd=[0.5, 0.0])
    first, second = (said for _, said in says(scene, 0))
    assert first == pytest.approx(1.0)
    assert second == pytest.approx(0.5 * (2.0 + logit(0.5 * (expit(first) + 0.5))))


def test_who_adopts_it_ends_where_the_crowd_is():
    opinion = np.random.default_rng(2).normal(0, 2, (1, 9))
    apart = scene_with(np.repeat(opinion, 40, axis=0), adopt=[0.0] * 9)
    near = replace(apart, people=People.usual(9, adopt=np.full((9, 1), 0.2)))
    start, end = (np.sort([says(near, who)[n][1] for who in range(9)]) for n in (0, -1))
    assert np.ptp(start) > 2
    assert np.ptp(end) < 0.01
    assert all(len(says(apart, who)) == 1 for who in range(9))


def test_what_was_adopted_stays_when_news_comes():
    held = [[0.0, 3.0], [0.0, 3.0], [1.0, 3.0]]
    scene = scene_with(held, [[0, 1], [1, 0], [1, 0]], adopt=[0.5, 0.0])
    (_, first), (_, second) = says(scene, 0)
    assert first == pytest.approx(1.5)
    seen = logit(0.5 * (expit(1.5) + expit(3.0)))
    assert second == pytest.approx(2.5 + 0.5 * (seen - 2.5))


def test_who_is_sticky_speaks_again_only_of_a_change_that_large():
    held = [[0.0], [0.25], [0.5], [0.75], [0.75], [-0.5]]
    times = [time * 6 for time, _ in says(scene_with(held, sticky=0.5), 0)]
    assert times == pytest.approx([0, 2, 5])
    assert [said for _, said in says(scene_with(held), 0)] == [0.0, 0.25, 0.5, 0.75, -0.5]


def test_who_minds_a_gap_stands_only_while_the_crowd_is_far():
    held = [[2.0, 0.0], [2.0, 0.0], [2.0, 1.5], [2.0, 1.5], [2.0, -1.0], [2.0, -1.0]]
    # He is himself part of what stands: with two, the median lies half-way.
    said = says(scene_with(held, gap=[0.15, 0.0]), 0)
    assert [(round(6 * time), np.isnan(value)) for time, value in said] == [(1, 0), (3, 1), (5, 0)]


def test_who_stops_withdraws_then_also_between_two_moments():
    scene = scene_with([[1.0]] * 4, stop=0.6, looks=[[1], [0], [0], [1]])
    panel = emit(scene, poll(scene), []).panel
    assert panel.start[panel.forecaster == 0].tolist() == [0.0]
    assert panel.end[panel.forecaster == 0].tolist() == [0.6]


def test_nothing_is_said_by_who_is_not_polled():
    scene = scene_with([[1.0, 2.0]], polled=[0.0, 1.0])
    assert poll(scene).forecaster.tolist() == [1]


def test_certainties_are_held_to_the_limits_of_live_forecasts():
    scene = scene_with([[1800.0, -1800.0]])
    told = emit(scene, poll(scene), []).panel.probability[:2]
    assert told == pytest.approx([0.999, 0.001], abs=1e-12)
    assert told[0] <= 0.999
    assert told[1] >= 0.001


@pytest.mark.parametrize("slope", [0.0, 1.0])
def test_a_calibrated_crowd_scores_as_its_signals_and_slope_0_says_one_half(slope):
    layout = Layout(5, 1, 1024, 1)
    group = Group("people", 5, {"slope": slope})
    scene = set_scene(Gaussian(), [group], layout, Streams(8, 0))
    scored = cells(emit(scene, poll(scene), []).panel)
    people = scored.forecaster < 5
    loss = np.square(expit(slope * scene.truth.signal[0]) - scene.truth.outcome).mean()
    assert scored.brier[people].mean() == pytest.approx(loss, abs=2e-6)
    assert loss == 0.25 or loss < 0.2


def test_nobody_beats_the_ideal_and_who_is_worse_is_in_every_way():
    worse = {"noise": 1.0, "bias": 0.5, "slope": 2.0, "herd": 0.5, "sticky": 1.0, "looks": 2.0}
    groups = [Group("good", 1), *(Group(name, 1, {name: worse[name]}) for name in worse)]
    layout = Layout(len(groups), 1, 2048, 12)
    scene = set_scene(Probit(), groups, layout, Streams(2, 0))
    scored = cells(emit(scene, poll(scene), []).panel)
    brier = np.empty((len(groups) + 1, layout.columns))
    brier[scored.forecaster, scored.question] = scored.brier
    ahead = brier[:-1] - brier[-1]
    error = ahead.std(axis=1) / np.sqrt(layout.columns)
    assert np.all(ahead[0] < 1e-5)
    assert np.all(ahead[1:].mean(axis=1) > 4 * error[1:])
