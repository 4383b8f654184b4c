"""The board: totals over cells, ranks, and what must not change them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from oracle import POOLS
from oracle_board import COLUMNS
from oracle_board import board as referee
from oracle_skill import exposures, parts
from strategies import crowded_worlds, worlds
from worlds import Report, World, panel_of, question

from scoring.board import board
from scoring.figures import FIGURES
from scoring.kinds import Kind
from scoring.skill.ranks import competition_ranks

PERSON, OUTSIDER = Kind.PERSON, Kind.ARTICLE
WORLDS = st.one_of(worlds(), crowded_worlds())
BY = st.sampled_from(list(FIGURES))


def stood(*probabilities, outcome=1, kinds=None, asked=1):
    """A world in which everybody stands by one probability on every question."""
    reports = tuple(
        Report(who, number, 0.0, p)
        for number in range(asked)
        for who, p in enumerate(probabilities)
    )
    known = tuple(question(outcome=outcome, family=number) for number in range(asked))
    return World(reports, known, kinds or (PERSON,) * len(probabilities))


def rows(shown, columns=COLUMNS):
    """The board as {forecaster: {column: value}} for those with a question."""
    here = np.flatnonzero(shown.questions > 0).tolist()
    return {who: {name: getattr(shown, name)[who].item() for name in columns} for who in here}


def has_a_largest_group(world):
    """Whether one group of those who met has most people, or most exposure among equals."""
    exposure, part = exposures(world), parts(world)
    sizes = [
        (
            sum(part[who] == group for who in part),
            round(sum(exposure[who] for who in part if part[who] == group), 6),
        )
        for group in set(part.values())
    ]
    return sizes.count(max(sizes, default=())) <= 1


def same(one, other):
    """Whether two boards' rows agree to rounding."""
    assert one.keys() == other.keys()
    for who, row in one.items():
        assert row == pytest.approx(other[who], rel=1e-9, abs=1e-9, nan_ok=True), who


@given(WORLDS, st.sampled_from([None, 0.01]), st.sampled_from(["scheduled", "actual"]))
def test_every_figure_of_the_board_is_what_the_definition_says(world, eps, horizon):
    shown = board(panel_of(world), eps=eps, horizon=horizon, pools=tuple(POOLS))
    expected = referee(world, eps=eps, horizon=horizon, pools=tuple(POOLS))
    codes = {pool: len(world.kinds) + code for code, pool in enumerate(POOLS)}
    same(rows(shown), {codes.get(who, who): row for who, row in expected.items()})


@given(WORLDS, BY, st.randoms(use_true_random=False))
def test_new_names_change_nothing(world, by, random):
    assume(has_a_largest_group(world))  # between groups that nothing tells apart, names decide
    order = list(range(len(world.kinds)))
    random.shuffle(order)
    columns = [*COLUMNS, "rank"]
    shown = rows(board(panel_of(world), by=by, pools=()), columns)
    renamed = rows(board(panel_of(world.renamed(order)), by=by, pools=()), columns)
    same({order[who]: row for who, row in shown.items()}, renamed)


@given(WORLDS, BY, st.randoms(use_true_random=False))
def test_the_order_in_which_questions_are_asked_changes_nothing(world, by, random):
    order = list(range(len(world.questions)))
    random.shuffle(order)
    asked = tuple(world.questions[order.index(k)] for k in range(len(order)))
    reports = tuple(replace(report, question=order[report.question]) for report in world.reports)
    columns = [*COLUMNS, "rank"]
    shown, shuffled = world, World(reports, asked, world.kinds)
    same(*(rows(board(panel_of(one), by=by), columns) for one in (shown, shuffled)))


@given(WORLDS, st.randoms(use_true_random=False))
def test_the_order_of_recording_matters_only_between_reports_at_one_time(world, random):
    newest = {(r.who, r.question, r.time): r for r in world.reports}
    reports = list(newest.values())
    random.shuffle(reports)
    shown, shuffled = world, replace(world, reports=tuple(reports))
    same(*(rows(board(panel_of(one)), [*COLUMNS, "rank"]) for one in (shown, shuffled)))


@given(WORLDS, BY)
def test_ranks_are_competition_ranks_of_people_on_rounded_figures(world, by):
    shown = board(panel_of(world), by=by)
    value = getattr(shown, by)
    ranked = [who for who in world.people if not math.isnan(value[who])]
    keys = {who: round(value[who], 9) * (-1 if FIGURES[by] else 1) for who in ranked}
    for who in range(shown.rank.size):
        ahead = sum(key < keys[who] for key in keys.values()) if who in keys else -1
        assert shown.rank[who] == 1 + ahead


