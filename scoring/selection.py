"""The median and the quartiles of a changing set, at every moment at once.

Each stand carries the rank of its value among those of its question. All moments descend the
binary digits of the rank together: at every digit, a signed prefix sum says how many of those
standing have a 0 there, and with it on which side the wanted one lies (a wavelet matrix of
the events; Claude, Navarro & Ordóñez 2015, Information Systems 47:15).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.sorting import group_starts, stable_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.grid import Grid

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]

__all__ = ["running_median", "running_quartiles"]


def running_quartiles(
    grid: Grid, question: NDArray[np.int32], value: Floats
) -> tuple[Floats, Floats]:
    """The quartiles of a value over the people standing after each event.

    Of n people, the ones whose places from below and from above are a quarter of n, rounded up:
    values that somebody gave, with at least a quarter of the people at or beyond each.

    Args:
        grid: The moments.
        question: Code of each stand's question, ascending.
        value: Value of each stand.

    Returns:
        The lower and the upper one; NaN where nobody stands and at events that last no time.
    """
    moments, count = _lasting(grid)
    ranks = _ranked(grid, question, value)
    quarter = (count + 3) // 4
    found = []
    for place in (quarter, count + 1 - quarter):
        quartile = np.full(grid.step.size, np.nan)
        quartile[moments] = _select(grid, ranks, moments, place)
        found.append(quartile)
    return found[0], found[1]


def running_median(grid: Grid, question: NDArray[np.int32], value: Floats) -> Floats:
    """Median of a value over the people standing after each event.

    Args:
        grid: The moments.
        question: Code of each stand's question, ascending.
        value: Value of each stand.

    Returns:
        The middle value, or the mean of the two middle ones; NaN where nobody stands and at
        events that last no time.
    """
    moments, count = _lasting(grid)
    ranks = _ranked(grid, question, value)
    lower = _select(grid, ranks, moments, (count + 1) // 2)
    even = np.flatnonzero(count % 2 == 0)
    upper = _select(grid, ranks, moments[even], count[even] // 2 + 1)
    median = np.full(grid.step.size, np.nan)
    median[moments] = lower
    median[moments[even]] = 0.5 * (lower[even] + upper)
    return median


def _lasting(grid: Grid) -> tuple[NDArray[np.intp], Ints]:
    """Events after which somebody stands for some time, and how many do."""
    moments = np.flatnonzero((grid.step > 0.0) & (grid.standing > 0))
    return moments, grid.standing[moments]


def _ranked(grid: Grid, question: NDArray[np.int32], value: Floats) -> _Ranks:
    people = np.flatnonzero(grid.counts)
    return _Ranks.of(question[people], value[people])


@dataclass(frozen=True, slots=True)
class _Ranks:
    """Ranks of the stands' values within their questions, ties sharing a rank.

    Attributes:
        rank: Rank of each stand, from 0.
        first: Number of stands of earlier questions, for each stand.
        offset: Where the distinct values of each stand's question begin.
        values: Distinct values, by question and in ascending order.
    """

    rank: Ints
    first: Ints
    offset: Ints
    values: Floats

    @classmethod
    def of(cls, question: NDArray[np.int32], value: Floats) -> Self:
        order = np.argsort(value)
        order = order[stable_order((question - question[:1])[order])]
        distinct = group_starts(question, value[order])
        starts = group_starts(question)
        sizes = np.diff(starts, append=question.size)
        dense = np.zeros(question.size, np.int32)
        dense[distinct] = 1
        dense = np.cumsum(dense, dtype=np.int32) - np.int32(1)
        offset = np.repeat(dense[starts], sizes)
        rank = np.empty(question.size, np.int32)
        rank[order] = dense - offset
        first = np.repeat(starts, sizes).astype(np.int32)
        return cls(rank, first, offset, value[order][distinct])


def _select(grid: Grid, ranks: _Ranks, moments: NDArray[np.intp], k: Ints) -> Floats:
    """The k-th smallest of the values standing at each of the moments."""
    place = np.cumsum(grid.counts) - 1
    stand = place[grid.order % place.size]
    left = 2 * ranks.first[stand[moments]]
    right = (moments + 1).astype(np.int32)
    rank, sign = ranks.rank[stand], grid.sign
    found = np.zeros(moments.size, np.int32)
    for digit in reversed(range(int(rank.max(initial=0)).bit_length())):
        one = (rank >> digit & 1).astype(bool)
        zeros = _before(~one)
        standing = _before(np.where(one, np.int8(0), sign))
        below = standing[right] - standing[left]
        up = k > below
        k = np.where(up, k - below, k)
        found += up.astype(np.int32) << digit
        left = np.where(up, zeros[-1] + left - zeros[left], zeros[left])
        right = np.where(up, zeros[-1] + right - zeros[right], zeros[right])
        part = np.concatenate([np.flatnonzero(~one), np.flatnonzero(one)])
        rank, sign = rank[part], sign[part]
    chosen: Floats = ranks.values[ranks.offset[stand[moments]] + found]
    return chosen


def _before(column: NDArray[np.bool_] | NDArray[np.int8]) -> Ints:
    """Sum of a column before each position, and after the last."""
    total = np.zeros(column.size + 1, np.int32)
    np.cumsum(column, out=total[1:])
    return total
