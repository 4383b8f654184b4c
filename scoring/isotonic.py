"""Isotonic regression of outcomes on probabilities: what a forecaster's words came to mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.distinct import Distinct, distinct

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.sample import Sample

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Isotonic", "isotonic", "pooled_blocks"]

_STALLED = 0.9
"""Share of the blocks that a pass must leave for the next one not to be worth its while."""


@dataclass(frozen=True, slots=True)
class Isotonic:
    """The non-decreasing step function nearest to the outcomes.

    Attributes:
        x: Distinct probabilities, ascending.
        fitted: Recalibrated probability at each, non-decreasing.
        weight: Weight of the forecasts that say each.
        yes: Weight of those of them that came true.
        block: Code of the level each belongs to, ascending from 0 without gaps.
    """

    x: Floats
    fitted: Floats
    weight: Floats
    yes: Floats
    block: Index

    def at(self, p: ArrayLike) -> Floats:
        """Recalibrated probability of any p: linear between fitted points, constant beyond.

        Args:
            p: Probabilities.

        Returns:
            As many, NaN if nothing was fitted.
        """
        wanted = np.asarray(p, np.float64)
        if self.x.size == 0:
            return np.full(wanted.shape, np.nan)
        return np.asarray(np.interp(wanted, self.x, self.fitted), np.float64)


def isotonic(sample: Sample | Distinct) -> Isotonic:
    """Weighted isotonic regression by pooling adjacent violators, ties collapsed first.

    The fit minimises the weighted mean of every proper score among all non-decreasing
    functions of p at once (Ayer et al. 1955, Ann. Math. Stat. 26:641; Dimitriadis, Gneiting &
    Jordan 2021, PNAS 118:e2016191118).

    Args:
        sample: The forecasts, or what :func:`scoring.distinct.distinct` made of them.

    >>> from scoring.sample import Sample
    >>> fit = isotonic(Sample.of([0.1, 0.4, 0.4, 0.6, 0.9], [0, 1, 1, 0, 1]))
    >>> fit.fitted.round(3).tolist(), fit.block.tolist()
    ([0.0, 0.667, 0.667, 1.0], [0, 1, 1, 2])
    """
    rows = sample if isinstance(sample, Distinct) else distinct(sample)
    weight = rows.weight
    first = pooled_blocks(rows.yes, weight)
    level = np.add.reduceat(rows.yes, first) / np.add.reduceat(weight, first)
    block = np.repeat(np.arange(first.size), np.diff(first, append=rows.x.size))
    return Isotonic(rows.x, level[block], weight, rows.yes, block)


def pooled_blocks(total: Floats, weight: Floats) -> Index:
    """Where each level of the isotonic fit to total / weight begins.

    Whole falling runs are pooled at a time, which settles all but a few blocks in a few passes
    over the arrays; what is left goes through the usual stack (Busing 2022, JSS 102, code
    snippet 1).

    Args:
        total: Sum of the weighted outcomes of each group, in order.
        weight: Positive weight of each group.

    >>> pooled_blocks(np.array([0.0, 2.0, 1.0, 3.0]), np.array([1.0, 2.0, 2.0, 3.0]))
    array([0, 1, 3])
    """
    first = np.arange(total.size)
    shrinks = total.size > 0
    while shrinks:
        mean = total / weight
        rises = np.flatnonzero(np.append(True, mean[1:] > mean[:-1]))
        shrinks = rises.size < _STALLED * first.size
        first = first[rises]
        total, weight = np.add.reduceat(total, rises), np.add.reduceat(weight, rises)
    return first[_stack(total.tolist(), weight.tolist())]


def _stack(total: list[float], weight: list[float]) -> Index:
    """The classic algorithm: put each group on a stack, and pool as long as the mean falls."""
    starts: list[int] = []
    totals: list[float] = []
    weights: list[float] = []
    for start, (t, w) in enumerate(zip(total, weight, strict=True)):
        first, s, v = start, t, w
        while starts and totals[-1] / weights[-1] >= s / v:
            first, s, v = starts.pop(), s + totals.pop(), v + weights.pop()
        starts.append(first)
        totals.append(s)
        weights.append(v)
    return np.array(starts, np.intp)
