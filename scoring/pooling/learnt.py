"""Pools that learn from outcomes, always those of other families than they are judged by.

A question's fold is that of its family (:mod:`scoring.folds`); factors, weights and maps for it
come from the resolved questions of the other folds. Where these hold fewer than ten families,
nothing is learnt, and the pool says what its plain form says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.folds import FOLDS
from scoring.logistic import logistic
from scoring.odds import expit
from scoring.pooling.evidence import Evidence
from scoring.pooling.plain import (
    bounded,
    live_log_odds,
    log_odds,
    mean,
    mean_log_odds,
    median,
)
from scoring.recalibration import CrossFitted
from scoring.skill import SHRINKAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from scoring.pooling.voices import Curve, Pool, Voices
    from scoring.recalibration import Map
    from scoring.sample import Sample
    from scoring.timeline import Block, Timeline

    Floats = NDArray[np.float64]

__all__ = ["accuracy", "contribution", "extremized", "extremizing_factors", "recalibrated"]

PRECISION = 4.0
"""Of the factor before any outcome is known: 1, give or take a half."""

EXPONENT = 2.0
"""Power of the expected Brier loss that somebody's weight is inverse to."""

LEAST_LOSS = 0.01
"""Expected Brier loss below which nobody is taken to be."""


def extremizing_factors(evidence: Evidence) -> Floats:
    """Factor of the mean log-odds for each fold, fitted to the moments of the others.

    It minimises the log loss in lifetimes, plus 2 (factor - 1)^2, and is never below 0.

    Args:
        evidence: What can be learnt from.
    """
    sample, fold = evidence.moments(log_odds)
    design = live_log_odds(sample.probability)[:, None]
    factors = np.ones(FOLDS)
    for part in np.flatnonzero(evidence.suffices):
        rows = fold != part
        columns = design[rows], sample.outcome[rows], sample.weight[rows]
        factors[part] = logistic(*columns, start=np.ones(1), precision=PRECISION).item()
    return np.maximum(factors, 0.0)


def extremized(timeline: Timeline) -> Curve:
    """The mean of the log-odds times a factor that earlier crowds would have needed."""
    evidence = Evidence.of(timeline)
    factor = extremizing_factors(evidence)[evidence.fold]

    def curve(voices: Voices) -> Floats:
        return bounded(expit(factor[voices.asked] * mean_log_odds(voices)))

    return curve


def contribution(timeline: Timeline) -> Curve:
    """The mean of those without whom the mean was worse, weighted by how much worse.

    Budescu & Chen 2015 (Management Science 61:267), resolved in time: the contribution is the
    Brier loss of the mean of the others less that of the mean of all, averaged over the time stood
    with others. A short record is pulled to 0, as skill is.
    """
    evidence = Evidence.of(timeline)
    gain = evidence.elsewhere(_contributed)
    weight = np.maximum(gain / (evidence.elsewhere(_accompanied) + SHRINKAGE), 0.0)
    weight[:, ~evidence.suffices] = 1.0

    def curve(voices: Voices) -> Floats:
        return _weighted(voices, voices.probability, _of_stands(weight, evidence, voices), mean)

    return curve


def accuracy(timeline: Timeline) -> Curve:
    """The mean of the log-odds, weighted by one over the square of the Brier loss to expect.

    That is the mean loss of all, plus by how much somebody's own was above that of the others who
    stood at the same moments, pulled to 0 while the record is short, as skill is.
    """
    evidence = Evidence.of(timeline)
    exposure = evidence.elsewhere(lambda block: block.exposure)
    excess = evidence.elsewhere(lambda block: block.excess) / (exposure + SHRINKAGE)
    loss = evidence.elsewhere(lambda block: block.brier * block.duration).sum(axis=0)
    time = evidence.elsewhere(lambda block: block.duration).sum(axis=0)
    expected = excess + loss / np.where(time > 0.0, time, 1.0)
    weight = np.maximum(expected, LEAST_LOSS) ** -EXPONENT
    weight[:, ~evidence.suffices] = 1.0

    def curve(voices: Voices) -> Floats:
        odds, each = live_log_odds(voices.probability), _of_stands(weight, evidence, voices)
        return bounded(expit(_weighted(voices, odds, each, mean_log_odds)))

    return curve


def recalibrated(fit: Callable[[Sample], Map]) -> Pool:
    """The median, put through a map fitted to what medians of other folds have come to mean.

    Args:
        fit: How a map is fitted.
    """

    def pool(timeline: Timeline) -> Curve:
        evidence = Evidence.of(timeline)
        sample, fold = evidence.moments(median)
        maps = CrossFitted.of(sample, fit, fold, FOLDS)

        def curve(voices: Voices) -> Floats:
            return bounded(maps.apply(median(voices), evidence.fold[voices.asked]))

        return curve

    return pool


def _of_stands(weight: Floats, evidence: Evidence, voices: Voices) -> Floats:
    """Weight of every stand: its forecaster's for its question's fold."""
    each: Floats = weight[voices.forecaster, evidence.fold[voices.question]]
    return each


def _weighted(voices: Voices, value: Floats, weight: Floats, otherwise: Curve) -> Floats:
    """Weighted mean of those standing, or the plain one where nobody has a weight."""
    # Weights are compared with the largest, so that sums of whole parts keep their digits.
    weight = weight / max(float(weight.max(initial=0.0)), np.finfo(np.float64).tiny)
    total = voices.grid.running(weight)
    weighted = voices.grid.running(weight * value) / np.where(total > 0.0, total, 1.0)
    return np.where(total > 0.0, weighted, otherwise(voices))


def _contributed(block: Block) -> Floats:
    """Loss of the others' mean less that of everybody's, over each stand.

    With m the mean, r = 1 / (N - 1) and e = m - y, the others' mean is m + r (m - p), and the loss
    grows by 2 r (m - p) e + r^2 (m - p)^2, of which every power of p has its own prefix sum.
    """
    grid, p = block.grid, block.probability
    m = grid.mean(p)
    e = m - block.outcome[grid.order % p.size]
    r = np.where(grid.standing > 1, 1.0 / np.maximum(grid.standing - 1, 1), 0.0)
    powers = (2.0 * r * m * e + np.square(r * m), -2.0 * r * (e + r * m), np.square(r))
    none, one, two = (grid.over(power * grid.step) for power in powers)
    return none + p * (one + p * two)


def _accompanied(block: Block) -> Floats:
    """Time with others, over each stand."""
    return block.grid.over(block.grid.step * (block.grid.standing > 1))
