"""Every moment with everybody who stands at it, a bounded number of pairs at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.sorting import stable_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from scoring.pooling.voices import Voices

    Index = NDArray[np.intp]

__all__ = ["Pairs", "pairs"]

_MOST = 1 << 21
"""Pairs held at a time, unless one moment has more."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Some moments, and the stands of people at each, in an order that was asked for.

    Attributes:
        moments: The events.
        first: Where the stands of each begin.
        stand: The stands.
    """

    moments: Index
    first: Index
    stand: Index

    @property
    def size(self) -> Index:
        """How many people stand at each moment."""
        return np.diff(self.first, append=self.stand.size)

    @property
    def place(self) -> Index:
        """Place of each stand among those of its moment, from 0."""
        return np.arange(self.stand.size) - np.repeat(self.first, self.size)

    @property
    def moment(self) -> Index:
        """Number of each stand's moment."""
        return np.repeat(np.arange(self.moments.size), self.size)


def pairs(voices: Voices, order: Index) -> Iterator[Pairs]:
    """All moments that last, a chunk at a time, with those standing.

    Args:
        voices: The stands.
        order: All stands, in the order in which those of a moment are wanted.
    """
    grid, moments = voices.grid, voices.moments
    before = np.zeros(grid.order.size + 1, np.intp)
    before[moments + 1] = 1
    np.cumsum(before, out=before)
    people = order[grid.counts[order]]
    low, high = before[grid.start[people]], before[grid.end[people]]
    for begin, stop in _chunks(grid.standing[moments]):
        inside = np.flatnonzero((low < stop) & (high > begin))
        lower = np.maximum(low[inside], begin)
        moment, stand = _spread(lower, np.minimum(high[inside], stop) - lower, people[inside])
        by_moment = stable_order(moment - begin)
        first = np.searchsorted(moment[by_moment], np.arange(begin, stop))
        yield Pairs(moments[begin:stop], first, stand[by_moment])


def _chunks(size: NDArray[np.int32]) -> Iterator[tuple[int, int]]:
    """Ranges of moments with so many people each, a bounded number together."""
    total = np.cumsum(size, dtype=np.int64)
    begin = 0
    while begin < total.size:
        held = total[begin - 1] if begin else 0
        stop = max(int(np.searchsorted(total, held + _MOST, side="right")), begin + 1)
        yield begin, stop
        begin = stop


def _spread(low: Index, size: Index, stand: Index) -> tuple[Index, Index]:
    """Every whole number from each lower end on, so many, with the stand it belongs to."""
    ends = np.cumsum(size)
    number = np.arange(ends[-1] if ends.size else 0)
    return number + np.repeat(low - (ends - size), size), np.repeat(stand, size)
