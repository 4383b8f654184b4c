"""Murphy's parts without the bias that few forecasts a stratum bring."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.decomposition.murphy import Strata, murphy
from scoring.distinct import distinct
from scoring.sorting import group_starts, stable_order, sums_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.bins import Bins
    from scoring.sample import Sample

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Corrected", "corrected"]

_ROUNDING = 1e-9
"""Share of a variance that is put down to rounding."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """Reliability, resolution and uncertainty, corrected for bias.

    reliability - resolution + uncertainty is what it is without the correction.

    Attributes:
        reliability: As in :class:`scoring.decomposition.murphy.Murphy`, estimated; 0 or more.
        resolution: Likewise, in [0, 1].
        uncertainty: Likewise, at most 1/4.
        applied: Share of the correction that could be made without leaving these bounds.
    """

    reliability: float
    resolution: float
    uncertainty: float
    applied: float


def corrected(sample: Sample, *, bins: Bins | None = None) -> Corrected:
    """Correct Murphy's parts for the sampling variance of the frequencies they are made from.

    With few forecasts a stratum, the frequencies stray from the chances by luck, and reliability
    and resolution both come out too large (Ferro & Fricker 2012, Q. J. R. Meteorol. Soc.
    138:1954). Rows of one cluster are taken to share their luck: together they are one draw. A
    stratum of one draw says nothing of its own variance, and corrects nothing.

    Args:
        sample: The forecasts.
        bins: The bins; each distinct forecast is a stratum by default.

    >>> from scoring.sample import Sample
    >>> few = Sample.of([0.1, 0.1, 0.1, 0.1, 0.7, 0.7], [0, 0, 0, 1, 1, 0])
    >>> round(corrected(few).reliability, 4), round(corrected(few).applied, 4)
    (0.0068, 0.1724)
    """
    if sample.size == 0:
        return Corrected(math.nan, math.nan, math.nan, math.nan)
    rows = distinct(sample)
    parts, strata = murphy(rows, bins=bins), Strata.of(rows, bins)
    code = np.searchsorted(rows.x[strata.first], sample.probability, "right") - 1
    within = _luck(strata.frequency, _concentration(code, sample, strata.first.size))
    strata_luck = float(strata.weight @ within) / rows.total
    whole = _concentration(np.zeros(sample.size, np.intp), sample, 1)
    luck = float(_luck(np.array([rows.base_rate]), whole)[0])
    applied = _applied((parts.reliability, parts.resolution, parts.uncertainty), strata_luck, luck)
    return Corrected(
        reliability=parts.reliability - applied * strata_luck,
        resolution=parts.resolution - applied * (strata_luck - luck),
        uncertainty=parts.uncertainty + applied * luck,
        applied=applied,
    )


def _concentration(code: Index, sample: Sample, size: int) -> Floats:
    """For each stratum, one over the number of equal draws that are worth as much."""
    order = stable_order(sample.cluster)
    order = order[stable_order(code[order])]
    first = group_starts(code[order], sample.cluster[order])
    together = np.add.reduceat(sample.weight[order], first)
    stratum = code[order][first]
    # From the very sums that are squared below: a single draw is then 1 to the last bit.
    weight = sums_by(stratum, together, size)
    return sums_by(stratum, np.square(together / weight[stratum]), size)


def _luck(frequency: Floats, concentration: Floats) -> Floats:
    """Estimated sampling variance of each frequency; 0 where a single draw tells none."""
    spread = frequency * (1.0 - frequency)
    several = concentration < 1.0
    odds = np.divide(concentration, 1.0 - concentration, where=several, out=np.zeros_like(spread))
    return spread * odds


def _applied(parts: tuple[float, float, float], strata: float, whole: float) -> float:
    """How much of the correction keeps reliability and resolution in [0, 1], uncertainty to 1/4."""
    reliability, resolution, uncertainty = (np.float64(part) for part in parts)
    gap = strata - whole
    with np.errstate(divide="ignore", invalid="ignore"):
        within = np.maximum(resolution / gap, (resolution - 1.0) / gap)
        share = np.min(
            [
                reliability / strata,
                # What a single stratum leaves of the gap is rounding, of either sign.
                np.inf if abs(gap) < _ROUNDING * whole else within,
                (1.0 - 4.0 * uncertainty) / (4.0 * whole),
                1.0,
            ]
        )
    return float(share) if np.isfinite(share) else 0.0
