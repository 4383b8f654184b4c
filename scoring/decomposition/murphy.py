"""Murphy's decomposition of the Brier score: reliability, resolution, uncertainty."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.distinct import Distinct, distinct
from scoring.sorting import group_starts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.bins import Bins
    from scoring.sample import Sample

    Floats = NDArray[np.float64]

__all__ = ["Murphy", "Strata", "murphy"]


@dataclass(frozen=True, slots=True)
class Murphy:
    """A mean Brier score, 0 to 1, and its parts.

    score = reliability - resolution + uncertainty + within_variance - within_covariance.

    Attributes:
        score: The weighted mean Brier loss.
        reliability: Squared distance between what was said and what came true, 0 is best.
        resolution: Squared distance between what came true and the base rate, more is better.
        uncertainty: Variance of the outcomes, the loss of always saying the base rate.
        within_variance: Variance of what was said within bins; 0 without bins.
        within_covariance: Twice the covariance of that with the outcomes, within bins.
        strata: Number of bins, or of distinct forecasts, that hold anything.
    """

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    within_variance: float
    within_covariance: float
    strata: int

    @property
    def generalised_resolution(self) -> float:
        """Resolution with what is within bins: score = reliability - this + uncertainty."""
        return self.resolution - self.within_variance + self.within_covariance


@dataclass(frozen=True, slots=True)
class Strata:
    """Forecasts grouped by what they say.

    Attributes:
        first: The distinct forecast at which each group begins.
        weight: Weight of each.
        mean: Weighted mean of what was said in it.
        frequency: Weighted share that came true.
    """

    first: NDArray[np.intp]
    weight: Floats
    mean: Floats
    frequency: Floats

    @classmethod
    def of(cls, rows: Distinct, bins: Bins | None) -> Self:
        """Groups that hold anything.

        Args:
            rows: The forecasts, ties collapsed.
            bins: Bins that make the groups; each distinct forecast is one by default.
        """
        first = np.arange(rows.x.size) if bins is None else group_starts(bins.assign(rows.x))
        weight, yes = (np.add.reduceat(column, first) for column in (rows.weight, rows.yes))
        # Means are taken above each group's lowest forecast, so that one forecast alone is its
        # own mean to the last bit.
        low = rows.x[first]
        above = rows.x - np.repeat(low, np.diff(first, append=rows.x.size))
        mean = low + np.add.reduceat(rows.weight * above, first) / weight
        return cls(first, weight, mean, yes / weight)

    def each(self, column: Floats, rows: Distinct) -> Floats:
        """A column of the groups, repeated for every distinct forecast."""
        return np.repeat(column, np.diff(self.first, append=rows.x.size))


def murphy(sample: Sample | Distinct, *, bins: Bins | None = None) -> Murphy:
    """Decompose the mean Brier score by bins, or by distinct forecasts.

    Murphy 1973 (J. Appl. Meteorol. 12:595) is exact where all forecasts of a stratum are the
    same; for bins, Stephenson, Coelho & Jolliffe 2008 (Weather Forecast. 23:752) add what is
    within them, and the parts add up again. An empty sample has NaN everywhere.

    Args:
        sample: The forecasts, or what :func:`scoring.distinct.distinct` made of them.
        bins: The bins; each distinct forecast is a stratum by default.

    >>> from scoring.sample import Sample
    >>> parts = murphy(Sample.of([0.1, 0.1, 0.6, 0.6], [0, 0, 1, 0]))
    >>> [round(part, 4) for part in (parts.score, parts.reliability, parts.resolution)]
    [0.135, 0.01, 0.0625]
    """
    rows = sample if isinstance(sample, Distinct) else distinct(sample)
    if rows.x.size == 0:
        nan = math.nan
        return Murphy(nan, nan, nan, nan, nan, nan, strata=0)
    strata, base, total = Strata.of(rows, bins), rows.base_rate, rows.total
    away = rows.x - strata.each(strata.mean, rows)
    surplus = rows.yes - rows.weight * strata.each(strata.frequency, rows)
    return Murphy(
        score=float(rows.no @ np.square(rows.x) + rows.yes @ np.square(1.0 - rows.x)) / total,
        reliability=float(strata.weight @ np.square(strata.mean - strata.frequency)) / total,
        resolution=float(strata.weight @ np.square(strata.frequency - base)) / total,
        uncertainty=base * (1.0 - base),
        within_variance=float(rows.weight @ np.square(away)) / total,
        within_covariance=2.0 * float(surplus @ away) / total,
        strata=strata.first.size,
    )
