"""Cells: what each forecaster's standing forecasts on each question were worth."""

from __future__ import annotations

import math
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import Figures
from oracle import cells as referee
from strategies import worlds
from tables import table
from worlds import Report, World, panel_of, question

from scoring.kinds import Kind
from scoring.rules import BRIER, LOG
from scoring.timeline import cells

FIGURES = [field.name for field in fields(Figures)]
HORIZONS = st.sampled_from(["scheduled", "actual"])
FLOORS = st.sampled_from([None, 0.001, 0.05])
PERSON, OUTSIDER = Kind.PERSON, Kind.ARTICLE


def told(*paths, kinds=None, **asked):
    """Cells of one question; each forecaster's path is a list of (time, probability)."""
    reports = tuple(Report(who, 0, at, p) for who, path in enumerate(paths) for at, p in path)
    world = World(reports, (question(**asked),), kinds or (PERSON,) * len(paths))
    return {who: figures for (who, _), figures in table(world).items()}


@given(worlds(), FLOORS, HORIZONS)
def test_every_figure_is_what_the_definition_says(world, eps, horizon):
    found, expected = (
        table(world, eps=eps, horizon=horizon),
        referee(world, eps=eps, horizon=horizon),
    )
    assert found.keys() == expected.keys()
    for key, figures in expected.items():
        for name in FIGURES:
            one, other = getattr(found[key], name), getattr(figures, name)
            assert one == pytest.approx(other, rel=1e-10, abs=1e-10, nan_ok=True), (key, name)


@given(worlds(people=3, asked=1, reports=12))
def test_a_small_question_is_what_the_definition_says(world):
    found, expected = table(world), referee(world)
    for key, figures in expected.items():
        assert vars(found[key]) == pytest.approx(vars(figures), rel=1e-10, abs=1e-10, nan_ok=True)


def test_sharing_the_second_half_counts_only_that_half():
    first, second = told([(0.0, 0.9)], [(0.5, 0.5)]).values()
    assert first.peer == pytest.approx(29.3893, abs=5e-5)
    assert second.peer == pytest.approx(-29.3893, abs=5e-5)
    assert (first.coverage, second.coverage) == (1.0, 0.5)


def test_an_early_close_leaves_the_rest_of_the_schedule_without_score():
    first, second = told([(0.0, 0.9)], [(0.5, 0.5)], closes=0.8).values()
    assert first.peer == pytest.approx(17.6336, abs=5e-5)
    assert second.peer == pytest.approx(-17.6336, abs=5e-5)
    assert second.coverage == pytest.approx(0.375)


def test_an_outsider_is_compared_with_all_people_and_touches_none_of_them():
    kinds = (PERSON, PERSON, OUTSIDER)
    cut = told([(0.0, 0.5)], [(0.0, 0.5)], [(0.5, 0.9)], kinds=kinds)
    assert [cut[who].peer for who in range(3)] == pytest.approx([0, 0, 29.389333245105952])


def test_a_forecaster_alone_has_no_peer_score():
    assert told([(0.0, 0.9)])[0].peer == 0.0
    assert told([(0.0, 0.9)], kinds=(OUTSIDER,))[0].peer == 0.0


def test_stands_that_only_touch_never_compare():
    first, second = told([(0.0, 0.9), (0.5, None)], [(0.5, 0.2)]).values()
    assert (first.peer, second.peer) == (0.0, 0.0)


def test_a_report_at_the_very_close_stands_for_no_time_but_counts_there():
    cell = told([(1.0, 0.7)])[0]
    assert (cell.coverage, cell.baseline, cell.peer) == (0.0, 0.0, 0.0)
    assert math.isnan(cell.brier)
    assert math.isnan(cell.log)
    assert cell.last_brier == pytest.approx(0.09)
    assert cell.last_log == pytest.approx(-math.log(0.7))
    assert cell.spot_baseline == pytest.approx(100 * (1 + math.log2(0.7)))


def test_who_has_withdrawn_has_no_figures_at_the_close():
    cell = told([(0.0, 0.7), (1.0, None)])[0]
    assert cell.coverage == 1.0
    assert np.isnan([cell.last_brier, cell.last_log, cell.spot_baseline, cell.spot_peer]).all()


def test_a_wrong_certainty_costs_infinity_and_harms_nobody_elses_log():
    wrong, other = told([(0.0, 0.0)], [(0.0, 0.5)]).values()
    assert wrong.log == math.inf
    assert wrong.baseline == -math.inf
    assert other.log == pytest.approx(math.log(2))


