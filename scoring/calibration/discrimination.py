"""Discrimination and sharpness: do forecasts tell what comes true from what does not?

None of these figures asks whether the probabilities are right; calibration does.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt
from typing import TYPE_CHECKING

import numpy as np

from scoring.odds import expit, logit
from scoring.sorting import sums_by
from scoring.students_t import student

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.sample import Sample

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Auc", "Sharpness", "auc", "discrimination_slope", "sharpness"]

_EMPTY = "there are no forecasts"
_ONE_CLASS = "everything came out the same way"
_ONE_SOURCE = "a class of outcomes is one piece of evidence"
_APART = "the outcomes are separated perfectly"


@dataclass(frozen=True, slots=True)
class Auc:
    """Area under the ROC curve.

    Attributes:
        value: Chance that of two forecasts, one on what came true and one on what did not, the
            first is higher; ties count half.
        error: Its standard error if every forecast has an outcome of its own.
        error_clustered: Its standard error if only clusters are independent.
        clusters: Number of clusters.
        reason: Why there is no area, or no error of it.
    """

    value: float
    error: float
    error_clustered: float
    clusters: int
    reason: str | None = None

    def interval(self, level: float, *, clustered: bool = True) -> tuple[float, float]:
        """Interval around the area, symmetric in its log-odds, so that it stays within 0 and 1.

        Args:
            level: Its level.
            clustered: Which standard error it is made from: that of clusters, with Student's
                distribution, or that of independent forecasts, with the normal one.

        Returns:
            Its ends; NaN where the error is missing or 0.
        """
        error = self.error_clustered if clustered else self.error
        if not error > 0.0 or not 0.0 < self.value < 1.0:
            return nan, nan
        freedom = np.array(self.clusters - 1.0 if clustered else np.inf)
        half = student(0.5 + 0.5 * level, freedom) * error / (self.value * (1.0 - self.value))
        low, high = expit(logit(self.value) + half * np.array([-1.0, 1.0])).tolist()
        return low, high


@dataclass(frozen=True, slots=True)
class Sharpness:
    """How far forecasts dare to leave the middle.

    Attributes:
        variance: Weighted population variance of what is said; 0 for one who always says the
            same, 1/4 at most.
        entropy: Weighted mean of the entropy of what is said, nats; 0 for certainties, ln 2 for
            50 %.
    """

    variance: float
    entropy: float


def auc(sample: Sample) -> Auc:
    """Area under the ROC curve, with DeLong's standard errors.

    The errors come from placement values: for each forecast on what came true, the share of the
    others that it exceeds, and vice versa (DeLong, DeLong & Clarke-Pearson 1988, Biometrics
    44:837), by ranks in O(n log n) (Sun & Xu 2014, IEEE Signal Process. Lett. 21:1389). Clusters
    add up theirs first (Obuchowski 1997, Biometrics 53:567).

    Args:
        sample: The forecasts.

    >>> from scoring.sample import Sample
    >>> round(auc(Sample.of([0.1, 0.4, 0.4, 0.8], [0, 0, 1, 1])).value, 3)
    0.875
    """
    yes, no = _shares(sample)
    if yes is None or no is None:
        reason = _ONE_CLASS if sample.size else _EMPTY
        return Auc(nan, nan, nan, sample.clusters, reason)
    tie = np.unique(sample.probability, return_inverse=True)[1]
    lower = _below(sums_by(tie, no, int(tie.max()) + 1))[tie]
    higher = 1.0 - _below(sums_by(tie, yes, int(tie.max()) + 1))[tie]
    area = float(np.clip(np.sum(yes * lower), 0.0, 1.0))
    parts = (yes, yes * (lower - area)), (no, no * (higher - area))
    each = np.arange(sample.size)
    errors = _error(parts, each), _error(parts, sample.cluster)
    is_known = not np.isnan(errors[1])
    apart = _APART if max(errors) == 0.0 else None
    return Auc(area, *errors, sample.clusters, apart if is_known else _ONE_SOURCE)


def _shares(sample: Sample) -> tuple[Floats | None, Floats | None]:
    """Each forecast's share of the weight of its class, 0 in the other; none of an empty class."""
    yes = sample.weight * sample.outcome
    no = sample.weight - yes
    one, other = (c / c.sum() if c.any() else None for c in (yes, no))
    return one, other


def _below(mass: Floats) -> Floats:
    """Mass below each place, with half of its own."""
    middle: Floats = np.cumsum(mass) - 0.5 * mass
    return middle


def _error(parts: tuple[tuple[Floats, Floats], ...], group: Index) -> float:
    """Standard error from both classes' parts, summed by group.

    Each class is inflated by 1 / (1 - sum of squared shares), m / (m - 1) for m alike.
    """
    size, total = int(group.max()) + 1, np.zeros(int(group.max()) + 1)
    for share, part in parts:
        left = 1.0 - float(np.sum(np.square(sums_by(group, share, size))))
        if left <= 1e-12:  # noqa: PLR2004 - rounding: one group has it all
            return nan
        total += sums_by(group, part, size) / sqrt(left)
    return float(np.sqrt(np.sum(np.square(total))))


def discrimination_slope(sample: Sample) -> float:
    """Mean forecast on what came true, less the mean forecast on what did not (Yates 1982).

    Args:
        sample: The forecasts.

    Returns:
        The slope, from -1 to 1, a gain; NaN if everything came out the same way.

    >>> from scoring.sample import Sample
    >>> round(discrimination_slope(Sample.of([0.2, 0.7, 0.9], [0, 1, 1])), 3)
    0.6
    """
    yes, no = _shares(sample)
    if yes is None or no is None:
        return nan
    return float(np.sum((yes - no) * sample.probability))


def sharpness(sample: Sample) -> Sharpness:
    """Variance and mean entropy of what is said; NaN without forecasts.

    Sharp forecasts are good only if they are calibrated (Gneiting, Balabdaoui & Raftery 2007,
    JRSS B 69:243).

    Args:
        sample: The forecasts.
    """
    if not sample.size:
        return Sharpness(nan, nan)
    from scipy.special import entr

    p = sample.probability
    mean = np.average(p, weights=sample.weight)
    entropy = entr(p) + entr(1.0 - p)
    spread, doubt = (np.average(c, weights=sample.weight) for c in (np.square(p - mean), entropy))
    return Sharpness(float(spread), float(doubt))
