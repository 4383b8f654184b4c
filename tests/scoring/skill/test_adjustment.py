"""Skill by another adjustment: the regression it stands for, and the same evidence behind it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle_rivals import answers, two_way
from strategies import crowded_worlds, worlds
from worlds import Report, World, panel_of, question

from scoring.board import board
from scoring.figures import ADJUSTMENTS
from scoring.kinds import Kind
from scoring.pooling import everybodys_cells
from scoring.skill.adjustment import adjusted
from scoring.skill.intervals import Influence
from scoring.timeline import Timeline

PERSON, ARTICLE = Kind.PERSON, Kind.ARTICLE
WORLDS = st.one_of(worlds(certain=False), crowded_worlds())
ADJUST = st.sampled_from(ADJUSTMENTS)
SHOWN = ("skill", "skill_low", "skill_high", "skill_unshrunk", "exposure", "rank", "rank_low")


def made(world, adjust):
    """An adjustment of a world, without crowds."""
    timeline = Timeline.of(panel_of(world))
    return adjusted(adjust, timeline, (), everybodys_cells(timeline, ()))


def columns(shown, rows):
    return [getattr(shown, name)[rows].tolist() for name in SHOWN]


def differences(effect, compared):
    return {who: effect[who] - effect[compared[0]] for who in compared}


@given(WORLDS)
def test_adjusting_for_the_question_is_a_regression_on_forecasters_and_questions(world):
    rows, fit = answers(world), made(world, "question").fit
    compared = np.flatnonzero(fit.comparable).tolist()
    if compared:
        expected, _ = two_way(rows, [row.stood for row in rows])
        found = differences(fit.effect, compared)
        assert found == pytest.approx(differences(expected, compared), abs=1e-8)


@given(WORLDS)
def test_adjusting_for_nothing_compares_losses_per_time(world):
    found = board(panel_of(world), adjust="none", pools=())
    stood = np.flatnonzero(~np.isnan(found.brier) & panel_of(world).people)
    if stood.size:
        gaps = found.skill_unshrunk[stood] + found.brier[stood]
        assert gaps == pytest.approx(np.full(stood.size, gaps[0]), abs=1e-12)


@given(WORLDS, ADJUST)
def test_the_contrasts_add_up_to_the_effects(world, adjust):
    fit, contrasts = made(world, adjust)
    panel = panel_of(world)
    found = Influence.of(contrasts, panel.cluster, fit.comparable)
    assert found.effect[fit.comparable] == pytest.approx(fit.effect[fit.comparable], abs=1e-8)
    assert found.exposure[fit.comparable] == pytest.approx(fit.exposure[fit.comparable])


@given(crowded_worlds(), ADJUST)
def test_outsiders_and_crowds_change_nothing_about_people(world, adjust):
    without = replace(world, reports=tuple(r for r in world.reports if r.who in world.people))
    shown = board(panel_of(world), adjust=adjust)
    alone = board(panel_of(without), adjust=adjust, pools=())
    for one, other in zip(*(columns(b, world.people) for b in (shown, alone)), strict=True):
        assert one == pytest.approx(other, abs=1e-9, nan_ok=True)


@given(crowded_worlds(), ADJUST)
def test_a_longer_record_of_the_same_is_believed_more(world, adjust):
    """Everything twice, on other questions of other families: the same effects, less shrunk."""
    size = len(world.questions)
    asked = tuple(replace(one, family=one.family + 3) for one in world.questions)
    again = tuple(replace(report, question=report.question + size) for report in world.reports)
    twice = World(world.reports + again, world.questions + asked, world.kinds)
    short, long = (board(panel_of(one), adjust=adjust, pools=()) for one in (world, twice))
    known = ~np.isnan(short.skill)
    assert long.exposure[known] == pytest.approx(2 * short.exposure[known], abs=1e-9)
    centre = np.mean((long.skill_unshrunk - short.skill_unshrunk)[known]) if known.any() else 0.0
    moved = short.skill_unshrunk[known] + centre
    assert long.skill_unshrunk[known] == pytest.approx(moved, abs=1e-8)


def test_who_came_late_is_charged_by_the_moment_and_not_by_the_question():
    """All say the same at every moment; one of them comes when the answer is nearly known."""
    reports = tuple(
        Report(who, number, at, p)
        for number in range(4)
        for who in range(3)
        for at, p in ((0.0, 0.5), (0.5, 0.9))
        if (who, at) != (2, 0.0)
    )
    world = World(reports, tuple(question(family=n) for n in range(4)), (PERSON,) * 3)
    by_time, by_question = (board(panel_of(world), adjust=how) for how in ("time", "question"))
    assert by_time.skill[:3] == pytest.approx([0, 0, 0], abs=1e-9)
    assert by_question.skill[2] > by_question.skill[0] + 0.02


def test_hard_questions_are_allowed_for_unless_nothing_is():
    """One answers the easy questions, another the hard ones, a third all, equally well."""
    reports = [Report(2, n, 0.0, 0.9 if n < 4 else 0.5) for n in range(8)]
    reports += [Report(n // 4, n, 0.0, 0.9 if n < 4 else 0.5) for n in range(8)]
    world = World(tuple(reports), tuple(question(family=n) for n in range(8)), (PERSON,) * 3)
    for how in ("time", "question"):
        assert board(panel_of(world), adjust=how).skill[:3] == pytest.approx([0, 0, 0], abs=1e-9)
    assert board(panel_of(world), adjust="none").skill[0] > 0.04


@pytest.mark.parametrize("adjust", ADJUSTMENTS)
def test_one_who_was_always_alone_has_skill_only_where_nothing_is_compared(adjust):
    reports = (Report(0, 0, 0.0, 0.9), Report(1, 1, 0.0, 0.5), Report(2, 1, 0.0, 0.6))
    world = World(reports, (question(), question(family=1)), (PERSON,) * 3)
    assert math.isnan(board(panel_of(world), adjust=adjust).skill[0]) == (adjust != "none")


@pytest.mark.parametrize("adjust", ADJUSTMENTS)
@pytest.mark.parametrize("kinds", [(), (ARTICLE,)])
def test_where_nobody_is_there_is_no_skill(adjust, kinds):
    reports = tuple(Report(who, 0, 0.0, 0.9) for who in range(len(kinds)))
    found = board(panel_of(World(reports, (question(),), kinds)), adjust=adjust)
    assert np.isnan(found.skill).all()
    assert not found.rank.any()
