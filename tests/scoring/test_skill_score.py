"""Skill scores: ratios of means, their standard deviation, and where there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import stdtrit

from scoring.comparison import paired
from scoring.rules import ABSOLUTE_ERROR, BRIER, LOG
from scoring.sample import Sample
from scoring.skill_score import over_base_rate, skill_of_losses, skill_score


def drawn(size, seed=1):
    dice = np.random.default_rng(seed)
    p = dice.uniform(0.05, 0.95, size)
    return p, (dice.random(size) < p).astype(float), dice.uniform(0.1, 0.9, size)


def test_skill_is_one_less_the_ratio_of_mean_losses():
    p, y, other = drawn(200)
    score = skill_score(Sample.of(p, y), other, rule=LOG)
    assert score.skill == pytest.approx(1 - LOG.mean(p, y) / LOG.mean(other, y))
    assert (score.score, score.reference_score) == pytest.approx(
        (LOG.mean(p, y), LOG.mean(other, y))
    )
    assert not score.in_sample


def test_the_standard_deviation_is_that_of_the_delta_method():
    p, y, other = drawn(200)
    ours, theirs = BRIER.loss(p, y), BRIER.loss(other, y)
    (v, c), (_, v_r) = np.cov(ours, theirs)
    s, r = ours.mean(), theirs.mean()
    expected = math.sqrt((v / r**2 + v_r * s**2 / r**4 - 2 * c * s / r**3) / 200)
    assert skill_of_losses(ours, theirs).sd == pytest.approx(expected, rel=1e-12)


def test_over_the_base_rate_is_over_the_entropy_of_the_base_rate_and_says_so():
    p, y, _ = drawn(200)
    score = over_base_rate(Sample.of(p, y))
    assert score.skill == pytest.approx(1 - BRIER.mean(p, y) / BRIER.entropy(y.mean()).item())
    assert score.in_sample


def test_weights_count_as_copies_in_the_skill():
    p, y, other = drawn(20)
    w = np.tile([0, 1, 2, 3], 5)
    copied = [np.repeat(column, w) for column in (p, y, other)]
    weighted = skill_of_losses(BRIER.loss(p, y), BRIER.loss(other, y), weights=w)
    expected = skill_score(Sample.of(*copied[:2]), copied[2])
    assert weighted.skill == pytest.approx(expected.skill)
    grouped = skill_of_losses(
        BRIER.loss(*copied[:2]),
        BRIER.loss(copied[2], copied[1]),
        cluster=np.repeat(np.arange(20), w),
    )
    assert weighted.sd == pytest.approx(grouped.sd)


def test_copies_within_clusters_add_no_evidence():
    p, y, other = drawn(60)
    once = skill_score(Sample.of(p, y), other)
    twice = skill_score(
        Sample.of(np.tile(p, 2), np.tile(y, 2), cluster=np.tile(np.arange(60), 2)),
        np.tile(other, 2),
    )
    assert (twice.skill, twice.sd) == pytest.approx((once.skill, once.sd))


def test_over_a_constant_the_standard_deviation_is_that_of_a_weighted_mean():
    dice = np.random.default_rng(5)
    losses, w, family = dice.random(30), dice.exponential(size=30), dice.integers(0, 6, 30)
    found = skill_of_losses(losses, np.full(30, 0.25), weights=w, cluster=family)
    mean = paired(losses, np.full(30, 0.25), family, weights=w)
    degrees = 1.0 / np.square(np.bincount(family, w) / w.sum()).sum() - 1.0
    error = mean.half_width / stdtrit(degrees, 0.975)
    assert found.sd == pytest.approx(error / 0.25, rel=1e-9)


def test_next_to_a_cluster_with_nearly_all_the_weight_there_is_no_standard_deviation():
    score = skill_of_losses([0.1, 0.3], [0.4, 0.5], weights=[1, 0.005])
    assert score.skill > 0
    assert math.isnan(score.sd)
    assert skill_of_losses([0.1, 0.3], [0.4, 0.5], weights=[2, 1]).sd > 0


@pytest.mark.parametrize(
    ("ours", "theirs", "skill"),
    [
        ([0.1], [0.0], -math.inf),
        ([0.0], [0.0], math.nan),
        ([math.inf], [1.0], -math.inf),
        ([1.0], [math.inf], 1.0),
        ([math.inf], [math.inf], math.nan),
        ([math.nan], [1.0], math.nan),
        ([], [], math.nan),
    ],
)
def test_degenerate_scores_have_a_limit_or_none_and_no_standard_deviation(ours, theirs, skill):
    score = skill_of_losses(ours, theirs)
    assert score.skill == pytest.approx(skill, nan_ok=True)
    assert math.isnan(score.sd)


def test_a_single_outcome_leaves_the_base_rate_nothing_to_lose():
    assert over_base_rate(Sample.of([0.9, 0.8], [1, 1])).skill == -math.inf
    assert math.isnan(over_base_rate(Sample.of([1.0, 1.0], [1, 1])).skill)
    assert math.isnan(over_base_rate(Sample.of([], [])).skill)


def test_one_cluster_has_skill_but_no_standard_deviation():
    score = skill_score(Sample.of([0.9, 0.8], [1, 1], cluster=[7, 7]), 0.5)
    assert score.skill == pytest.approx(0.9)
    assert math.isnan(score.sd)


def test_a_loss_without_weight_does_not_count_even_where_infinite():
    assert skill_of_losses([0.1, math.inf], [0.2, 1.0], weights=[1, 0]).skill == 0.5


def test_what_cannot_be_scored_is_refused():
    with pytest.raises(ValueError, match="one length"):
        skill_of_losses([1.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="weights"):
        skill_of_losses([1.0], [1.0], weights=[-1])
    with pytest.raises(ValueError, match="weights"):
        skill_of_losses([1.0, 2.0], [1.0, 2.0], weights=[1, math.inf])
    with pytest.raises(ValueError, match="improper"):
        skill_score(Sample.of([0.5], [1]), 0.5, rule=ABSOLUTE_ERROR)


@pytest.mark.parametrize(("families", "questions"), [(200, 1), (60, 4)])
def test_two_standard_deviations_hold_the_true_skill_in_95_of_100_samples(families, questions):
    dice = np.random.default_rng(7)
    samples = 1_000
    shape = (samples, families, 1)
    truth = np.broadcast_to(dice.uniform(0.05, 0.95, shape), (samples, families, questions))
    y = np.broadcast_to(dice.random(shape), truth.shape) < truth
    said = np.clip(truth + dice.normal(0, 0.1, truth.shape), 0.01, 0.99)
    ours, theirs = BRIER.loss(said, y), BRIER.loss(0.5, y)
    skill = 1 - ours.mean() / theirs.mean()
    cluster = np.repeat(np.arange(families), questions)
    scores = [
        skill_of_losses(a.ravel(), b.ravel(), cluster=cluster)
        for a, b in zip(ours, theirs, strict=True)
    ]
    held = np.mean([abs(score.skill - skill) <= 1.96 * score.sd for score in scores])
    assert 0.93 <= held <= 0.97
