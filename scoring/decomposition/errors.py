"""How far Murphy's parts would stray if other questions had been asked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.decomposition.murphy import Strata
from scoring.distinct import distinct
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.bins import Bins
    from scoring.sample import Sample

    Floats = NDArray[np.float64]

__all__ = ["Errors", "errors"]


@dataclass(frozen=True, slots=True)
class Errors:
    """Standard errors of Murphy's parts, in their unit.

    Attributes:
        reliability: Of the reliability.
        resolution: Of the resolution.
        uncertainty: Of the uncertainty.
    """

    reliability: float
    resolution: float
    uncertainty: float


def errors(sample: Sample, *, bins: Bins | None = None) -> Errors:
    """Standard errors of reliability, resolution and uncertainty, by families of questions.

    Errors are propagated to first order from the weights, forecasts and outcomes of the strata,
    as in Siegert 2014 (Q. J. R. Meteorol. Soc., arXiv:1303.6182), but from whole clusters, which
    may depend within themselves as they like. A reliability near 0 is skewed: twice its error is
    no interval. NaN from fewer than two clusters.

    Args:
        sample: The forecasts.
        bins: The bins; each distinct forecast is a stratum by default.

    >>> from scoring.sample import Sample
    >>> round(errors(Sample.of([0.2, 0.2, 0.7, 0.7], [0, 0, 1, 0])).uncertainty, 4)
    0.125
    """
    if sample.clusters < 2:  # noqa: PLR2004 - two of anything show a spread
        return Errors(math.nan, math.nan, math.nan)
    rows = distinct(sample)
    strata = Strata.of(rows, bins)
    code = np.searchsorted(rows.x[strata.first], sample.probability, "right") - 1
    said, came = strata.mean[code], strata.frequency[code]
    p, y, base = sample.probability, sample.outcome, sample.base_rate
    # What one more row like this would change each part by, times the weight of all rows.
    reliability = 2.0 * (said - came) * (p - y) - np.square(said - came)
    resolution = 2.0 * came * y - np.square(came) - 2.0 * base * y
    return Errors(
        reliability=_spread(reliability, sample),
        resolution=_spread(resolution, sample),
        uncertainty=_spread((1.0 - 2.0 * base) * y, sample),
    )


def _spread(change: Floats, sample: Sample) -> float:
    """Standard error of a weighted mean of rows that hang together in clusters."""
    middle = np.sum(sample.weight * change) / sample.total
    shares = sample.weight * (change - middle) / sample.total
    together = sums_by(sample.cluster, shares, sample.clusters)
    return math.sqrt(sample.clusters / (sample.clusters - 1) * float(together @ together))
