"""A band that holds the whole true curve with a probability that no sample is too small for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.bins import Bins
from scoring.distinct import distinct
from scoring.sorting import group_starts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.distinct import Distinct
    from scoring.sample import Sample

    Floats = NDArray[np.float64]

__all__ = ["GROUPS", "HonestBand", "honest_band"]

GROUPS = 200
"""At most so many groups of neighbouring forecasts are told apart."""


@dataclass(frozen=True, slots=True)
class HonestBand:
    """Bounds of the true frequency of everything that can be said.

    Both are for a non-decreasing true curve. Where they cross, there is none that fits.

    Attributes:
        lowest: Least that is said in each group, ascending: up to there ``upper`` holds.
        highest: Most that is said in each group: from there on ``lower`` holds.
        lower: Lower bounds, non-decreasing.
        upper: Upper bounds, non-decreasing.
        level: Probability with which all bounds hold at once.
    """

    lowest: Floats
    highest: Floats
    lower: Floats
    upper: Floats
    level: float

    def at(self, p: ArrayLike) -> tuple[Floats, Floats]:
        """Lower and upper bound of the true frequency of what is said.

        Args:
            p: Probabilities, whether anybody said them or not.
        """
        said = np.asarray(p, np.float64)
        below = np.searchsorted(self.highest, said, "right")
        above = np.searchsorted(self.lowest, said, "left")
        return np.append(0.0, self.lower)[below], np.append(self.upper, 1.0)[above]


def honest_band(sample: Sample, *, level: float = 0.9, groups: int = GROUPS) -> HonestBand:
    """Finite-sample confidence band of a calibration curve that never falls.

    For every run of neighbouring groups, a Clopper-Pearson bound for its number of successes: all
    that is said above the run comes true at least as often as its lower bound, all below it at
    most as often as its upper one. Each of the m (m + 1) bounds has an equal share of the error.
    (Dimitriadis, Duembgen, Henzi, Puke & Ziegel 2023, Biometrika 110:663.) Groups are the
    distinct probabilities; where these are too many, neighbours are put together in groups of
    about equal size, which widens the band by no more than the grouping is coarse and leaves the
    level as it is.

    Args:
        sample: Independent forecasts: each a cluster of its own, all of one weight.
        level: Probability with which the band holds all of the curve.
        groups: At most so many groups.

    Raises:
        ValueError: The forecasts are not independent, or the level is not between 0 and 1.

    >>> from scoring.sample import Sample
    >>> band = honest_band(Sample.of([0.3] * 50 + [0.8] * 50, [0] * 50 + [1] * 50))
    >>> [end.round(2).tolist() for end in band.at([0.1, 0.3, 0.5, 0.9])]
    [[0.0, 0.0, 0.0, 0.92], [0.08, 0.08, 1.0, 1.0]]
    """
    if not sample.independent:
        raise ValueError("an honest band needs forecasts that are independent and weigh alike")
    if not 0.0 < level < 1.0:
        raise ValueError("the level of a band must lie between 0 and 1")
    rows = distinct(sample)
    first = _heads(rows, groups)
    if first.size == 0:
        return HonestBand(rows.x, rows.x, rows.x, rows.x, level)
    unit = float(sample.weight[0])
    count, yes = (
        np.rint(np.add.reduceat(column, first) / unit) for column in (rows.weight, rows.yes)
    )
    error = (1.0 - level) / (first.size * (first.size + 1))
    return HonestBand(
        lowest=rows.x[first],
        highest=rows.x[np.append(first[1:], rows.x.size) - 1],
        lower=_lower(count, yes, error),
        # What fails to come true, read from the other end.
        upper=1.0 - _lower(count[::-1], (count - yes)[::-1], error)[::-1],
        level=level,
    )


def _heads(rows: Distinct, groups: int) -> NDArray[np.intp]:
    """Where each group begins among the distinct probabilities."""
    if rows.x.size <= groups:
        return np.arange(rows.x.size)
    return group_starts(Bins.equal_mass(rows, groups).assign(rows.x))


def _lower(count: Floats, yes: Floats, error: float) -> Floats:
    """Greatest lower bound among all runs that end at or before each group."""
    from scipy.special import betaincinv

    start, end = np.triu_indices(count.size)
    trials, successes = (
        np.cumsum(column)[end] - (np.cumsum(column) - column)[start] for column in (count, yes)
    )
    bound = betaincinv(np.maximum(successes, 0.5), trials - successes + 1.0, error)
    greatest = np.zeros(count.size)
    np.maximum.at(greatest, end, np.where(successes > 0.0, bound, 0.0))
    return np.maximum.accumulate(greatest)
