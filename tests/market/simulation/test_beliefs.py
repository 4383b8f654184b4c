"""The ideal observer: calibrated at every moment, and nearly certain at the end."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from scipy.special import ndtr

from market.simulation.beliefs import BeliefPaths

QUESTIONS = 10_000
MOMENTS = (0.0, 0.1, 0.5, 0.9, 0.99, 1.0)
SPREADS = (0.5, 1.0, 2.0)
FAR = 4.0
"""Standard errors that chance does not exceed at the fixed seeds."""


@cache
def world(spread):
    rng = np.random.default_rng(7)
    outcome = rng.integers(0, 2, QUESTIONS)
    return outcome, BeliefPaths.given(outcome, rng, spread)


def believed(paths, moment):
    question = np.arange(QUESTIONS)
    return ndtr(paths.at(question, np.full(QUESTIONS, moment)))


@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("moment", MOMENTS)
def test_what_is_believed_with_p_happens_with_p(spread, moment):
    outcome, paths = world(spread)
    p = believed(paths, moment)
    for group in (p < 0.1, (p >= 0.1) & (p < 0.5), (p >= 0.5) & (p < 0.9), p >= 0.9):
        surprise = (outcome - p)[group].sum()
        assert abs(surprise) <= FAR * math.sqrt((p * (1 - p))[group].sum()) + 1e-9


@pytest.mark.parametrize("spread", SPREADS)
def test_no_change_of_belief_can_be_foreseen(spread):
    _, paths = world(spread)
    for early, later in ((0.0, 0.3), (0.3, 0.6), (0.6, 1.0)):
        before = believed(paths, early)
        change = believed(paths, later) - before
        for foresight in (np.ones(QUESTIONS), before - 0.5, np.sign(before - 0.5)):
            gain = foresight * change
            assert abs(gain.mean()) <= FAR * gain.std() / math.sqrt(QUESTIONS)


@pytest.mark.parametrize("spread", SPREADS)
def test_before_the_open_probits_spread_as_asked(spread):
    _, paths = world(spread)
    prior = paths.probit[:, 0]
    assert prior.std() == pytest.approx(spread, rel=FAR / math.sqrt(2 * QUESTIONS))
    assert abs(prior.mean()) <= FAR * spread / math.sqrt(QUESTIONS)


def test_beliefs_end_on_the_side_of_the_outcome_but_for_the_last_step():
    outcome, paths = world(1.0)
    wrong = ((paths.probit[:, -1] > 0) != outcome).mean()
    # Two normal values whose correlation is that of the motion before its last step and after.
    expected = math.acos(math.sqrt(1 - 1 / 400 / 2)) / math.pi
    assert abs(wrong - expected) <= FAR * math.sqrt(expected / QUESTIONS)


def test_without_a_prior_everybody_begins_at_even_odds():
    outcome, paths = world(0.0)
    assert np.array_equal(paths.probit[:, 0], np.zeros(QUESTIONS))
    assert ((paths.probit[:, -1] > 0) == outcome).mean() > 0.97


def test_the_seed_decides_everything():
    outcome = [1, 0, 1]
    one, same, other = (
        BeliefPaths.given(outcome, np.random.default_rng(seed)).probit for seed in (1, 1, 2)
    )
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_moment_is_the_last_one_seen_by_then():
    paths = BeliefPaths(np.arange(800.0).reshape(2, 400))
    question = np.array([0, 0, 1, 1, 1])
    moment = np.array([0.0, 0.0026, 0.0, 0.9999, 1.0])
    assert paths.at(question, moment).tolist() == [0, 1, 400, 799, 799]


def test_no_questions_have_no_paths():
    paths = BeliefPaths.given([], np.random.default_rng(1))
    assert paths.at(np.empty(0, np.intp), np.empty(0)).size == 0
