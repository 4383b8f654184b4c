"""Calibration errors: how far what came true lies from what was said, in one number.

All are 0 for perfect calibration and at most 1. Those made from bins depend on the bins, and grow
with their number even where calibration is perfect; see the debiased one, and
:mod:`scoring.calibration.cumulative` for errors without bins.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt
from typing import TYPE_CHECKING, Literal

import numpy as np

from scoring.calibration.curves import curve
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.bins import Bins
    from scoring.calibration.curves import Curve
    from scoring.sample import Sample

    Floats = NDArray[np.float64]

__all__ = ["CalibrationErrors", "calibration_errors"]


@dataclass(frozen=True, slots=True)
class CalibrationErrors:
    """Errors over the bins of a calibration curve; NaN without forecasts.

    Attributes:
        expected: Mean distance, the ECE (Naeini, Cooper & Hauskrecht 2015, AAAI).
        maximum: Greatest distance in any bin that holds forecasts, the MCE.
        squared: Mean square distance, the reliability of Murphy's decomposition.
        debiased: The same less what it has by chance; may be negative.
    """

    expected: float
    maximum: float
    squared: float
    debiased: float

    @property
    def root(self) -> float:
        """Root mean square distance."""
        return sqrt(self.squared)

    @property
    def root_debiased(self) -> float:
        """Root of the debiased one, 0 where that is negative."""
        return nan if np.isnan(self.debiased) else sqrt(max(self.debiased, 0.0))


def calibration_errors(sample: Sample, *, bins: Bins | Literal["corp"]) -> CalibrationErrors:
    """Errors of calibration over bins.

    The debiased error takes off each bin's estimated variance of the share that came true, which
    for single forecasts of equal weight is f (1 - f) / (n - 1) (Kumar, Liang & Ma 2019, NeurIPS;
    Ferro & Fricker 2012, QJRMS 138:1954, with a = 1). Forecasts of one cluster are taken together
    for it. A bin with one cluster is left as it is.

    Args:
        sample: The forecasts.
        bins: The bins, or ``"corp"`` for the blocks of the isotonic fit.

    >>> from scoring.bins import Bins
    >>> from scoring.sample import Sample
    >>> errors = calibration_errors(
    ...     Sample.of([0.1, 0.1, 0.8, 0.8], [0, 1, 1, 1]), bins=Bins.equal_width(10)
    ... )
    >>> round(errors.expected, 3), round(errors.maximum, 3)
    (0.3, 0.4)
    """
    if not sample.size:
        return CalibrationErrors(nan, nan, nan, nan)
    found = curve(sample, bins=bins)
    some = found.weight > 0.0
    share = found.weight[some] / found.weight.sum()
    distance = np.abs(found.mean - found.frequency)[some]
    squared = float(np.sum(share * np.square(distance)))
    chance = float(np.sum(share * _variance(sample, found)[some]))
    return CalibrationErrors(
        expected=float(np.sum(share * distance)),
        maximum=float(distance.max()),
        squared=squared,
        debiased=squared - chance,
    )


def _variance(sample: Sample, found: Curve) -> Floats:
    """Estimated variance of each bin's frequency, 0 where it rests on one cluster."""
    code = found.assign(sample.probability)
    key, piece = np.unique(code * sample.clusters + sample.cluster, return_inverse=True)
    owner, size = key // sample.clusters, found.weight.size
    total = np.where(found.weight > 0.0, found.weight, 1.0)
    residual = sample.weight * (sample.outcome - found.frequency[code])
    sums, weight = (sums_by(piece, column, key.size) for column in (residual, sample.weight))
    left = 1.0 - sums_by(owner, np.square(weight / total[owner]), size)
    alone = found.clusters <= 1
    squares = sums_by(owner, np.square(sums / total[owner]), size)
    variance: Floats = np.where(alone, 0.0, squares / np.where(alone, 1.0, left))
    return variance
