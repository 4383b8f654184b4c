"""Two columns of losses on the same questions: who lost less, by how much, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.sorting import sums_by
from scoring.students_t import student

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Comparison", "paired"]

_EQUAL = 1e-9
"""Losses that differ by no more are the same."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Losses of two forecasters on the questions that both answered.

    Attributes:
        advantage: By question, the second's loss less the first's: positive where the first was
            better.
        clusters: Number of clusters that the questions make.
        first: Weighted mean loss of the first; NaN without questions.
        second: Weighted mean loss of the second.
        difference: Weighted mean advantage of the first.
        half_width: Half the length of its interval; NaN where all evidence is one cluster, and
            where a loss is infinite.
        p: Probability of a mean advantage at least so far from 0 by chance, were the two equally
            good; NaN without an interval, and where their losses never differ.
    """

    advantage: Floats
    clusters: int
    first: float
    second: float
    difference: float
    half_width: float
    p: float

    @property
    def questions(self) -> int:
        """Number of questions."""
        return self.advantage.size

    @property
    def better(self) -> tuple[int, int]:
        """On how many questions the first, and the second, had the lower loss."""
        first, second = self.advantage > _EQUAL, self.advantage < -_EQUAL
        return int(first.sum()), int(second.sum())

    @property
    def winner(self) -> int:
        """1 or 2 where the interval leaves out 0, for who is better; else 0."""
        if not abs(self.difference) > max(self.half_width, _EQUAL):
            return 0
        return 1 if self.difference > 0.0 else 2

    @property
    def needed(self) -> float:
        """How many questions an interval around this difference takes until it leaves out 0.

        Its width falls with the square root of their number. Infinite without a difference, NaN
        without an interval.
        """
        if np.isnan(self.half_width):
            return np.nan
        if abs(self.difference) <= _EQUAL:
            return np.inf
        return self.questions * (self.half_width / self.difference) ** 2


def paired(
    first: ArrayLike,
    second: ArrayLike,
    cluster: ArrayLike | None = None,
    *,
    weights: ArrayLike | None = None,
    level: float = 0.95,
) -> Comparison:
    """Compare two columns of losses, with Student's interval around their mean difference.

    Evidence comes in clusters. Each one's weighted sum of residuals, inflated by 1 / sqrt(1 - h)
    for its share h of the weight (Bell & McCaffrey 2002, exact for a mean), enters the variance,
    whose degrees of freedom are 1 / (sum of h^2) - 1. Where every question is a cluster of its own
    and weighs the same, this is the paired t test. With weights the mean is a ratio of totals, and
    its residuals are those of a ratio.

    Args:
        first: The first forecaster's loss on each question.
        second: The second's on the same questions.
        cluster: Code of each question's family; each question for itself by default.
        weights: What each question weighs, 0 or more, all 1 by default; those of weight 0 are left
            out.
        level: Level of the interval.

    Raises:
        ValueError: Lengths differ, or a weight is negative or not finite.

    Examples:
        >>> found = paired([0.10, 0.20, 0.05], [0.30, 0.25, 0.10])
        >>> round(found.difference, 3), found.better, found.winner
        (0.1, (3, 0), 0)
        >>> round(paired([0.1, 0.2], [0.3, 0.3], weights=[3, 1]).difference, 3)
        0.175
    """
    mine, theirs, weight, group = _columns(first, second, weights, cluster)
    with np.errstate(invalid="ignore"):  # two infinite losses differ by no number
        advantage = theirs - mine
        mean = _mean(advantage, weight)
        residual = weight * (advantage - mean)
    error, freedom = _spread(residual, weight, group)
    return Comparison(
        advantage=advantage,
        clusters=int(group.max(initial=-1)) + 1,
        first=_mean(mine, weight),
        second=_mean(theirs, weight),
        difference=mean,
        half_width=float(student(0.5 + 0.5 * level, np.array(freedom))) * error,
        p=_p_value(mean, error, freedom),
    )


def _columns(
    first: ArrayLike, second: ArrayLike, weights: ArrayLike | None, cluster: ArrayLike | None
) -> tuple[Floats, Floats, Floats, Index]:
    """The columns without rows of weight 0, clusters counted from 0."""
    mine, theirs = (np.ravel(np.asarray(column, np.float64)) for column in (first, second))
    weight = np.ones(mine.size) if weights is None else np.ravel(np.asarray(weights, np.float64))
    group = np.arange(mine.size) if cluster is None else np.ravel(np.asarray(cluster))
    if len({mine.size, theirs.size, weight.size, group.size}) != 1:
        raise ValueError("columns must have one length")
    if not np.all((weight >= 0.0) & np.isfinite(weight)):
        raise ValueError("weights must be finite, and 0 or more")
    rows = weight > 0.0
    _, codes = np.unique(group[rows], return_inverse=True)
    return mine[rows], theirs[rows], weight[rows], codes


def _mean(value: Floats, weight: Floats) -> float:
    return float(np.sum(weight * value) / weight.sum()) if value.size else np.nan


def _spread(residual: Floats, weight: Floats, group: Index) -> tuple[float, float]:
    """Standard error of a mean and its degrees of freedom, from weighted residuals by cluster."""
    clusters = int(group.max(initial=-1)) + 1
    if clusters < 2 or not np.all(np.isfinite(residual)):  # noqa: PLR2004 - one fits itself
        return np.nan, np.nan
    share = sums_by(group, weight, clusters) / weight.sum()
    if share.max() == 1.0:  # beside it, the others are rounded away
        return np.nan, np.nan
    total = sums_by(group, residual, clusters) / weight.sum()
    error = float(np.sqrt(np.sum(np.square(total) / (1.0 - share))))
    return error, float(1.0 / np.square(share).sum() - 1.0)


def _p_value(mean: float, error: float, freedom: float) -> float:
    if np.isnan(error) or max(abs(mean), error) <= _EQUAL:
        return np.nan
    from scipy.special import stdtr

    return float(2.0 * stdtr(freedom, -abs(mean) / error if error > 0.0 else -np.inf))
