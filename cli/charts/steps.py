"""Lines of what stays as it is until it changes.

A path grows with the pixels that it crosses, not with its steps: of those that begin in one
column of pixels it draws the first, the lowest, the highest and the last, which leaves the same
pixels inked (M4; Jugel, Jerzak, Hackenbroich & Markl 2014, PVLDB 7:797).
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from cli.charts.markup import number
from scoring.sorting import group_starts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cli.charts.frame import Frame

    Floats = NDArray[np.float64]

__all__ = ["Steps", "area", "line"]

_GAP = 0.5
"""Pixels from which on a time without a value shows."""


class Steps(NamedTuple):
    """Values that hold from one moment to the next, in order of time.

    Attributes:
        start: When each begins to hold, seconds since 1970.
        end: When it ceases; the next may begin later, and until then there is none.
        value: What holds.
    """

    start: Floats
    end: Floats
    value: Floats

    def until(self, moment: float) -> Self:
        """The same up to a moment."""
        kept = self.start <= moment
        return type(self)(self.start[kept], np.minimum(self.end[kept], moment), self.value[kept])

    @property
    def last(self) -> float | None:
        """What holds in the end, if anything does."""
        return float(self.value[-1]) if self.value.size else None


def line(steps: Steps, frame: Frame) -> str:
    """Steps as the data of a path: one piece for each time without a gap.

    Args:
        steps: The steps.
        frame: Where they are drawn.
    """
    height = frame.y(steps.value)
    return "".join(
        _begun(places, height[rows]) + _stairs(places, height[rows])
        for rows, places in _pieces(steps, frame)
    )


def area(lower: Steps, upper: Steps, frame: Frame) -> str:
    """The data of a path around what lies between two steps, which change at the same moments.

    Args:
        lower: The lower edge.
        upper: The upper edge.
        frame: Where they are drawn.
    """
    above, below = frame.y(upper.value), frame.y(lower.value)
    drawn = []
    for rows, places in _pieces(upper, frame):
        there, back = (places, above[rows]), (places, below[rows])
        down = f"V{number(below[rows][-1])}"
        drawn.append(f"{_begun(*there)}{_stairs(*there)}{down}{_stairs(*back, back=True)}Z")
    return "".join(drawn)


def _pieces(steps: Steps, frame: Frame) -> list[tuple[slice, Floats]]:
    """Times without a gap: which steps are in each, where they begin, and where the last ends."""
    if not steps.start.size:
        return []
    left, right = frame.x(steps.start), frame.x(steps.end)
    cuts = np.flatnonzero(left[1:] - right[:-1] > _GAP) + 1
    ends = pairwise([0, *cuts.tolist(), left.size])
    return [(slice(*rows), np.append(left[slice(*rows)], right[rows[1] - 1])) for rows in ends]


def _begun(places: Floats, height: Floats) -> str:
    return f"M{number(places[0])} {number(height[0])}"


def _stairs(places: Floats, height: Floats, *, back: bool = False) -> str:
    """Stairs as moves from corner to corner, from left to right or back."""
    kept, begin = _seen(places[:-1], height)
    x = np.rint(10.0 * np.append(begin, places[-1])).astype(int)
    y = np.rint(10.0 * height[kept]).astype(int)
    if back:
        x, y = x[::-1], y[::-1]
    turns = np.append(True, y[1:] != y[:-1])
    x, y = x[np.append(turns, True)], y[turns]
    across, down = np.diff(x).tolist(), [*np.diff(y).tolist(), 0]
    return "".join([_move("h", h) + _move("v", v) for h, v in zip(across, down, strict=True)])


def _seen(left: Floats, height: Floats) -> tuple[NDArray[np.intp], Floats]:
    """The steps that can be seen, and where each begins; exact where a column has only one."""
    column = np.floor(left)
    first = group_starts(column)
    last = np.append(first[1:], left.size) - 1
    order = np.lexsort((height, column))
    kept = np.unique(np.concatenate([first, order[first], order[last], last]))
    return kept, left[first[np.searchsorted(first, kept, side="right") - 1]]


@cache
def _move(way: str, tenths: int) -> str:
    """A move by tenths of a pixel, which may be none.

    >>> _move("h", 5), _move("v", -105), _move("h", 0)
    ('h.5', 'v-10.5', '')
    """
    if not tenths:
        return ""
    sign = "-" if tenths < 0 else ""
    return f"{way}{sign}{number(abs(tenths) / 10).removeprefix('0')}"
