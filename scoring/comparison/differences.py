"""Differences of losses in the order in which questions resolve: their scale and their spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.grid import prefix

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["intrinsic_time", "scaled"]

_ROUNDING = 1e-9
"""So far beyond its bounds a difference may lie that has been summed up."""


def intrinsic_time(d: ArrayLike) -> Floats:
    """Sum of the squared distances of differences from the mean of those before, the first from 0.

    >>> intrinsic_time([1.0, 0.0, 0.5]).tolist()
    [1.0, 2.0, 2.0]
    """
    values = np.ravel(np.asarray(d, np.float64))
    mean = prefix(values) / np.maximum(np.arange(values.size), 1)
    time: Floats = np.cumsum(np.square(values - mean))
    return time


def scaled(d: ArrayLike, low: float, high: float) -> Floats:
    """Differences with their bounds laid to -1 and 1.

    Args:
        d: Differences.
        low: Least value one can have.
        high: Greatest value.

    Raises:
        ValueError: A difference is out of bounds, or these are not two.

    >>> scaled([0.0, 0.5, 2.0], 0.0, 2.0).tolist()
    [-1.0, -0.5, 1.0]
    """
    values = np.ravel(np.asarray(d, np.float64))
    if not low < high:
        raise ValueError("low must be below high")
    x = (2.0 * values - (low + high)) / (high - low)
    if not np.all(np.abs(x) <= 1.0 + _ROUNDING):
        raise ValueError(f"differences must lie in [{low:g}, {high:g}]")
    return np.clip(x, -1.0, 1.0)
