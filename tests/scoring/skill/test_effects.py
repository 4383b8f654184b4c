"""Skill: the fit equals the regression it stands for, and compares only those who met."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle_skill import PULL, exposures, parts
from oracle_skill import fit as referee
from strategies import crowded_worlds, worlds
from worlds import Report, World, panel_of, question

from scoring.board import board
from scoring.kinds import Kind
from scoring.skill import fit, shrink
from scoring.timeline import Timeline

PERSON, OUTSIDER = Kind.PERSON, Kind.ARTICLE


def fitted(world):
    """The library's fit of a world."""
    return fit(Timeline.of(panel_of(world)))


def effects(*paths, kinds=None, **asked):
    """Effects on one question; each forecaster's path is a list of (time, probability)."""
    reports = tuple(Report(who, 0, at, p) for who, path in enumerate(paths) for at, p in path)
    world = World(reports, (question(**asked),), kinds or (PERSON,) * len(paths))
    return fitted(world).effect


def agree(world):
    """Both fits, on the group that the library compares."""
    found, expected = fitted(world), referee(world)
    compared = [who for who in expected.effect if found.comparable[who]]
    assert found.effect[compared] == pytest.approx(
        [expected.effect[who] for who in compared], abs=1e-9
    )
    assert found.exposure[compared] == pytest.approx(
        [expected.exposure[who] for who in compared], abs=1e-12
    )


@given(crowded_worlds())
def test_effects_are_those_of_the_dummy_regression(world):
    agree(world)


@given(worlds())
def test_sparse_effects_are_those_of_the_dummy_regression_too(world):
    agree(world)


@given(crowded_worlds())
def test_both_referees_agree(world):
    tabled, eliminated = referee(world), referee(world, large=True)
    assert eliminated.effect == pytest.approx(tabled.effect, abs=1e-9)


@given(st.one_of(worlds(), crowded_worlds()))
def test_the_largest_group_that_met_is_compared_and_nobody_else(world):
    found, part = fitted(world), parts(world)
    sizes = Counter(part.values())
    compared = set(np.flatnonzero(found.comparable).tolist())
    assert len(compared) == max(sizes.values(), default=0)
    assert len({part[who] for who in compared}) <= 1
    assert set(np.flatnonzero(~np.isnan(found.effect)).tolist()) == compared


@given(st.one_of(worlds(), crowded_worlds()))
def test_exposure_is_time_stood_with_others(world):
    expected = exposures(world)
    found = fitted(world).exposure
    for who in world.people:
        assert found[who] == pytest.approx(expected.get(who, 0.0), abs=1e-12)


@given(crowded_worlds())
def test_the_believed_mean_of_the_effects_is_zero(world):
    found = fitted(world)
    here = found.comparable
    belief = found.exposure[here] / (found.exposure[here] + PULL)
    assert belief @ found.effect[here] == pytest.approx(0, abs=1e-9)


def test_two_who_stood_together_differ_by_their_losses():
    found = effects([(0.0, 0.9)], [(0.0, 0.5)])
    assert found[1] - found[0] == pytest.approx(0.25 - 0.01)


def test_only_the_time_in_common_counts():
    found = effects([(0.0, 0.1), (0.5, 0.9)], [(0.5, 0.5)])
    assert found[1] - found[0] == pytest.approx(0.25 - 0.01)


def test_skill_is_relative_to_how_good_the_others_are():
    first, second = question(), question()
    reports = (
        Report(0, 0, 0.0, 0.9),
        Report(1, 0, 0.0, 0.5),
        Report(1, 1, 0.0, 0.5),
        Report(2, 1, 0.0, 0.9),
    )
    found = fitted(World(reports, (first, second), (PERSON,) * 3)).effect
    assert found[0] == pytest.approx(found[2])


def test_who_is_always_alone_has_no_effect():
    found = effects([(0.0, 0.9), (0.5, None)], [(0.5, 0.5)], [(0.5, 0.6)])
    assert math.isnan(found[0])
    assert not np.isnan(found[1:]).any()


def test_one_question_joins_only_those_whose_time_overlaps():
    paths = [(0.0, 0.9), (0.5, None)], [(0.0, 0.8), (0.5, None)], [(0.5, 0.7)], [(0.5, 0.6)]
    assert np.isnan(effects(*paths)).sum() == 2


def test_outsiders_take_no_part_in_the_fit():
    kinds = (PERSON, PERSON, OUTSIDER)
    found = effects([(0.0, 0.9)], [(0.0, 0.5)], [(0.0, 0.01)], kinds=kinds)
    assert found[1] - found[0] == pytest.approx(0.24)
    assert math.isnan(found[2])


def test_certainties_do_no_harm():
    found = effects([(0.0, 0.0)], [(0.0, 1.0)])
    assert found[0] - found[1] == pytest.approx(1.0)


@pytest.mark.parametrize("size", [40, 300])
def test_a_long_chain_of_meetings_still_compares_its_ends(size):
    reports = tuple(
        Report(who, number, 0.0, 0.5 + (who == number) * 0.1)
        for number in range(size)
        for who in (number, number + 1)
    )
    asked = tuple(question(family=number) for number in range(size))
    found = fitted(World(reports, asked, (PERSON,) * (size + 1))).effect
    steps = np.diff(found)
    assert steps == pytest.approx(np.full(size, 0.25 - 0.16), abs=1e-8)


def test_no_resolved_question_gives_no_effects():
    world = World((Report(0, 0, 0.0, 0.5),), (question(outcome=None),), (PERSON,))
    assert np.isnan(fitted(world).effect).all()


def test_nobody_gives_no_effects():
    assert fitted(World((), (), ())).effect.size == 0


def test_half_is_believed_at_five_lifetimes_of_exposure():
    assert shrink(np.array([0.2]), np.array([5.0])) == pytest.approx([0.1])


@given(crowded_worlds())
def test_the_boards_skill_is_the_effect_reversed_and_pulled_to_zero(world):
    expected, shown = referee(world), board(panel_of(world))
    for who in expected.effect:
        if not math.isnan(shown.skill[who]):
            assert shown.skill[who] == pytest.approx(expected.of(who), abs=1e-9)
            assert shown.skill_unshrunk[who] == pytest.approx(-expected.effect[who], abs=1e-9)
