"""Extremizing helps where people know different things, and hurts where they know the same.

Mean Brier scores of twenty people in the BIN world, on 100,000 questions of an independent program,
by variance of information and noise and by covariance; those of pools through `scoring`.
"""

from __future__ import annotations

import numpy as np
import pytest

from market.simulation.experiments.block import run_block
from market.simulation.measures.tally import Key
from market.simulation.people.groups import Group
from market.simulation.scenarios.scenario import Point
from market.simulation.worlds.bin import Bin

POOLS = ("mean", "median", "logodds", "pool:neyman", "pool:logodds*2.5")
FOUND = {
    (0.3, 0.0, 0.1): {
        "people": 0.2016,
        "@mean": 0.1705,
        "@median": 0.1645,
        "@logodds": 0.1613,
        "@pool:neyman": 0.1313,
        "@pool:logodds*2.5": 0.1123,
        "@ideal": 0.0973,
    },
    (0.3, 0.0, 0.2): {"@mean": 0.1858, "@pool:neyman": 0.1776, "@ideal": 0.1776},
    (0.3, 0.0, 0.25): {
        "@mean": 0.1936,
        "@logodds": 0.1931,
        "@pool:neyman": 0.1944,
        "@pool:logodds*2.5": 0.2047,
        "@ideal": 0.1920,
    },
    (0.3, 0.0, 0.28): {"@mean": 0.1984, "@pool:neyman": 0.2030},
    (0.6, 0.2, 0.4): {
        "@mean": 0.1226,
        "@logodds": 0.1006,
        "@pool:neyman": 0.0878,
        "@ideal": 0.0860,
    },
}
QUESTIONS = 100_000
ROUNDED = 5e-5


def scores(setting, blocks):
    """Mean Brier score of everybody, and its standard error by lanes."""
    world = Bin(information=setting[0], noise=setting[1], shared=setting[2])
    point = Point({}, world, (Group("people", 20),), (), POOLS)
    tallies = [run_block(point, 7, block) for block in range(blocks)]
    for who in FOUND[setting]:
        key = Key(who, "brier")
        total, count = (
            np.concatenate([getattr(tally, part)[key] for tally in tallies])
            for part in ("total", "count")
        )
        lanes = total / count
        yield who, (lanes.mean(), lanes.std() / np.sqrt(lanes.size))


def agree(setting, blocks):
    """Distances from what was found, in standard errors of both."""
    for who, (mean, error) in scores(setting, blocks):
        theirs = error * np.sqrt(blocks * 1024 / QUESTIONS)
        distance = max(abs(mean - FOUND[setting][who]) - ROUNDED, 0.0)
        yield distance <= 4.0 * np.hypot(error, theirs)


def test_a_factor_gains_much_at_little_overlap_and_loses_at_much():
    assert all(agree((0.3, 0.0, 0.1), 2))
    assert all(agree((0.3, 0.0, 0.25), 2))


@pytest.mark.slow
@pytest.mark.parametrize("setting", FOUND)
def test_scores_found_by_an_independent_program_come_out_again(setting):
    assert all(agree(setting, 60))
