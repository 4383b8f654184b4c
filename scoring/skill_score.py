"""Skill scores: the share of a reference's loss that forecasts save.

Not the board's skill (:mod:`scoring.skill`), which compares forecasters with each other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.rules import BRIER

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.rules import Rule
    from scoring.sample import Sample

    Floats = NDArray[np.float64]

__all__ = ["SkillScore", "over_base_rate", "skill_of_losses", "skill_score"]

_FEWEST = 1.5
"""Equal clusters, 1 / (sum of h^2), that evidence must count as: of what counts as fewer, most
intervals of two standard deviations miss."""


@dataclass(frozen=True, slots=True)
class SkillScore:
    """1 - score / reference_score: a gain, 1 for perfection, 0 for the reference's own score.

    Attributes:
        skill: The share saved; -inf where the reference lost nothing and the forecasts did, NaN
            where neither did, both lost infinitely much, or there is nothing.
        sd: Its standard deviation, by the delta method from clusters of evidence; NaN where these
            count as fewer than 1.5 equal ones, and where a score is infinite.
        score: Weighted mean loss of the forecasts.
        reference_score: The same of the reference.
        in_sample: Whether the reference knew these outcomes. It is then harder to beat than
            any forecaster, and ``sd`` leaves out that it would differ in another sample.
    """

    skill: float
    sd: float
    score: float
    reference_score: float
    in_sample: bool = False


def skill_score(sample: Sample, reference: ArrayLike, *, rule: Rule = BRIER) -> SkillScore:
    """Skill of forecasts over other probabilities for the same rows.

    A ratio of means. A mean of each row's own ratio would not reward honesty.

    Args:
        sample: The forecasts.
        reference: Probabilities of YES of the reference, one for all or one a row.
        rule: A proper scoring rule.

    Raises:
        ValueError: The rule is improper, or a probability is out of its domain.

    >>> from scoring.sample import Sample
    >>> score = skill_score(Sample.of([0.9, 0.2, 0.6], [1, 0, 1]), 0.5)
    >>> round(score.skill, 4), round(score.sd, 4)
    (0.72, 0.1833)
    """
    rule.required_proper()
    other = np.broadcast_to(np.asarray(reference, np.float64), sample.probability.shape)
    losses = (rule.loss(p, sample.outcome) for p in (sample.probability, other))
    return skill_of_losses(*losses, weights=sample.weight, cluster=sample.cluster)


def over_base_rate(sample: Sample, *, rule: Rule = BRIER) -> SkillScore:
    """Skill over always saying the share of these very outcomes that came true.

    Args:
        sample: The forecasts.
        rule: A proper scoring rule.

    Raises:
        ValueError: The rule is improper.

    >>> from scoring.sample import Sample
    >>> round(over_base_rate(Sample.of([0.9, 0.2, 0.6, 0.4], [1, 0, 1, 0])).skill, 4)
    0.63
    """
    rate = float(sample.weight @ sample.outcome) / sample.total if sample.size else math.nan
    score = skill_score(sample, min(rate, 1.0), rule=rule)
    return SkillScore(score.skill, score.sd, score.score, score.reference_score, in_sample=True)


def skill_of_losses(
    losses: ArrayLike,
    reference: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
) -> SkillScore:
    """Skill made of the losses of forecasts and reference.

    With s and r the mean losses, each row moves the ratio by e = w (l - (s / r) l_r) / (r W). The
    variance is the sum over clusters of their squared sums of e, each over 1 - h for its share h of
    the weight (Bell & McCaffrey 2002, *Survey Methodology* 28:169). For rows of weight 1, each its
    own cluster, that is var(l)/r^2 + s^2 var(l_r)/r^4 - 2 s cov/r^3 over n.

    Args:
        losses: Losses of the forecasts, in any unit.
        reference: Losses of the reference on the same rows.
        weights: Non-negative weights, all 1 by default.
        cluster: Label of each row's cluster; each row for itself by default.

    Raises:
        ValueError: Lengths differ, or a weight is negative or not finite.

    >>> skill_of_losses([0.1, 0.1], [0.2, 0.2]).skill
    0.5
    """
    ours, theirs = (np.ravel(np.asarray(c, np.float64)) for c in (losses, reference))
    w = np.ones(ours.size) if weights is None else np.ravel(np.asarray(weights, np.float64))
    group = np.arange(ours.size) if cluster is None else np.ravel(np.asarray(cluster))
    if not ours.size == theirs.size == w.size == group.size:
        raise ValueError("columns must have one length")
    if not np.all((w >= 0.0) & np.isfinite(w)):
        raise ValueError("weights must be finite, and 0 or more")
    counts = w > 0.0
    ours, theirs, w = ours[counts], theirs[counts], w[counts]
    if not w.size:
        return SkillScore(math.nan, math.nan, math.nan, math.nan)
    s, r = (float(w @ column) / float(w.sum()) for column in (ours, theirs))
    if not (math.isfinite(s) and math.isfinite(r) and r > 0.0):
        return SkillScore(_degenerate(s, r), math.nan, s, r)
    moved = w * (ours - s / r * theirs) / (r * w.sum())
    return SkillScore(1.0 - s / r, _sd(moved, w, group[counts]), s, r)


def _degenerate(s: float, r: float) -> float:
    """Skill where the reference lost nothing, or a score is infinite or missing."""
    if math.isnan(s) or math.isnan(r) or s == r:
        return math.nan
    if math.isinf(r):
        return 1.0
    return -math.inf


def _sd(moved: Floats, weight: Floats, group: NDArray[np.generic]) -> float:
    """Standard deviation of what rows move together, from their clusters."""
    cluster = np.unique(group, return_inverse=True)[1]
    share = np.bincount(cluster, weight) / weight.sum()
    if share @ share * _FEWEST > 1.0:
        return math.nan
    return math.sqrt(float(np.sum(np.bincount(cluster, moved) ** 2 / (1.0 - share))))
