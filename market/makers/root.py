"""Roots of many increasing functions at once: Newton's method inside a bracket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["increasing_root"]

_STEPS = 200
_NEAR = 1e-10
"""A part of the root so small that Newton's next step, its square, would be lost in rounding."""
_SAME = 4.0 * np.finfo(np.float64).eps


def increasing_root(
    function: Callable[[Floats], tuple[Floats, Floats]], low: Floats, high: Floats, start: Floats
) -> Floats:
    """Where an increasing function is 0, element by element, to the last digits of a double.

    Newton's step is taken where it stays in the bracket and is half the last one at most; else
    the bracket is halved.

    Args:
        function: Values and slopes at points; NaN counts as above 0.
        low: A point at which the function is not above 0.
        high: A point above; it is the answer where the function is still below 0 there.
        start: Where the search begins, between the two.

    >>> def square(x):
    ...     return x * x - np.array([2.0, 9.0]), 2.0 * x
    >>> increasing_root(square, np.zeros(2), np.full(2, 2.0), np.ones(2)).round(6).tolist()
    [1.414214, 2.0]
    """
    with np.errstate(all="ignore"):  # a step that is not finite is not taken
        done = function(high)[0] < 0.0
        at, last = np.where(done, high, start), high - low
        for _ in range(_STEPS):
            value, slope = function(at)
            low, high = np.where(value <= 0.0, at, low), np.where(value <= 0.0, high, at)
            step = -value / slope
            newton = at + step
            good = (low <= newton) & (newton <= high) & (np.abs(step) <= 0.5 * last)
            moved = np.where(done | (value == 0.0), at, np.where(good, newton, 0.5 * (low + high)))
            at, last = moved, np.abs(moved - at)
            done |= ~(last > np.where(good, _NEAR, _SAME) * np.abs(at))
            if np.all(done):
                break
    return np.asarray(at, np.float64)
