"""Intervals and tests hold their level, with weights, with families, and with skewed losses."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.comparison.common_time import Losses
from scoring.comparison.diebold_mariano import diebold_mariano
from scoring.comparison.paired import paired
from scoring.comparison.permutation import sign_flip
from scoring.comparison.watch import Watch
from scoring.panel import Panel

FAMILIES = 60
ROUNDS = 1_000


def worlds(size, rounds=ROUNDS):
    """Differences of equally good forecasters: families of a size, and weights of questions.

    The truth of a family is seen by each of the two with noise of its own, and shared by the
    questions of the family; either may be the one who exaggerates.
    """
    rng = np.random.default_rng(12)
    cluster = np.repeat(np.arange(FAMILIES), size)
    for _ in range(rounds):
        belief = rng.normal(0, 1.5, FAMILIES)[cluster]
        noise = rng.normal(0, 1, (2, FAMILIES))[:, cluster] + rng.normal(0, 0.3, (2, cluster.size))
        outcome = rng.random(FAMILIES)[cluster] < 1 / (1 + np.exp(-belief))
        loss = np.square(1 / (1 + np.exp(-belief - noise)) - outcome)
        # YES cuts questions short, as it does where something must happen by a date.
        weight = np.where(outcome, rng.random(FAMILIES)[cluster], 1.0)
        yield loss, cluster, weight


def near(share, level, rounds=ROUNDS):
    """Whether a share of rounds is within three standard errors of what it must be."""
    return abs(share - level) <= 3 * np.sqrt(level * (1 - level) / rounds)


@pytest.mark.parametrize("size", [1, 4])
@pytest.mark.parametrize("weighted", [True, False])
def test_the_paired_interval_holds_its_level(size, weighted):
    covered = [
        paired(*loss, cluster, weights=weight if weighted else None).winner == 0
        for loss, cluster, weight in worlds(size)
    ]
    assert near(np.mean(covered), 0.95)


@pytest.mark.parametrize("size", [1, 4])
def test_the_sign_flip_test_holds_its_level(size):
    p = [
        sign_flip(weight * (loss[1] - loss[0]), cluster, draws=199).p
        for loss, cluster, weight in worlds(size)
    ]
    for level in (0.05, 0.2):
        assert near(np.mean(np.array(p) <= level), level)


def test_the_sign_flip_test_holds_its_level_where_everything_is_gone_through():
    rng = np.random.default_rng(5)
    p = np.array([sign_flip(rng.standard_t(3, 10)).p for _ in range(ROUNDS)])
    assert near(np.mean(p <= 52 / 1024), 52 / 1024)


def diebold_mariano_rejects(kernel, horizon, dependence):
    """How often it finds a difference in a moving average without any."""
    rng = np.random.default_rng(7)
    noise = rng.normal(0, 1, (ROUNDS, FAMILIES + 1))
    series = noise[:, 1:] + dependence * noise[:, :-1]
    return np.mean([diebold_mariano(d, horizon=horizon, kernel=kernel).p <= 0.05 for d in series])


def test_the_diebold_mariano_test_holds_its_level_as_contests_use_it():
    assert near(diebold_mariano_rejects("bartlett", 4, 0.0), 0.05)


def test_where_neighbours_depend_the_diebold_mariano_test_is_a_little_too_sure():
    assert diebold_mariano_rejects("rectangular", 2, 0.3) <= 0.09
    assert diebold_mariano_rejects("bartlett", 4, 0.3) <= 0.09
    assert diebold_mariano_rejects("rectangular", 1, 0.3) > 0.09


def test_single_questions_taken_for_evidence_would_not_hold_it():
    """What families are for: a family of four is hardly more than one question."""
    covered = [
        paired(*loss, range(cluster.size), weights=weight).winner == 0
        for loss, cluster, weight in worlds(4, rounds=300)
    ]
    assert np.mean(covered) < 0.8


def watched(loss, cluster, weight):
    """The same world, watched: the k-th question of a family has the k-th deadline."""
    opens = np.arange(cluster.size) % 4 * 10.0
    panel = Panel.from_reports(
        forecaster=[],
        question=[],
        time=[],
        probability=[],
        opens=opens,
        closes=opens + weight,
        scheduled=opens + 1.0,
        outcome=np.ones(cluster.size),
        cluster=cluster,
    )
    return Watch.of(Losses(panel, np.arange(cluster.size), weight, loss))


def test_looking_after_every_family_is_wrong_no_more_often_than_promised():
    """p is that of the best moment so far: nobody could have stopped at a better one."""
    p = np.array([watched(*world).p for world in worlds(4, rounds=400)])
    for level in (0.05, 0.2):
        assert np.mean(p <= level) <= level + 3 * np.sqrt(level * (1 - level) / p.size)
