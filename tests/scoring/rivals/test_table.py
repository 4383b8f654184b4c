"""All orders side by side: what must hold of every one of them."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import crowded_worlds, worlds
from worlds import Report, World, panel_of, question

from scoring.board import board
from scoring.figures import ADJUSTMENTS
from scoring.kinds import Kind
from scoring.rivals.table import RIVALS, rivals

PERSON, ARTICLE = Kind.PERSON, Kind.ARTICLE
WORLDS = st.one_of(worlds(certain=False), crowded_worlds())
DAY = 900.0


def shown(world):
    return rivals(panel_of(world), day=DAY)


@pytest.fixture(scope="module")
def perfect():
    """On ten questions one always says 90 % of what happens, others 70 % and 40 %."""
    reports = tuple(
        Report(who, n, 0.0, p if n % 2 else 1 - p)
        for n in range(10)
        for who, p in enumerate((0.7, 0.9, 0.4))
    )
    asked = tuple(
        question(outcome=n % 2, family=n, closes=4 * DAY, scheduled=4 * DAY) for n in range(10)
    )
    return rivals(panel_of(World(reports, asked, (PERSON,) * 3)), day=DAY)


@pytest.mark.parametrize("name", RIVALS)
def test_on_the_same_record_every_rule_prefers_the_better(perfect, name):
    assert perfect.ranks[name].tolist() == [2, 1, 3]


@given(WORLDS)
def test_some_orders_are_what_they_are_among_all(world):
    some, everything = rivals(panel_of(world), day=DAY, names=["skill", "peer_sum"]), shown(world)
    assert [*some.figures] == ["skill", "peer_sum"]
    for name, figure in some.figures.items():
        np.testing.assert_array_equal(figure, everything.figures[name])


def test_an_order_that_is_none_is_refused():
    with pytest.raises(KeyError, match="luck"):
        rivals(panel_of(World((), (), (PERSON,))), names=["luck"])


@given(WORLDS)
def test_the_figures_of_our_own_are_those_of_the_board(world):
    found, own = shown(world), world.people
    by = {how: board(panel_of(world), adjust=how, pools=()) for how in ADJUSTMENTS}
    expected = {
        "skill": by["time"].skill,
        "skill_unshrunk": by["time"].skill_unshrunk,
        "skill_question": by["question"].skill,
        "skill_none": by["none"].skill,
        "brier": by["time"].brier,
    }
    for name, figure in expected.items():
        assert found.figures[name][own] == pytest.approx(figure[own], abs=1e-8, nan_ok=True)


@given(crowded_worlds(), st.randoms(use_true_random=False))
def test_new_names_change_no_figure(world, chance):
    assume(len(world.kinds) > 1)
    order = list(range(len(world.kinds)))
    random.Random(chance.random()).shuffle(order)
    before, after = shown(world), shown(world.renamed(order))
    groups = ("skill", "adjusted_brier", "brier_index")
    for name in RIVALS:
        if not name.startswith(groups):  # of groups that nothing tells apart, names choose one
            moved = after.figures[name][order]
            assert moved == pytest.approx(before.figures[name], abs=1e-9, nan_ok=True)


@given(WORLDS)
def test_outsiders_have_neither_figure_nor_rank(world):
    found = shown(world)
    outside = [who for who in range(len(world.kinds)) if who not in world.people]
    for name in RIVALS:
        assert np.isnan(found.figures[name][outside]).all()
        assert not found.ranks[name][outside].any()


@given(WORLDS)
def test_a_rank_is_held_exactly_by_who_has_a_figure(world):
    found = shown(world)
    for name in RIVALS:
        assert np.array_equal(found.ranks[name] > 0, ~np.isnan(found.figures[name]))


def test_the_order_is_that_of_skill_then_of_names_and_strangers_come_last():
    reports = [Report(who, 0, 0.0, p) for who, p in enumerate((0.5, 0.9, 0.5))]
    reports += [Report(3, 1, 0.0, 0.9), Report(4, 0, 0.0, 0.9)]
    kinds = (PERSON,) * 4 + (ARTICLE,)
    found = shown(World(tuple(reports), (question(), question(family=1)), kinds))
    assert found.order(["c", "z", "b", "a", "y"]).tolist() == [1, 2, 0, 3]


def test_a_wrong_certainty_leaves_rules_without_logarithms_finite():
    reports = (Report(0, 0, 0.0, 0.0), Report(1, 0, 0.0, 0.5))
    found = shown(World(reports, (question(),), (PERSON,) * 2))
    assert np.isnan(found.figures["peer_sum"]).all()
    assert found.figures["baseline_sum"][0] == -math.inf
    assert found.figures["brier"].tolist() == [1.0, 0.25]
    assert found.cells.disputed.all()


def test_an_empty_panel_has_no_rows():
    found = shown(World((), (), ()))
    assert all(found.figures[name].size == 0 for name in RIVALS)
    assert found.order([]).size == 0
