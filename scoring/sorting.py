"""Stable grouping in linear time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["group_starts", "stable_order", "sums_by"]

_DIGIT = 16


def stable_order(codes: NDArray[np.integer]) -> NDArray[np.intp]:
    """Order that sorts non-negative integer codes and keeps equal ones as they stand.

    NumPy sorts 16-bit integers by radix, in linear time; larger codes take a digit at a time.

    >>> stable_order(np.array([1, 0, 1, 0]))
    array([1, 3, 0, 2])
    """
    if codes.size == 0:
        return np.empty(0, np.intp)
    order = np.argsort(codes.astype(np.uint16), kind="stable")
    for shift in range(_DIGIT, int(codes.max()).bit_length(), _DIGIT):
        digit = (codes >> shift).astype(np.uint16)
        order = order[np.argsort(digit[order], kind="stable")]
    return order


def group_starts(*keys: NDArray[np.generic]) -> NDArray[np.intp]:
    """Where a new group begins in columns that are already sorted together.

    >>> group_starts(np.array([3, 3, 5]), np.array([1, 2, 2]))
    array([0, 1, 2])
    """
    size = keys[0].size
    new = np.zeros(size, bool)
    new[:1] = True
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(new)


def sums_by(
    codes: NDArray[np.integer], value: NDArray[np.float64], size: int
) -> NDArray[np.float64]:
    """Sum of a value over the rows of each code from 0 to size - 1.

    >>> sums_by(np.array([2, 0, 2]), np.array([1.0, 2.0, 4.0]), 3).tolist()
    [2.0, 0.0, 5.0]
    """
    return np.bincount(codes, value, size).astype(np.float64, copy=False)
