"""Recalibration: from what somebody says to what it has come to mean.

A map is fitted to forecasts and their outcomes, and applied to others: on those it was fitted to
it flatters itself. :func:`crossfitted` therefore splits the evidence by cluster.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np

from scoring.bounds import HIGHEST, LOWEST
from scoring.distinct import distinct
from scoring.folds import FOLDS, folds
from scoring.isotonic import Isotonic
from scoring.isotonic import isotonic as isotonic_regression
from scoring.logistic import logistic
from scoring.odds import expit
from scoring.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = [
    "FITS",
    "IDENTITY",
    "LEAST_CLUSTERS",
    "CrossFitted",
    "IsotonicMap",
    "LogOddsMap",
    "Map",
    "beta",
    "beta_design",
    "crossfitted",
    "isotonic",
    "platt",
    "platt_targets",
]

LEAST_CLUSTERS = 10
"""Clusters from which a map, a factor or a weight is learnt; from fewer, nothing is."""


class Map(Protocol):
    """What was said, turned into what it means."""

    def apply(self, p: ArrayLike) -> Floats:
        """Recalibrated probabilities, in the shape of the given ones."""
        ...


@dataclass(frozen=True, slots=True)
class LogOddsMap:
    """logit q = intercept + a ln p - b ln(1 - p), each p taken to lie within the live limits.

    Attributes:
        intercept: What is added to the log-odds.
        a: Factor of ln p.
        b: Factor of -ln(1 - p); equal to a in Platt's map, a line in log-odds.
    """

    intercept: float
    a: float
    b: float

    def apply(self, p: ArrayLike) -> Floats:
        """Recalibrated probabilities."""
        rows = beta_design(p)
        return expit(rows @ np.array([self.intercept, self.a, self.b])).reshape(np.shape(p))


@dataclass(frozen=True, slots=True)
class IsotonicMap:
    """The isotonic regression of outcomes on forecasts, which may say exactly 0 and 1.

    Attributes:
        fitted: The regression.
    """

    fitted: Isotonic

    def apply(self, p: ArrayLike) -> Floats:
        """Recalibrated probabilities."""
        return self.fitted.at(p)


IDENTITY = LogOddsMap(0.0, 1.0, 1.0)
"""The map that changes nothing within the live limits."""


def platt(sample: Sample) -> LogOddsMap:
    """Platt scaling: a line in log-odds, fitted to :func:`platt_targets`.

    It is finite whatever the outcomes: for a single class it says nearly that class, always.
    Platt 1999, Advances in Large Margin Classifiers, 61-74.

    Args:
        sample: Forecasts and outcomes.

    >>> said, came = [0.4, 0.4, 0.4, 0.6, 0.6, 0.6], [0, 0, 0, 1, 1, 1]
    >>> platt(Sample.of(said, came)).apply([0.4, 0.6]).round(3).tolist()
    [0.2, 0.8]
    """
    rows, target, weight = _regression(sample)
    line = rows @ np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    intercept, slope = logistic(line, target, weight, start=np.array([0.0, 1.0])).tolist()
    return LogOddsMap(intercept, slope, slope)


def beta(sample: Sample) -> LogOddsMap:
    """Beta calibration: log-odds rise with ln p and fall with ln(1 - p), at rates of their own.

    A negative rate is set to 0 and the rest fitted anew, so that the map never falls. Targets are
    Platt's, so that it is finite whatever the outcomes. Kull, Silva Filho & Flach 2017, Electronic
    Journal of Statistics 11:5052.

    Args:
        sample: Forecasts and outcomes.
    """
    rows, target, weight = _regression(sample)
    kept, start = np.array([True, True, True]), np.array([0.0, 1.0, 1.0])
    while True:
        found = np.zeros(3)
        found[kept] = logistic(rows[:, kept], target, weight, start=start[kept])
        falling = np.flatnonzero(found[1:] < 0.0) + 1
        if falling.size == 0:
            return LogOddsMap(*found.tolist())
        kept[falling[0]] = False


def isotonic(sample: Sample) -> IsotonicMap:
    """Isotonic regression: of all maps that never fall, the one that fits best.

    Args:
        sample: Forecasts and outcomes.
    """
    return IsotonicMap(isotonic_regression(sample))


FITS: dict[str, Callable[[Sample], Map]] = {"platt": platt, "beta": beta, "isotonic": isotonic}
"""Every way to recalibrate, by its name."""


def platt_targets(yes: float, no: float) -> tuple[float, float]:
    """Targets of a YES and of a NO, drawn in from 1 and 0: the fewer the class has, the more.

    Args:
        yes: Number, or weight, of those that came true.
        no: That of the others.

    >>> platt_targets(3, 8)
    (0.8, 0.1)
    """
    return (yes + 1.0) / (yes + 2.0), 1.0 / (no + 2.0)


def beta_design(p: ArrayLike) -> Floats:
    """Columns 1, ln p and -ln(1 - p), p taken to lie within the live limits."""
    bounded = np.clip(np.ravel(np.asarray(p, np.float64)), LOWEST, HIGHEST)
    return np.column_stack([np.ones(bounded.size), np.log(bounded), -np.log1p(-bounded)])


@dataclass(frozen=True, slots=True)
class CrossFitted:
    """Maps for every fold, each fitted to the other folds.

    Attributes:
        maps: A map for each fold.
    """

    maps: tuple[Map, ...]

    @classmethod
    def of(cls, sample: Sample, fit: Callable[[Sample], Map], fold: Index, count: int) -> Self:
        """Fit a map for each fold; the identity where the others hold too few clusters.

        Args:
            sample: Forecasts and outcomes.
            fit: How a map is fitted.
            fold: Fold of each row.
            count: Number of folds.
        """
        return cls(tuple(_fitted(sample, fit, fold != part) for part in range(count)))

    def apply(self, p: Floats, fold: Index) -> Floats:
        """Recalibrate each probability by the map of its fold."""
        said = np.array(p, np.float64)
        for part, one in enumerate(self.maps):
            here = fold == part
            said[here] = one.apply(said[here])
        return said


def crossfitted(sample: Sample, fit: Callable[[Sample], Map], *, k: int = FOLDS) -> Floats:
    """Each forecast as a map says it that was fitted to the clusters of other folds.

    Args:
        sample: Forecasts and outcomes.
        fit: How a map is fitted: one of `FITS`.
        k: Number of folds.
    """
    fold = folds(sample.cluster, k)
    return CrossFitted.of(sample, fit, fold, k).apply(sample.probability, fold)


def _regression(sample: Sample) -> tuple[Floats, Floats, Floats]:
    """Design, targets and weights, a row for each distinct forecast: the loss is the same."""
    rows = distinct(sample)
    for_yes, for_no = platt_targets(float(rows.yes.sum()), float(rows.no.sum()))
    target = (for_yes * rows.yes + for_no * rows.no) / rows.weight
    return beta_design(rows.x), target, rows.weight


def _fitted(sample: Sample, fit: Callable[[Sample], Map], rows: NDArray[np.bool_]) -> Map:
    """The map of some rows, or the identity where they are of too few clusters."""
    cluster = sample.cluster[rows]
    if np.unique(cluster).size < LEAST_CLUSTERS:
        return IDENTITY
    columns = sample.probability, sample.outcome, sample.weight
    said, came, weight = (column[rows] for column in columns)
    return fit(Sample.of(said, came, weight, cluster))
