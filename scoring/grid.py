"""The moments of a few questions in order: who stands when, and sums over those who stand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Grid", "prefix"]

_BITS = 62
"""Bits of a whole number that a sum may fill."""

_FINE = 2.0**42
"""Parts of 1 that are fine enough; coarser ones are made up for by a second sum."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Begin and end of every stand, of several questions, in one order of time.

    At equal times ends come before starts, so that two stands which only touch never meet.
    Between one event and the next nothing changes: ``step`` is the length of that segment in
    lifetimes, 0 where none of the people stands and between questions.

    Attributes:
        order: Event k is the end of stand ``order[k]`` if that is below n, else the start of
            stand ``order[k] - n``.
        start: Event at which each stand begins.
        end: Event at which it ends.
        counts: Whether the stand is of one of the people.
        sign: +1 where one of the people begins to stand, -1 where one ends, else 0.
        standing: How many people stand after the event.
        step: Time until the next event, lifetimes.
    """

    order: Index
    start: Index
    end: Index
    counts: NDArray[np.bool_]
    sign: NDArray[np.int8]
    standing: NDArray[np.int32]
    step: Floats

    @classmethod
    def of(
        cls, question: NDArray[np.integer], start: Floats, end: Floats, counts: NDArray[np.bool_]
    ) -> Self:
        """Grid of stands with start <= end in [0, 1] lifetimes.

        Args:
            question: Number of each stand's question, ascending; few keep the order exact.
            start: Begin of each stand, lifetimes since its question's open.
            end: End of each stand.
            counts: Which stands belong to people; the others only mark moments.
        """
        times = np.concatenate([end, start])
        # Half of a lifetime's length, so that a question's events end before the next begins.
        order = np.argsort(np.tile(question, 2) + 0.5 * times, kind="stable")
        rank = np.empty(order.size, np.intp)
        rank[order] = np.arange(order.size)
        people = counts.astype(np.int8)
        sign = np.concatenate([-people, people])[order]
        standing = np.cumsum(sign, dtype=np.int32)
        step = np.zeros(order.size)
        np.subtract(times[order[1:]], times[order[:-1]], out=step[:-1])
        step[standing <= 0] = 0.0
        half = start.size
        return cls(order, rank[half:], rank[:half], counts, sign, standing, step)

    def running(self, value: Floats) -> Floats:
        """Sum of a value over the people standing after each event.

        Added in whole numbers, so that those who have gone leave nothing behind: a plain sum
        drifts, and depends on the order of events.

        Args:
            value: One finite value for each stand.
        """
        value = np.where(self.counts, value, 0.0)
        largest = float(np.abs(value).max(initial=1.0)) * value.size
        unit = 2.0 ** (_BITS - math.frexp(largest)[1])
        whole = np.rint(value * unit)
        total: Floats = self._accumulated(whole) / unit
        if unit < _FINE:
            rest = np.rint((value * unit - whole) * _FINE)
            total += self._accumulated(rest) / (unit * _FINE)
        return total

    def _accumulated(self, whole: Floats) -> NDArray[np.int64]:
        """Sum of whole numbers over the stands begun and not yet ended after each event."""
        change = whole.astype(np.int64)
        return np.cumsum(np.concatenate([-change, change])[self.order])

    def mean(self, value: Floats) -> Floats:
        """Mean of a value over the people standing after each event, 0 where nobody stands."""
        return self.running(value) / np.maximum(self.standing, 1)

    def over(self, cumulative: Floats) -> Floats:
        """Integral over every stand, of a rate whose :func:`prefix` is given."""
        integral: Floats = cumulative[self.end] - cumulative[self.start]
        return integral


def prefix(segments: Floats) -> Floats:
    """Integral from the first event up to each event, given what each segment adds.

    >>> prefix(np.array([1.0, 2.0, 4.0])).tolist()
    [0.0, 1.0, 3.0]
    """
    total = np.empty(segments.size)
    total[:1] = 0.0
    np.cumsum(segments[:-1], out=total[1:])
    return total
