"""Calibration errors without bins: how far cumulative residuals stray from 0.

Sorted by what was said, the residuals y - p are summed up from the lowest; C(t) is the sum over
all forecasts up to t, divided by the whole weight. Between two probabilities C rises where more
came true than was said, and falls where less did (Arrieta-Ibarra, Gujral, Tannen, Tygert & Xu 2022,
J. Mach. Learn. Res. 23). Forecasts that say the same are one step, so the order of rows is nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nan
from typing import TYPE_CHECKING

import numpy as np

from scoring.calibration.evidence import Evidence, Finding
from scoring.calibration.fates import DRAWS, Fates
from scoring.sorting import group_starts

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from scoring.sample import Sample

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Cumulative", "cumulative_errors"]

_CERTAIN = "every forecast is 0% or 100%, and right: nothing could have come out otherwise"
_TERMS = 400
_SURE = 0.05
"""Standardised extents below which chance exceeds them for certain."""


@dataclass(frozen=True, slots=True)
class Cumulative:
    """Errors of calibration without bins; NaN without forecasts.

    Attributes:
        maximum: Greatest distance of C from 0, ECCE-MAD: the greatest miscalibration of all
            forecasts below some probability, times their share.
        span: Greatest less least value of C, ECCE-R: the same between any two probabilities.
        maximum_evidence: Test of calibration by the one.
        span_evidence: Test of calibration by the other.
    """

    maximum: float
    span: float
    maximum_evidence: Evidence
    span_evidence: Evidence


def cumulative_errors(sample: Sample, *, draws: int = DRAWS, seed: int = 0) -> Cumulative:
    """Errors of calibration without bins, and tests by them.

    For independent calibrated forecasts C, divided by its standard deviation at the end, is nearly
    a Brownian motion; the laws of its greatest distance and of its span (Feller 1951, Ann. Math.
    Stat. 22:427) give the p-values.

    Args:
        sample: The forecasts.
        draws: Draws for clusters that share one fate.
        seed: Their seed.

    >>> from scoring.sample import Sample
    >>> errors = cumulative_errors(Sample.of([0.2, 0.4, 0.9], [0, 1, 1]))
    >>> round(errors.maximum, 3), round(errors.span, 3)
    (0.167, 0.233)
    """
    if not sample.size:
        nothing = Evidence.missing("there are no forecasts")
        return Cumulative(nan, nan, nothing, nothing)
    order = np.argsort(sample.probability, kind="stable")
    first = group_starts(sample.probability[order])
    residual = sample.weight * (sample.outcome - sample.probability)
    path = _path(residual[order, None], first) / sample.total
    maximum, span = (float(measure(path)[0]) for measure in (_maximum, _span))
    laws = ((maximum, _maximum, _maximum_law), (span, _span, _span_law))
    evidence = (_evidence(sample, order, first, *law, draws=draws, seed=seed) for law in laws)
    return Cumulative(maximum, span, *evidence)


def _path(steps: Floats, first: Index) -> Floats:
    """Sums of steps up to and with each group of rows, by column."""
    return np.asarray(np.cumsum(np.add.reduceat(steps, first, axis=0), axis=0), np.float64)


def _maximum(path: Floats) -> Floats:
    return np.asarray(np.abs(path).max(axis=0), np.float64)


def _span(path: Floats) -> Floats:
    """The path begins at 0."""
    above, below = np.maximum(path.max(axis=0), 0.0), np.minimum(path.min(axis=0), 0.0)
    return np.asarray(above - below, np.float64)


def _evidence(
    sample: Sample,
    order: Index,
    first: Index,
    extent: float,
    measure: Callable[[Floats], Floats],
    law: Callable[[float], float],
    *,
    draws: int,
    seed: int,
) -> Evidence:
    fates = Fates.of(sample)
    deviation = float(np.sqrt(np.sum(np.square(fates.spread)))) / sample.total
    if deviation == 0.0:
        certain = Finding(inf, 0.0, "certain")
        return Evidence.missing(_CERTAIN) if extent == 0.0 else Evidence(certain, certain)
    at_most = float(np.sqrt(np.sum(np.square(fates.loading(np.ones(sample.size))))))
    spread, cluster = fates.spread[order, None] / at_most, fates.cluster[order]

    def drawn(z: Floats) -> Floats:
        return np.concatenate(
            [measure(_path(spread * part[cluster], first)) for part in _slices(z, sample.size)]
        )

    independent = Finding(extent / deviation, law(extent / deviation), "Brownian motion")
    statistic = extent * sample.total / at_most
    return Evidence(independent, fates.finding(statistic, drawn, draws=draws, seed=seed))


def _slices(z: Floats, rows: int) -> list[Floats]:
    """Some draws at a time, where there are many more rows than clusters."""
    at_once = max(1, (1 << 20) // rows)
    return [z[:, begin : begin + at_once] for begin in range(0, z.shape[1], at_once)]


def _maximum_law(x: float) -> float:
    """Chance that a Brownian motion strays as far as x from 0 within a unit of time."""
    k: Floats = np.arange(_TERMS, dtype=np.float64)
    return _alternating(4.0 * np.ones(_TERMS), (2.0 * k + 1.0) * x)


def _span_law(x: float) -> float:
    """Chance that a Brownian motion has a span of x or more within a unit of time."""
    k: Floats = np.arange(1, _TERMS + 1, dtype=np.float64)
    return _alternating(8.0 * k, k * x)


def _alternating(factor: Floats, x: Floats) -> float:
    """Sum of normal tails, by the principle of reflection; few terms matter unless x is tiny."""
    if x[0] < _SURE:
        return 1.0
    from scipy.special import ndtr

    sign = np.where(np.arange(_TERMS) % 2, -1.0, 1.0)
    return float(np.clip(np.sum(sign * factor * ndtr(-x)), 0.0, 1.0))
