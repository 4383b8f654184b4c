"""Forecasts by what they say: one row for each distinct probability, ties collapsed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.sorting import group_starts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.sample import Sample

    Floats = NDArray[np.float64]

__all__ = ["Distinct", "distinct"]

_GRID = 1000
"""Tenths of a percent; whole percents, divided exactly, are the same doubles."""

_BLOCK = 1 << 15
"""Rows at a time, which stay in the cache."""


@dataclass(frozen=True, slots=True)
class Distinct:
    """What was said, how much it weighs, and how much of it came true.

    Attributes:
        x: Distinct probabilities, ascending.
        no: Weight of the forecasts that say each and did not come true.
        yes: Weight of those that did.
    """

    x: Floats
    no: Floats
    yes: Floats

    @property
    def weight(self) -> Floats:
        """Weight of the forecasts that say each."""
        return self.no + self.yes

    @property
    def total(self) -> float:
        """Weight of all forecasts."""
        return float(self.weight.sum())

    @property
    def base_rate(self) -> float:
        """Share of all forecasts that came true; NaN where there is none."""
        return float(self.yes.sum()) / self.total if self.x.size else math.nan

    @property
    def frequency(self) -> Floats:
        """Share that came true of the forecasts that say each."""
        return self.yes / self.weight


def distinct(sample: Sample) -> Distinct:
    """Collapse ties, so that nothing made from the result can depend on the order of the rows.

    People say whole percents, or tenths of one: those are counted instead of sorted.

    Args:
        sample: The forecasts.

    >>> from scoring.sample import Sample
    >>> rows = distinct(Sample.of([0.7, 0.2, 0.7], [1, 0, 0]))
    >>> rows.x.tolist(), rows.no.tolist(), rows.yes.tolist()
    ([0.2, 0.7], [1.0, 1.0], [0.0, 1.0])
    """
    counted = _counted(sample)
    if counted is not None:
        return counted
    return _sorted_alike(sample) if np.all(sample.weight == 1.0) else _sorted(sample)


def _counted(sample: Sample) -> Distinct | None:
    """Rows by their place on the grid, if all are on it exactly; most others fail at once."""
    table = np.zeros(2 * _GRID + 2)
    for begin in range(0, sample.size, _BLOCK):
        rows = slice(begin, begin + _BLOCK)
        p = sample.probability[rows]
        place = np.rint(p * _GRID)
        if not np.array_equal(place / _GRID, p):
            return None
        cell = (2.0 * place + sample.outcome[rows]).astype(np.intp)
        table += np.bincount(cell, sample.weight[rows], table.size)
    no, yes = table.reshape(-1, 2).T
    said = np.flatnonzero(no + yes)
    return Distinct(said / _GRID, no[said], yes[said])


def _sorted_alike(sample: Sample) -> Distinct:
    """Weights all 1: the outcome rides in the lowest bit of the bits of p, so one sort does.

    Non-negative floats sort as their bits do; their sign bit, 0, makes room for the outcome.
    """
    one = np.uint64(1)
    key = (sample.probability + 0.0).view(np.uint64) << one
    key |= sample.outcome.astype(np.uint64)
    key.sort()
    came = (key & one).astype(np.float64)
    key >>= one
    first = group_starts(key)
    yes = np.add.reduceat(came, first)
    size = np.diff(first, append=key.size)
    return Distinct(key[first].view(np.float64), size - yes, yes)


def _sorted(sample: Sample) -> Distinct:
    order = np.argsort(sample.probability)
    p, y, weight = (c[order] for c in (sample.probability, sample.outcome, sample.weight))
    first = group_starts(p)
    no, yes = (np.add.reduceat(weight * came, first) for came in (1.0 - y, y))
    return Distinct(p[first], no, yes)
