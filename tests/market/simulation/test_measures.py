"""What is measured of blocks: it comes from `scoring`, and is what it is said to be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from rank_metrics import spearman
from scipy.stats import kendalltau

from market.simulation.emission import emit
from market.simulation.experiments.block import layout_of, run_block
from market.simulation.layout import Layout
from market.simulation.measures.agreement import agreement
from market.simulation.measures.tally import Key, Tally
from market.simulation.measures.truth import true_losses
from market.simulation.mechanisms.maker.automated import Automated
from market.simulation.mechanisms.poll import poll
from market.simulation.people.groups import Group, draw_people
from market.simulation.scenarios.scenario import Point
from market.simulation.scene import set_scene
from market.simulation.streams import Streams
from market.simulation.worlds.bin import Bin, expected_brier
from market.simulation.worlds.hazard import Hazard
from market.simulation.worlds.probit import Probit
from scoring import timeline
from scoring.timeline import cells

SKILLED = (
    Group("sharp", 1, {"slope": 1.0}),
    Group("blunt", 1, {"slope": 0.2}),
    Group("inverted", 1, {"slope": -1.0}),
)
STRATEGISTS = (
    Group("crowd", 12, {"noise": 1.0, "looks": 5.0}),
    Group("half", 1, {"slope": 0.0}),
    Group("copies", 1, {"herd": 1.0}),
    Group("copies-too", 1, {"herd": 1.0}),
    Group("knows", 1),
)
QUESTIONS = Point({}, Probit(), STRATEGISTS, pools=("median",), moments=4)
BOARDS = Point({}, Probit(), SKILLED, questions=340, measure="boards", boards=("brier", "skill"))
GAMING = Point(
    {},
    Probit(),
    STRATEGISTS,
    questions=100,
    moments=6,
    measure="gaming",
    boards=("peer_sum", "skill"),
)


def mean(tally, who, figure, board=""):
    """Mean of a figure over a block."""
    key = Key(who, figure, board)
    return tally.total[key].sum() / tally.count[key].sum()


@pytest.fixture(scope="module")
def games():
    """A block in which strategists meet a crowd."""
    return run_block(GAMING, 1, 0)


@pytest.mark.parametrize("seed", range(3))
def test_agreement_is_that_of_spearman_and_kendall_with_ties(seed):
    rng = np.random.default_rng(seed)
    true, found = rng.integers(0, 9, 20), rng.integers(0, 5, (3, 20)).astype(float)
    told = agreement(true, found)
    assert told.spearman == pytest.approx([spearman(true, row) for row in found])
    assert told.kendall == pytest.approx([kendalltau(true, row).statistic for row in found])
    pairs = [(i, j) for i in range(20) for j in range(20) if true[i] < true[j]]
    right = [np.mean([0.5 + 0.5 * np.sign(row[j] - row[i]) for i, j in pairs]) for row in found]
    assert told.pairs == pytest.approx(right)


def test_what_differs_by_rounding_only_is_tied():
    assert agreement([1, 2], [[0.3, 0.3 + 1e-12]]).spearman == 0.0


def test_people_who_are_far_apart_are_found_by_every_board():
    tally = run_block(BOARDS, 1, 0)
    for board in BOARDS.boards:
        assert [mean(tally, "", f, board) for f in ("spearman", "kendall", "pairs")] == [1, 1, 1]
    assert mean(tally, "", "rank_held", "skill") == 1.0
    assert mean(tally, "", "interval_held", "skill") > 0.5


def test_true_skill_is_the_expected_brier_score():
    information, noise = 0.4, 0.3
    world = Bin(information=information, noise=noise)
    layout = Layout(6, 100, 10, 1)
    people = draw_people([Group("people", 6)], layout, Streams(3, 0))
    loss = true_losses(world, people, layout, Streams(3, 0)).mean(axis=1)
    error = loss.std(ddof=1) / np.sqrt(loss.size)
    assert abs(loss.mean() - expected_brier(information, noise)) < 4.0 * error < 0.01


def test_true_skill_depends_on_no_choice_of_questions_nor_of_times():
    layout = Layout(4, 8, 2, 6)
    traits = {"noise": 0.5, "looks": 4.0}
    lazy = {"start": 0.5, "stop": 0.7, "share": 0.3, "picks": 5.0, "gap": 0.2}
    here, seldom = (
        draw_people([Group("people", 4, found)], layout, Streams(1, 0))
        for found in (traits, traits | lazy)
    )
    losses = [true_losses(Probit(), people, layout, Streams(1, 0)) for people in (here, seldom)]
    np.testing.assert_array_equal(*losses)
    assert losses[0].shape == (2, 4)


def test_a_loss_is_that_of_the_board_whoever_stands_how_long():
    point = Point({}, Hazard(), (Group("early", 3), Group("late", 2, {"start": 0.5})), moments=4)
    tally = run_block(point, 1, 0)
    scene = set_scene(point.world, point.groups, layout_of(point), Streams(1, 0))
    found = cells(emit(scene, poll(scene), ()).panel)
    for name, who in (("early", [0, 1, 2]), ("late", [3, 4]), ("@ideal", [5])):
        mine = np.isin(found.forecaster, who)
        for figure, loss in (("brier", found.brier_time), ("log", found.log_time)):
            expected = loss[mine].sum() / found.time[mine].sum()
            assert mean(tally, name, figure) == pytest.approx(expected, rel=1e-12)


def test_questions_that_nobody_answers_count_for_nobody():
    point = replace(QUESTIONS, groups=(Group("absent", 3, {"share": 0.0}),))
    tally = run_block(point, 1, 0)
    assert not tally.count[Key("absent", "brier")].any()
    assert not tally.count[Key("@median", "brier")].any()
    assert tally.count[Key("@ideal", "brier")].sum() == pytest.approx(layout_of(point).columns)
    boards = replace(point, questions=340, measure="boards", boards=("skill",))
    assert not run_block(boards, 1, 0).total


def test_figures_of_a_market_are_summed_by_lane():
    point = replace(QUESTIONS, markets=(Automated("lmsr"),), moments=1)
    tally = run_block(point, 1, 0)
    layout = layout_of(point)
    count = tally.count[Key("@lmsr", "maker_loss")]
    assert count.tolist() == [layout.lane] * layout.lanes
    assert mean(tally, "@lmsr", "brier") < mean(tally, "crowd", "brier")


def test_who_knows_beats_all_and_who_says_one_half_beats_few(games):
    for board in GAMING.boards:
        assert mean(games, "knows", "beaten", board) > 0.95
        assert mean(games, "half", "beaten", board) < 0.3
        assert mean(games, "knows", "value", board) > 0.0 > mean(games, "half", "value", board)


def test_each_strategist_is_alone_among_the_crowd(games):
    for figure in ("beaten", "value"):
        key, twin = Key("copies", figure, "skill"), Key("copies-too", figure, "skill")
        np.testing.assert_array_equal(games.total[key], games.total[twin])


@pytest.mark.parametrize("point", [QUESTIONS, BOARDS, GAMING], ids=lambda point: point.measure)
def test_every_score_is_made_by_scoring(monkeypatch, point):
    def nothing(probability, _outcome):
        return np.zeros(np.shape(probability))

    monkeypatch.setattr(timeline, "BRIER", replace(timeline.BRIER, kernel=nothing))
    monkeypatch.setattr("scoring.pooling.crowd.BRIER", replace(timeline.BRIER, kernel=nothing))
    tally = run_block(point, 1, 0)
    for key, total in tally.total.items():
        if key.figure in ("brier", "spearman", "beaten"):
            assert key.board == "peer_sum" or not total.any(), key


def test_a_figure_that_a_panel_lacks_is_not_counted():
    key, other = Key("", "spearman", "skill"), Key("", "pairs", "skill")
    tally = Tally.of_panels([{key: 0.5, other: 1.0}, {key: 0.25}, {key: np.nan}, {}])
    assert tally.total[key].tolist() == [0.5, 0.25, 0.0, 0.0]
    assert tally.count[key].tolist() == [1.0, 1.0, 0.0, 0.0]
    assert tally.count[other].tolist() == [1.0, 0.0, 0.0, 0.0]
