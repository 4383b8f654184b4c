"""Calibration curves: what was said, and how much of it came true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from scoring.isotonic import isotonic
from scoring.sorting import group_starts, sums_by

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.bins import Bins
    from scoring.sample import Sample

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Curve", "curve"]


@dataclass(frozen=True, slots=True)
class Curve:
    """A row for each bin, or for each block of the isotonic fit, from low to high.

    Attributes:
        bins: The bins, or ``"corp"`` for the blocks of the isotonic fit.
        low: Lower edge of a bin; the least that was said in a block.
        high: Upper edge; the most that was said in a block.
        count: Number of forecasts in it.
        clusters: Number of clusters of evidence that they come from.
        weight: Their weight.
        mean: Weighted mean of what they say; NaN in an empty bin.
        frequency: Weighted share of them that came true; NaN in an empty bin.
    """

    bins: Bins | Literal["corp"]
    low: Floats
    high: Floats
    count: Index
    clusters: Index
    weight: Floats
    mean: Floats
    frequency: Floats

    def assign(self, p: ArrayLike) -> Index:
        """Code of the row each probability belongs to; between two blocks, the upper one.

        Args:
            p: Probabilities.
        """
        return _codes(self.bins, self.high, np.asarray(p, np.float64))


def curve(sample: Sample, *, bins: Bins | Literal["corp"]) -> Curve:
    """Calibration curve of a sample, also called its reliability curve.

    Args:
        sample: The forecasts.
        bins: Bins of what was said, all of which have a row; or ``"corp"`` for the blocks of the
            isotonic fit (Dimitriadis, Gneiting & Jordan 2021, PNAS 118:e2016191118), whose
            frequencies never fall and which need no choice of bins.

    >>> from scoring.bins import Bins
    >>> from scoring.sample import Sample
    >>> said = Sample.of([0.1, 0.2, 0.3, 0.8, 0.9], [0, 1, 0, 1, 1])
    >>> curve(said, bins=Bins.equal_width(2)).frequency.round(3).tolist()
    [0.333, 1.0]
    >>> curve(said, bins="corp").high.tolist()
    [0.1, 0.3, 0.9]
    """
    low, high = _blocks(sample) if bins == "corp" else (bins.edges[:-1], bins.edges[1:])
    code, size = _codes(bins, high, sample.probability), low.size
    weight = sums_by(code, sample.weight, size)
    some = np.where(weight > 0.0, weight, np.nan)
    return Curve(
        bins=bins,
        low=low,
        high=high,
        count=np.bincount(code, minlength=size),
        clusters=_distinct_clusters(code, sample.cluster, size),
        weight=weight,
        mean=sums_by(code, sample.weight * sample.probability, size) / some,
        frequency=sums_by(code, sample.weight * sample.outcome, size) / some,
    )


def _blocks(sample: Sample) -> tuple[Floats, Floats]:
    fit = isotonic(sample)
    first = group_starts(fit.block)
    return fit.x[first], fit.x[np.append(first[1:], fit.x.size) - 1] if first.size else fit.x


def _codes(bins: Bins | Literal["corp"], high: Floats, p: Floats) -> Index:
    if bins != "corp":
        return bins.assign(p)
    return np.minimum(np.searchsorted(high, p), max(high.size - 1, 0))


def _distinct_clusters(code: Index, cluster: Index, size: int) -> Index:
    clusters = int(cluster.max(initial=0)) + 1
    return np.bincount(np.unique(code * clusters + cluster) // clusters, minlength=size)
