"""Envelopes of many draws of one curve, at each point by itself or for all points together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["draws_needed", "envelope"]

_LEAST_OUT = 2
"""So many draws shall lie beyond a point on each side, or their rank says little."""


def envelope(drawn: Floats, level: float, *, simultaneous: bool) -> tuple[Floats, Floats]:
    """Lower and upper end of the range in which one more draw would lie.

    The same number of draws is left out at every point on either side. At each point by itself,
    one more draw lies beyond with a probability of no more than (1 - level) / 2 on each side.
    For all points together, it lies beyond anywhere with about 1 - level: the global rank
    envelope (Myllymaki, Mrkvicka, Grabarnik, Seijo & Hahn 2017, JRSS B 79:381). Values that are
    tied are left out together or not at all, so that the level is kept where few are possible.

    Args:
        drawn: Draws by points; see :func:`draws_needed`.
        level: Probability with which one more draw shall be held.
        simultaneous: Whether it shall be held at all points at once.

    >>> drawn = np.arange(99.0)[:, None] * [1.0, -1.0]
    >>> [end.tolist() for end in envelope(drawn, 0.9, simultaneous=False)]
    [[4.0, -94.0], [94.0, -4.0]]
    """
    draws, points = drawn.shape
    if points == 0:
        return np.empty(0), np.empty(0)
    ordered = np.sort(drawn, axis=0)
    beyond = round((draws + 1) * (1.0 - level), 9)
    rank = _rank(drawn, ordered, int(beyond)) if simultaneous else int(0.5 * beyond)
    out = max(rank - 1, 0)
    return ordered[out], ordered[draws - 1 - out]


def draws_needed(level: float, points: int) -> int:
    """Least number of draws that can tell so high a level at so many points together.

    Args:
        level: Level of the envelope.
        points: Number of points that must be held at once.

    >>> draws_needed(0.9, 1), draws_needed(0.99, 10)
    (40, 4000)
    """
    return math.ceil(round(_LEAST_OUT * 2 * max(points, 1) / (1.0 - level), 6))


def _rank(drawn: Floats, ordered: Floats, beyond: int) -> int:
    """Greatest rank that no more than so many draws reach or fall short of anywhere."""
    draws = drawn.shape[0]
    least = np.full(draws, draws)
    for column, ascending in zip(drawn.T, ordered.T, strict=True):
        from_below = np.searchsorted(ascending, column, "right")
        from_above = draws - np.searchsorted(ascending, column, "left")
        least = np.minimum(least, np.minimum(from_below, from_above))
    return int(np.sort(least)[min(beyond, draws - 1)]) - 1
