"""The model confidence set: those who, at a level, cannot be told from the best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["MCS", "model_confidence_set"]

_AT_ONCE = 1 << 20
"""Counts that are drawn at a time."""

_EQUAL = 1e-12
"""Mean losses that differ by no more are the same."""


@dataclass(frozen=True, slots=True)
class MCS:
    """Model confidence set.

    Attributes:
        kept: Whether each forecaster is in the set, which holds all of the best with the
            probability of its level.
        p: The level of significance up to which each one is kept.
        order: Forecasters as they were put out, the worst first; the last one is never put out.
    """

    kept: NDArray[np.bool_]
    p: Floats
    order: NDArray[np.intp]


def model_confidence_set(
    losses: ArrayLike,
    cluster: ArrayLike,
    *,
    level: float = 0.95,
    draws: int = 1_999,
    seed: int | np.random.Generator = 0,
) -> MCS:
    """Put out the worst, one by one, for as long as a test finds that not all are equally good.

    Hansen, Lunde & Nason 2011, Econometrica 79:453, with the statistic T_max: the largest of the
    t values of each one's mean loss against the mean of those that remain. Its law comes from a
    bootstrap of whole clusters, drawn once. A p-value is the largest that was met so far, so that
    nobody comes back.

    Args:
        losses: Losses, each times what it weighs: a row for each forecaster, a column for each
            question. Questions that somebody lacks (NaN) are left out.
        cluster: Label of each question's cluster.
        level: Probability that the set holds all of the best.
        draws: Bootstrap samples.
        seed: Seed of their generator, or the generator.

    Returns:
        The set. With fewer than two clusters in common everybody is kept, and p is NaN.

    Raises:
        ValueError: Rows and clusters are not of one length, or a loss is infinite.

    Examples:
        >>> rng = np.random.default_rng(1)
        >>> found = model_confidence_set(rng.random((3, 80)) + [[0.0], [0.0], [0.5]], range(80))
        >>> found.kept.tolist()
        [True, True, False]
    """
    value = np.atleast_2d(np.asarray(losses, np.float64))
    label = np.ravel(np.asarray(cluster))
    if value.shape[1] != label.size:
        raise ValueError("rows and clusters must have one length")
    if np.any(np.isinf(value)):
        raise ValueError("losses must be finite")
    shared = ~np.isnan(value).any(axis=0)
    group = np.unique(label[shared], return_inverse=True)[1]
    clusters = int(group.max(initial=-1)) + 1
    everybody = np.arange(value.shape[0])
    if clusters < 2:  # noqa: PLR2004 - one cluster says nothing of spread
        return MCS(everybody >= 0, np.full(everybody.size, np.nan), everybody)
    total = np.array([sums_by(group, row, clusters) for row in value[:, shared]])
    mean = total.mean(axis=1)
    order, p = _eliminated(mean, _resampled(total - mean[:, None], draws, seed))
    return MCS(p > 1.0 - level, p, order)


def _eliminated(mean: Floats, noise: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Order of elimination and p-values, given deviations of the means, a row for each sample."""
    remain, gone = np.arange(mean.size), []
    p, reached = np.ones(mean.size), 0.0
    while remain.size > 1:
        gap = mean[remain] - mean[remain].mean()
        drawn = noise[:, remain] - noise[:, remain].mean(axis=1, keepdims=True)
        spread = np.sqrt(np.square(drawn).mean(axis=0))
        t = _over(gap, spread)
        worst = int(np.argmax(t))
        largest = _over(drawn, spread).max(axis=1)
        extreme = np.count_nonzero(largest >= t[worst] - _EQUAL)
        reached = max(reached, (extreme + 1) / (largest.size + 1))
        p[remain[worst]] = reached
        gone.append(remain[worst])
        remain = np.delete(remain, worst)
    return np.append(np.array(gone, np.intp), remain), p


def _over(gap: Floats, spread: Floats) -> Floats:
    """Gap in units of its spread; without any spread, none or infinitely many."""
    certain = np.where(np.abs(gap) <= _EQUAL, 0.0, np.copysign(np.inf, gap))
    return np.where(spread > _EQUAL, gap / np.where(spread > _EQUAL, spread, 1.0), certain)


def _resampled(residual: Floats, draws: int, seed: int | np.random.Generator) -> Floats:
    """Means of residuals over as many clusters, drawn with replacement: a row for each sample."""
    rng = np.random.default_rng(seed)
    clusters = residual.shape[1]
    rows = max(1, _AT_ONCE // clusters)
    share = np.full(clusters, 1.0 / clusters)
    return np.concatenate(
        [
            rng.multinomial(clusters, share, min(rows, draws - begun)) @ residual.T / clusters
            for begun in range(0, draws, rows)
        ]
    )
