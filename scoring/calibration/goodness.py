"""Tests of calibration that look in one direction, or in one a bin.

All ask whether sums of residuals w (y - p) are farther from 0 than those of calibrated forecasts
would be. Weights say how much a forecast matters, not how often it was made: multiplying all of
them by a number changes no test.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, nan
from typing import TYPE_CHECKING

import numpy as np

from scoring.calibration.evidence import Evidence, Finding
from scoring.calibration.fates import DRAWS, Fates
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.bins import Bins
    from scoring.sample import Sample

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["HosmerLemeshow", "hosmer_lemeshow", "in_the_large", "spiegelhalter"]

_CERTAIN = "every forecast is 0% or 100%, and right: nothing could have come out otherwise"
_BALANCED = "every forecast is 0%, 50% or 100%: the statistic cannot differ from 0"
_EMPTY = "there are no forecasts"


@dataclass(frozen=True, slots=True)
class HosmerLemeshow:
    """The test by groups.

    Attributes:
        groups: Number of groups that hold forecasts.
        evidence: The test for forecasts that were not fitted to these outcomes; as many degrees
            of freedom as groups.
        fitted_p: p where they were, by a logistic regression on these very outcomes: two degrees
            of freedom fewer. NaN with fewer than three groups.
    """

    groups: int
    evidence: Evidence
    fitted_p: float


def in_the_large(sample: Sample, *, draws: int = DRAWS, seed: int = 0) -> Evidence:
    """Test of calibration in the large: did as much come true as was said, all in all?

    z = sum w (y - p) / sqrt(sum w^2 p (1 - p)), positive where more came true.

    Args:
        sample: The forecasts.
        draws: Draws for clusters that share one fate.
        seed: Their seed.

    >>> from scoring.sample import Sample
    >>> round(in_the_large(Sample.of([0.9] * 10, [1] * 6 + [0] * 4)).independent.statistic, 3)
    -3.162
    """
    return _directed(sample, np.ones(sample.size), _CERTAIN, draws, seed)


def spiegelhalter(sample: Sample, *, draws: int = DRAWS, seed: int = 0) -> Evidence:
    """Spiegelhalter's test: is the Brier score what calibrated forecasts would have?

    Z = sum w (y - p) (1 - 2 p) / sqrt(sum w^2 (1 - 2 p)^2 p (1 - p)) (Spiegelhalter 1986, Stat.
    Med. 5:421), positive where the Brier score is too high, as that of the overconfident is.
    Forecasts of 50 % say nothing.

    Args:
        sample: The forecasts.
        draws: Draws for clusters that share one fate.
        seed: Their seed.
    """
    return _directed(sample, 1.0 - 2.0 * sample.probability, _BALANCED, draws, seed)


def _directed(sample: Sample, direction: Floats, reason: str, draws: int, seed: int) -> Evidence:
    """Test of one weighted sum of residuals; without any variance, infinite unless it is 0."""
    if not sample.size:
        return Evidence.missing(_EMPTY)
    p = sample.probability
    found = float(np.sum(sample.weight * (sample.outcome - p) * direction))
    spread = float(np.sqrt(np.sum(np.square(sample.weight * direction) * p * (1.0 - p))))
    if spread == 0.0 and found == 0.0:
        return Evidence.missing(reason)
    z = found / spread if spread > 0.0 else np.copysign(inf, found)
    return Evidence(Finding.normal(float(z)), _shared(sample, found, direction, draws, seed))


def _shared(sample: Sample, found: float, direction: Floats, draws: int, seed: int) -> Finding:
    fates = Fates.of(sample)
    loading = fates.most(direction)
    scale = float(np.sqrt(np.sum(np.square(loading))))
    if scale == 0.0:
        return Finding(float(np.copysign(inf, found)), 0.0, "certain")
    z = found / scale
    test = fates.finding(abs(z), lambda y: np.abs(loading @ y) / scale, draws=draws, seed=seed)
    return test if test.is_missing else replace(test, statistic=z)


def hosmer_lemeshow(
    sample: Sample, *, bins: Bins, draws: int = DRAWS, seed: int = 0
) -> HosmerLemeshow:
    """Hosmer and Lemeshow's test: is what came true in any bin too far from what was said?

    The sum over bins of (sum w (y - p))^2 / (sum w^2 m (1 - m)), m the bin's mean of p (Hosmer &
    Lemeshow 1980, Commun. Stat. A 9:1043). A bin in which all is certain adds 0 if right, else
    infinity. The p-value depends on the choice of bins, strongly where they hold little.

    Args:
        sample: The forecasts.
        bins: The groups; usually ten of equal mass.
        draws: Draws for clusters that share one fate.
        seed: Their seed.
    """
    if not sample.size:
        return HosmerLemeshow(0, Evidence.missing(_EMPTY), nan)
    p, weight = sample.probability, sample.weight
    filled, group = np.unique(bins.assign(p), return_inverse=True)
    size = filled.size
    found = sums_by(group, weight * (sample.outcome - p), size)
    mean = np.minimum(sums_by(group, weight * p, size) / sums_by(group, weight, size), 1.0)
    each = _squared(found, sums_by(group, np.square(weight), size) * mean * (1.0 - mean))
    test = Finding.chi_squared(float(each.sum()), size)
    fitted = Finding.chi_squared(test.statistic, size - 2).p if size > 2 else nan  # noqa: PLR2004 - two are lost to the fit
    shared = _shared_groups(Fates.of(sample), group, found, draws, seed)
    return HosmerLemeshow(size, Evidence(test, shared), fitted)


def _squared(found: Floats, variance: Floats) -> Floats:
    """Squares over variances; of no variance, 0 where nothing is found and infinite otherwise."""
    known = np.where(variance > 0.0, variance, 1.0)
    return np.where(variance > 0.0, np.square(found) / known, np.where(found == 0.0, 0.0, inf))


def _shared_groups(fates: Fates, group: Index, found: Floats, draws: int, seed: int) -> Finding:
    """The test of groups whose sums share the fates of clusters."""
    clusters = fates.chance.size
    each = sums_by(group * clusters + fates.cluster, fates.spread, found.size * clusters)
    loading = each.reshape(found.size, clusters)
    variance = np.square(loading).sum(axis=1)
    statistic = float(_squared(found, variance).sum())
    if np.isinf(statistic):
        return Finding(statistic, 0.0, "certain")

    def drawn(z: Floats) -> Floats:
        return np.asarray(_squared((loading @ z).T, variance).sum(axis=1), np.float64)

    return fates.finding(statistic, drawn, draws=draws, seed=seed)
