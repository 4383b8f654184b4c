"""Lines of what stays as it is until it changes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from cli.charts.markup import number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cli.charts.frame import Frame

    Floats = NDArray[np.float64]

__all__ = ["Steps", "area", "line"]

_APART = 1e-3
"""Seconds that rounding may leave between the end of one step and the start of the next."""


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

    What falls together in the picture is drawn once: a path grows with the pixels it crosses, not
    with the steps.

    Args:
        steps: The steps.
        frame: Where they are drawn.
    """
    left, right, height = _places(steps, frame)
    drawn = []
    for first, last in _pieces(steps):
        drawn.append(_stairs("M", left, right, height, range(first, last)))
    return "".join(drawn)


def area(lower: Steps, upper: Steps, frame: Frame) -> str:
    """The data of a path around what lies between two steps, which change at the same moments.

    Args:
        lower: The lower edge.
        upper: The upper edge.
        frame: Where they are drawn.
    """
    left, right, above = _places(upper, frame)
    _, _, below = _places(lower, frame)
    drawn = []
    for first, last in _pieces(upper):
        there = _stairs("M", left, right, above, range(first, last))
        back = _stairs("L", right, left, below, range(last - 1, first - 1, -1))
        drawn.append(f"{there}{back}Z")
    return "".join(drawn)


def _places(steps: Steps, frame: Frame) -> tuple[list[float], list[float], list[float]]:
    columns = frame.x(steps.start), frame.x(steps.end), frame.y(steps.value)
    left, right, height = (column.round(1).tolist() for column in columns)
    return left, right, height


def _pieces(steps: Steps) -> list[tuple[int, int]]:
    """First and one past the last step of each time without a gap."""
    if not steps.start.size:
        return []
    gaps = np.flatnonzero(steps.start[1:] - steps.end[:-1] > _APART) + 1
    return list(pairwise([0, *gaps.tolist(), steps.start.size]))


def _stairs(
    begin: str, near: list[float], far: list[float], height: list[float], rows: range
) -> str:
    """Stairs from step to step, in absolute coordinates."""
    first = rows[0]
    x, y = near[first], height[first]
    told = [f"{begin}{number(x)} {number(y)}"]
    for row in rows:
        if height[row] != y and near[row] != x:
            x = near[row]
            told.append(f"H{number(x)}")
        if height[row] != y:
            y = height[row]
            told.append(f"V{number(y)}")
    if far[rows[-1]] != x:
        told.append(f"H{number(far[rows[-1]])}")
    return "".join(told)
