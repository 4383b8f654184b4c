"""The moments of a few questions in order: who stands when, and sums over those who stand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from scoring.sorting import group_starts

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
    """Begin and end of what people say, on several questions, in one order of time.

    At equal times ends come before starts, so that two stands which only touch never meet.
    Between one event and the next nothing changes: ``step`` is the length of that segment in
    lifetimes, 0 where none of the people stands and between questions. The stands of others make
    no events, so that nobody's figures depend on them.

    Attributes:
        order: Event k is the end of stand ``order[k]`` if that is below n, else the start of
            stand ``order[k] - n``.
        start: Event at which each stand begins; for the others the last one until then.
        end: Event at which it ends, likewise.
        counts: Whether the stand is of one of the people.
        sign: +1 where one of the people begins to stand, -1 where one ends.
        standing: How many people stand after the event.
        step: Time until the next event, lifetimes.
        others: The stands that do not count.
        into_start: Which share of its segment was over as each of the others began.
        into_end: Which share as it ended.
    """

    order: Index
    start: Index
    end: Index
    counts: NDArray[np.bool_]
    sign: NDArray[np.int8]
    standing: NDArray[np.int32]
    step: Floats
    others: Index
    into_start: Floats
    into_end: Floats

    @classmethod
    def of(
        cls, question: NDArray[np.integer], start: Floats, end: Floats, counts: NDArray[np.bool_]
    ) -> Self:
        """Grid of stands with start <= end in [0, 1] lifetimes.

        Args:
            question: Code of each stand's question, ascending; few of them keep the order exact.
            start: Begin of each stand, lifetimes since its question's open.
            end: End of each stand.
            counts: Which stands belong to people.
        """
        people, others = np.flatnonzero(counts), np.flatnonzero(~counts)
        asked = question[people]
        place = np.cumsum(np.diff(asked, prepend=asked[:1]) > 0)
        times = np.concatenate([end[people], start[people]])
        # Half of a lifetime's length, so that a question's events end before the next begins.
        key = np.tile(place, 2) + 0.5 * times
        order = np.argsort(key, kind="stable")
        rank = np.empty(order.size, np.intp)
        rank[order] = np.arange(order.size)
        sign = np.where(order < people.size, np.int8(-1), np.int8(1))
        standing = np.cumsum(sign, dtype=np.int32)
        step = np.zeros(order.size)
        np.subtract(times[order[1:]], times[order[:-1]], out=step[:-1])
        step[standing <= 0] = 0.0
        first, last = np.zeros(start.size, np.intp), np.zeros(start.size, np.intp)
        first[people], last[people] = rank[people.size :], rank[: people.size]
        events = _Events(asked[group_starts(asked)], key[order], times[order], step)
        first[others], into_start = events.until(question[others], start[others])
        last[others], into_end = events.until(question[others], end[others])
        whole = np.concatenate([people, people + start.size])[order]
        return cls(whole, first, last, counts, sign, standing, step, others, into_start, into_end)

    def running(self, value: Floats) -> Floats:
        """Sum of a value over the people standing after each event.

        Added in whole numbers, so that those who have gone leave nothing behind: a plain sum
        drifts, and depends on the order of events.

        Args:
            value: One finite value for each stand.
        """
        value = np.where(self.counts, value, 0.0)
        largest = float(np.abs(value).max(initial=1.0)) * max(self.order.size // 2, 1)
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

    def over(self, segments: Floats) -> Floats:
        """Integral over every stand, given what each segment adds."""
        if not segments.size:
            return np.zeros(self.start.size)
        total = prefix(segments)
        integral: Floats = total[self.end] - total[self.start]
        if self.others.size:
            begun, ended = (segments[at[self.others]] for at in (self.start, self.end))
            integral[self.others] += ended * self.into_end - begun * self.into_start
        return integral


class _Events(NamedTuple):
    """Events in their order, where moments can be looked up.

    Attributes:
        asked: Codes of the questions that have events.
        key: What each event is sorted by: the place of its question, and half of its time.
        time: When each event was, lifetimes.
        step: Time until the next.
    """

    asked: NDArray[np.integer]
    key: Floats
    time: Floats
    step: Floats

    def until(self, question: NDArray[np.integer], time: Floats) -> tuple[Index, Floats]:
        """The last event until each moment, and which share of its segment was over by then.

        On a question without events, all moments are alike.
        """
        place = np.searchsorted(self.asked, question)
        known = np.append(self.asked, -1)[place] == question
        found = np.searchsorted(self.key, place + 0.5 * time, side="right") - 1
        event = np.where(known, np.maximum(found, 0), 0)
        share, lasts = np.zeros(time.size), known & (found >= 0)
        lasts[lasts] = self.step[event[lasts]] > 0.0
        at = event[lasts]
        share[lasts] = np.clip((time[lasts] - self.time[at]) / self.step[at], 0.0, 1.0)
        return event, share


def prefix(segments: Floats) -> Floats:
    """Integral from the first event up to each event, given what each segment adds.

    >>> prefix(np.array([1.0, 2.0, 4.0])).tolist()
    [0.0, 1.0, 3.0]
    """
    total = np.empty(segments.size)
    total[:1] = 0.0
    np.cumsum(segments[:-1], out=total[1:])
    return total
