"""Sums over long columns in pieces that stay in a processor's cache.

Checked and scored while they are there, columns come from memory once, and nothing of full
length is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Sum = Callable[[Floats, Floats, Floats], float]

__all__ = ["sum_of_squares", "total"]

_LENGTH = 1 << 15
"""Forecasts in a block: all that is read and written of it fits into a second-level cache."""

_UNTHREADED = 1 << 13
"""Numbers in a dot product: libraries of linear algebra share longer ones among threads, whose
meeting costs more than the product."""

_LINE = 8
"""Numbers in a cache line: to write across two of them takes twice the time."""

_ONE = np.float64(1.0).view(np.uint64)
"""The bits of 1: those of all numbers from 0 to 1 are no more, taken as an integer; those of
any other number, of NaN and of -0 are."""


def total(p: ArrayLike, y: ArrayLike, add: Sum) -> float | None:
    """Sum of the losses of two columns; None where they need a closer look.

    They do if they are not two vectors of one length, are empty, or if a value is missing or
    out of its domain.

    Args:
        p: Probabilities.
        y: Outcomes.
        add: Sum of the losses of a block, given it and room for three times as many numbers.
    """
    said, came = np.asarray(p), np.asarray(y)
    if not said.ndim == came.ndim == 1 or said.size != came.size or not said.size:
        return None
    if said.dtype.kind not in "biuf" or came.dtype.kind not in "biuf":
        return None
    length = min(said.size, _LENGTH)
    rows = _aligned(5, length)
    room, wide_p, wide_y = rows[:3], rows[3], rows[4]
    equal, sure, result = np.empty((2, length), np.bool_), came.dtype == bool, 0.0
    for start in range(0, said.size, length):
        part = slice(start, start + length)
        forecast, outcome = _widened(said[part], wide_p), _widened(came[part], wide_y)
        if np.maximum.reduce(forecast.view(np.uint64)) > _ONE:
            return None
        if not (sure or _binary(outcome, *equal[:, : outcome.size])):
            return None
        result += add(forecast, outcome, room[:, : forecast.size])
    return result


def sum_of_squares(values: Floats) -> float:
    """Sum of the squares of a vector."""
    result = 0.0
    for start in range(0, values.size, _UNTHREADED):
        part = values[start : start + _UNTHREADED]
        result += part.dot(part)
    return float(result)


def _binary(y: Floats, zeros: Bools, ones: Bools) -> bool:
    """Whether every number is 0 or 1, given room for two comparisons."""
    np.equal(y, 0.0, out=zeros)
    np.equal(y, 1.0, out=ones)
    return bool(np.logical_or(zeros, ones, out=ones).all())


def _widened(values: NDArray[Any], room: Floats) -> Floats:
    """The values in float64, copied only where they are not."""
    if values.dtype == np.float64:
        return values
    np.copyto(room[: values.size], values)
    return room[: values.size]


def _aligned(count: int, length: int) -> Floats:
    """Uninitialised vectors that each begin with a cache line."""
    stride = -(-length // _LINE) * _LINE
    raw = np.empty(count * stride + _LINE)
    first = -raw.ctypes.data // raw.itemsize % _LINE
    rows: Floats = raw[first : first + count * stride].reshape(count, stride)
    return rows[:, :length]
