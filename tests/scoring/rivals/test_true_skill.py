"""Which board agrees with true skill, on crowds in which it is known."""

from __future__ import annotations

import numpy as np
import pytest
from crowds import WORLDS, play
from rank_metrics import spearman
from simulated import STEPS

from scoring.rivals.table import RIVALS, rivals

OTHERS = ("mean_brier", "peer_sum", "skill_question")
NOISE = 0.03
POPULATIONS, PANELS = 8, 5


def agreement(crowd):
    """Spearman correlation of each order with true skill."""
    found = rivals(crowd.panel, day=1 / STEPS)
    rows = found.questions > 0
    signs = {name: 1 if RIVALS[name].orientation == "gain" else -1 for name in found.figures}
    return {
        name: spearman(crowd.skill[rows], np.nan_to_num(signs[name] * figure[rows]))
        for name, figure in found.figures.items()
    }


@pytest.fixture(scope="module")
def means():
    """Mean agreement by world and by order."""
    table = {}
    for number, (world, setting) in enumerate(WORLDS.items()):
        rng = np.random.default_rng([20261122, number])
        crowds = [crowd for _ in range(POPULATIONS) for crowd in play(rng, setting, PANELS)]
        told = [agreement(crowd) for crowd in crowds]
        table[world] = {name: np.mean([one[name] for one in told]) for name in RIVALS}
    return table


@pytest.mark.slow
@pytest.mark.parametrize("other", OTHERS)
def test_over_all_worlds_the_default_order_agrees_best_with_true_skill(means, other):
    gain = np.mean([means[world]["skill"] - means[world][other] for world in WORLDS])
    assert gain > NOISE


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("other", OTHERS)
def test_in_no_world_is_another_order_better_than_by_chance(means, world, other):
    assert means[world]["skill"] > means[world][other] - NOISE


@pytest.mark.slow
def test_each_misleading_world_misleads_somebody(means):
    assert means["hard"]["mean_brier"] < 0 < means["hard"]["skill"]
    assert means["poor late"]["skill_question"] + 0.2 < means["poor late"]["skill"]
    assert means["hard"]["peer_sum"] + 0.1 < means["hard"]["skill"]