@given(WORLDS)
def test_rank_ranges_hold_the_rank_shown(world):
    shown = board(panel_of(world))
    here = shown.rank > 0
    assert np.all(shown.rank_low[here] >= 1)
    assert np.all(shown.rank_low[here] <= shown.rank[here])
    assert np.all(shown.rank[here] <= shown.rank_high[here])
    assert np.all(shown.rank_high[here] <= here.sum())


@given(WORLDS)
def test_crowds_beside_the_people_change_nothing_about_them(world):
    columns = [*COLUMNS, "rank", "rank_low", "rank_high", "skill_low", "skill_high"]
    alone = rows(board(panel_of(world), pools=()), columns)
    shown = rows(board(panel_of(world)), columns)
    same(alone, {who: shown[who] for who in alone})


@given(crowded_worlds())
def test_outsiders_change_nothing_about_people(world):
    without = [r for r in world.reports if r.who in world.people]
    columns = [*COLUMNS, "rank", "rank_low", "rank_high", "skill_low", "skill_high"]
    shown = rows(board(panel_of(world), eps=0.01), columns)
    alone = rows(board(panel_of(replace(world, reports=tuple(without))), eps=0.01), columns)
    same(
        {who: alone[who] for who in world.people if who in alone},
        {who: shown[who] for who in world.people if who in shown},
    )


def test_equal_records_share_a_rank_and_the_next_is_skipped():
    assert board(panel_of(stood(0.9, 0.8, 0.8, 0.7))).rank[:4].tolist() == [1, 2, 2, 4]
    missing = competition_ranks(np.array([0.3, math.nan, 0.1, 0.3]), higher_is_better=True)
    assert missing.tolist() == [1, 0, 3, 1]


def test_a_difference_below_a_billionth_is_a_tie():
    value = np.array([0.1, 0.1 + 1e-11, 0.2])
    assert competition_ranks(value, higher_is_better=False).tolist() == [1, 1, 3]


def test_infinite_logs_come_last_and_tie():
    shown = board(panel_of(stood(0.0, 0.5, 0.0, 0.9)), by="log")
    assert shown.log[:4].tolist() == [
        math.inf,
        pytest.approx(math.log(2)),
        math.inf,
        pytest.approx(-math.log(0.9)),
    ]
    assert shown.rank[:4].tolist() == [3, 2, 3, 1]


def test_a_minute_does_not_weigh_as_much_as_a_life():
    reports = (Report(0, 0, 0.0, 0.5), Report(0, 1, 0.99, 1.0))
    shown = board(panel_of(World(reports, (question(), question()), (PERSON,))))
    assert shown.brier[0] == pytest.approx(0.25 / 1.01)
    assert shown.coverage[0] == pytest.approx(1.01 / 2)


def test_a_question_not_stood_on_is_no_part_of_the_mean_baseline():
    reports = (Report(0, 0, 0.0, 1.0), Report(0, 1, 1.0, 0.5))
    shown = board(panel_of(World(reports, (question(), question()), (PERSON,))))
    assert shown.baseline[0] == pytest.approx(100)
    assert shown.last_brier[0] == pytest.approx(0.125)
    assert shown.questions[0] == 2


def test_superseded_and_withdrawn_reports_do_not_count_as_forecasts():
    path = [(0.0, 0.1), (0.0, 0.2), (0.5, None), (0.7, 0.3), (1.0, 0.4), (1.1, 0.5)]
    reports = tuple(Report(0, 0, at, p) for at, p in path)
    assert board(panel_of(World(reports, (question(),), (PERSON,)))).forecasts[0] == 3


def test_outsiders_and_crowds_are_on_the_board_without_a_rank():
    shown = board(panel_of(stood(0.9, 0.5, 0.7, kinds=(PERSON, PERSON, OUTSIDER))))
    assert shown.rank.tolist() == [1, 2, 0, 0, 0, 0]
    assert (shown.questions > 0).all()
    assert shown.brier[2] == pytest.approx(0.09)


def test_the_best_comes_first_whatever_the_figure():
    for by in FIGURES:
        shown = board(panel_of(stood(0.5, 0.9, 0.7)), by=by, pools=())
        assert shown.order(["c", "a", "b"]).tolist() == [1, 2, 0]


def test_a_world_without_resolved_questions_has_an_empty_board():
    unresolved = stood(0.5, 0.9, outcome=None)
    assert board(panel_of(unresolved)).questions.sum() == 0
    assert board(panel_of(World((), (), ()))).questions.sum() == 0
