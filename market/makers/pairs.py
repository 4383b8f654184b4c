"""Two numbers that belong to the two sides of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.makers.sides import signs

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["columns", "facing"]


def columns(*values: ArrayLike) -> tuple[Floats, ...]:
    """Numbers as float64 arrays of one shape."""
    return np.broadcast_arrays(*(np.asarray(value, np.float64) for value in values))


def facing(side: ArrayLike, yes: ArrayLike, no: ArrayLike) -> tuple[Floats, Floats]:
    """What belongs to a side, and to the other: a formula for YES then holds for both.

    Raises:
        ValueError: A side is neither 1 nor 0.

    >>> [part.tolist() for part in facing([1, 0], 3.0, 5.0)]
    [[3.0, 5.0], [5.0, 3.0]]
    """
    is_yes = signs(side) > 0.0
    return np.where(is_yes, yes, no), np.where(is_yes, no, yes)