def test_an_infinite_loss_does_not_reach_the_next_question():
    reports = (Report(0, 0, 0.0, 0.0), Report(0, 1, 0.0, 0.5), Report(1, 1, 0.0, 0.25))
    found = table(World(reports, (question(), question()), (PERSON, PERSON)))
    assert found[0, 1].log == pytest.approx(math.log(2))
    assert found[0, 1].peer == pytest.approx(100 * math.log(2))


@pytest.mark.parametrize("certainty", [0.0, 1.0])
def test_a_certainty_leaves_the_peer_scores_of_its_question_undefined(certainty):
    cells_ = told([(0.0, certainty)], [(0.0, 0.5)]).values()
    assert all(math.isnan(cell.peer) and math.isnan(cell.spot_peer) for cell in cells_)


def test_a_floor_makes_them_finite_and_leaves_brier_alone():
    world = World((Report(0, 0, 0.0, 0.0), Report(1, 0, 0.0, 0.5)), (question(),), (PERSON, PERSON))
    floored = table(world, eps=0.001)[0, 0]
    assert floored.peer == pytest.approx(100 * math.log(0.001 / 0.5))
    assert floored.log == pytest.approx(-math.log(0.001))
    assert floored.brier == 1.0


def test_the_actual_horizon_divides_by_the_time_the_question_was_open():
    world = World((Report(0, 0, 0.0, 0.9),), (question(closes=0.25),), (PERSON,))
    scheduled, actual = table(world)[0, 0], table(world, horizon="actual")[0, 0]
    assert actual.baseline == pytest.approx(4 * scheduled.baseline)


@given(worlds(certain=False))
def test_peer_scores_of_people_sum_to_zero_on_every_question(world):
    sums = np.zeros(len(world.questions))
    for (who, number), cell in table(world).items():
        sums[number] += cell.peer if who in world.people else 0.0
    assert sums == pytest.approx(0, abs=1e-9)


@given(worlds(), st.randoms(use_true_random=False))
def test_names_change_nothing(world, random):
    order = list(range(len(world.kinds)))
    random.shuffle(order)
    original, renamed = table(world), table(world.renamed(order))
    assert len(renamed) == len(original)
    for (who, number), cell in original.items():
        same = vars(renamed[order[who], number])
        assert same == pytest.approx(vars(cell), rel=1e-12, abs=1e-10, nan_ok=True)


def test_a_large_panel_agrees_with_the_plain_rules_where_nobody_moves():
    rng = np.random.default_rng(7)
    p, y = rng.uniform(0.01, 0.99, (300, 40)), rng.integers(0, 2, 300)
    reports = tuple(
        Report(who, number, 0.0, p[number, who]) for number in range(300) for who in range(40)
    )
    asked = tuple(question(outcome=int(happened)) for happened in y)
    found = cells(panel_of(World(reports, asked, (PERSON,) * 40)))
    assert found.brier == pytest.approx(BRIER.loss(p, y[:, None]).ravel(), rel=1e-12)
    gain = -LOG.loss(p, y[:, None])
    others = (gain.sum(1, keepdims=True) - gain) / 39
    assert found.peer == pytest.approx(100 * (gain - others).ravel(), abs=1e-9)


def test_nothing_gives_no_cells():
    assert table(World((), (), ())) == {}
    assert table(World((), (question(),), (PERSON,))) == {}


def test_an_unresolved_question_gives_no_cells():
    assert table(World((Report(0, 0, 0.0, 0.5),), (question(outcome=None),), (PERSON,))) == {}


@pytest.mark.parametrize("scheduled", [0.0, 1.0])
def test_a_question_that_closed_as_it_opened_has_figures_at_the_close_only(scheduled):
    cell = told([(-1.0, 0.7)], closes=0.0, scheduled=scheduled)[0]
    assert (cell.coverage, cell.baseline, cell.peer) == (0.0, 0.0, 0.0)
    assert math.isnan(cell.brier)
    assert cell.last_brier == pytest.approx(0.09)


def test_a_question_that_closed_before_it_opened_gives_no_cells():
    reports = (Report(0, 0, -2.0, 0.5), Report(0, 0, 0.0, 0.5))
    assert table(World(reports, (question(closes=-1.0),), (PERSON,))) == {}
