"""Pools of probabilities given at one moment, as they stand: means, medians, and what is beside.

The forecasts stand on the last axis; what is pooled keeps the other axes. Recency weights,
weighted percentiles and semi standard deviations are those of Metaculus's published code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "EQUAL_UP_TO",
    "Ambiguity",
    "ambiguity",
    "checked",
    "geometric_mean",
    "linear",
    "median",
    "recency_weights",
    "semi_deviations",
    "trimmed",
    "trimmed_count",
    "weighted_mean",
    "weighted_percentile",
]


def linear(p: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Weighted arithmetic mean.

    >>> linear([0.6, 0.7, 0.9]).round(4).item()
    0.7333
    """
    return weighted_mean(checked(p), weights)


def median(p: ArrayLike) -> Floats:
    """The middle probability, or the mean of the two middle ones; NaN of none.

    >>> median([0.2, 0.9, 0.4]).item()
    0.4
    """
    return _middle(checked(p), lambda size: (size - 1) // 2)


def weighted_percentile(
    p: ArrayLike, weights: ArrayLike | None = None, *, percentile: float = 50.0
) -> Floats:
    """Weighted percentile as Metaculus takes it.

    With c the cumulative share of weight up to each value in ascending order, it is the mean of
    the first value with c >= q and the first with c > q.

    Args:
        p: Probabilities.
        weights: Weights, all 1 by default.
        percentile: 0 to 100.

    >>> weighted_percentile([0.5, 0.6]).item()
    0.55
    >>> weighted_percentile([0.33, 0.49, 0.2, 0.6], [0.1, 0.2, 0.3, 0.4]).item()
    0.49
    """
    value = checked(p)
    weight = np.broadcast_to(_weights(weights, value), value.shape)
    if not value.shape[-1]:
        return np.full(value.shape[:-1], np.nan)
    order = np.argsort(value, axis=-1, kind="stable")
    ascending, weight = (np.take_along_axis(column, order, -1) for column in (value, weight))
    share = np.cumsum(weight, axis=-1)
    total, slack = share[..., -1:], _ROUNDING * share[..., -1:]
    # At either end it is the outermost value that has weight.
    target = np.clip(percentile / 100.0 * total, 2.0 * slack, total - 2.0 * slack)
    low, high = (
        np.take_along_axis(ascending, np.minimum(place, value.shape[-1] - 1), -1)[..., 0]
        for place in (
            np.sum(share < target - slack, axis=-1, keepdims=True),
            np.sum(share <= target + slack, axis=-1, keepdims=True),
        )
    )
    known = (total[..., 0] > 0.0) & ~np.any(np.isnan(ascending) & (weight > 0.0), axis=-1)
    return np.where(known, 0.5 * (low + high), np.nan)


def trimmed(p: ArrayLike, *, trim: float = 0.1) -> Floats:
    """Mean without a share at either end: of n forecasts, trim times n, rounded, at each.

    At least one forecast, or the two in the middle, always remain.

    Args:
        p: Probabilities.
        trim: Share left out at each end, below one half.

    Raises:
        ValueError: The share is out of range.

    >>> trimmed([0.1, 0.3, 0.35, 0.6, 0.9], trim=0.2).round(6).item()
    0.416667
    """
    return _middle(checked(p), lambda size: trimmed_count(np.asarray(size), trim).item())


def trimmed_count(size: NDArray[Any], trim: float) -> NDArray[np.intp]:
    """How many of a number of forecasts are left out at each end."""
    if not 0.0 <= trim < 0.5:  # noqa: PLR2004 - one half at each end would leave nothing
        raise ValueError("the share left out at each end must lie in [0, 0.5)")
    count: NDArray[np.intp] = np.minimum(np.rint(trim * size), (size - 1) // 2).astype(np.intp)
    return count


def geometric_mean(p: ArrayLike) -> Floats:
    """Geometric mean of the probabilities of YES alone: not normalised, so too low as a pool."""
    with np.errstate(divide="ignore"):
        return np.exp(weighted_mean(np.log(checked(p)), None))


def recency_weights(n: int) -> Floats:
    """Metaculus's weights of n forecasts, the oldest first: exp(sqrt(i) - sqrt(n)); 1 up to n = 2.

    >>> recency_weights(3).round(4).tolist()
    [0.4809, 0.7277, 1.0]
    """
    if n <= EQUAL_UP_TO:
        return np.ones(n)
    weights: Floats = np.exp(np.sqrt(np.arange(1.0, n + 1.0)) - np.sqrt(n))
    return weights


def semi_deviations(p: ArrayLike, weights: ArrayLike | None = None) -> tuple[float, float]:
    """Root mean square distances from the mean, of what lies below it and of what lies above.

    Args:
        p: Probabilities, in one dimension.
        weights: Weights, all 1 by default.

    Returns:
        The lower and the upper one; NaN where nothing lies on that side.
    """
    value = np.ravel(checked(p))
    weight = np.broadcast_to(_weights(weights, value), value.shape)
    distance = value - weighted_mean(value, weight)
    return _root_mean_square(distance, weight, distance < 0.0), _root_mean_square(
        distance, weight, distance > 0.0
    )


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Krogh and Vedelsby's identity: individual = pool + variance, whatever happens.

    Attributes:
        individual: Mean Brier loss of the forecasts.
        pool: Brier loss of their mean.
        variance: Their variance around it.
    """

    individual: float
    pool: float
    variance: float


def ambiguity(p: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None) -> Ambiguity:
    """What forecasts gain by being pooled linearly (Krogh & Vedelsby 1995, NIPS 7).

    Args:
        p: Probabilities; several questions stand on the first axes, and count alike.
        y: Outcome of each question.
        weights: Weights of the forecasters.
    """
    value = checked(p)
    outcome = np.asarray(y, np.float64)
    pooled = weighted_mean(value, weights)
    return Ambiguity(
        individual=float(np.mean(weighted_mean(np.square(value - outcome[..., None]), weights))),
        pool=float(np.mean(np.square(pooled - outcome))),
        variance=float(np.mean(weighted_mean(np.square(value - pooled[..., None]), weights))),
    )


EQUAL_UP_TO = 2
"""So many forecasts all have the same recency weight."""

_ROUNDING = 1e-12
"""Shares of weight that differ by less are equal."""


def checked(p: ArrayLike) -> Floats:
    """Probabilities in float64.

    Raises:
        ValueError: One lies outside [0, 1].
    """
    value = np.asarray(p, np.float64)
    if np.any((value < 0.0) | (value > 1.0)):
        raise ValueError("probabilities must lie in [0, 1]")
    return value


def _weights(weights: ArrayLike | None, value: Floats) -> Floats:
    if weights is None:
        return np.ones(value.shape[-1])
    weight = np.asarray(weights, np.float64)
    if not np.all(np.isfinite(weight) & (weight >= 0.0)):
        raise ValueError("weights must be finite, and 0 or more")
    return weight


def weighted_mean(value: Floats, weights: ArrayLike | None) -> Floats:
    """Weighted mean over the last axis; what has no weight has no part, infinite or not.

    Args:
        value: Numbers.
        weights: Weights, all 1 by default.

    Raises:
        ValueError: A weight is negative or not finite.
    """
    weight = np.broadcast_to(_weights(weights, value), value.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        counted = np.where(weight > 0.0, weight * value, 0.0)
        return np.asarray(counted.sum(axis=-1) / weight.sum(axis=-1))


def _middle(value: Floats, left_out: Callable[[int], int]) -> Floats:
    """Mean without so many of the lowest and of the highest; NaN of none, or if one is missing."""
    size = value.shape[-1]
    if not size:
        return np.full(value.shape[:-1], np.nan)
    ends = left_out(size)
    mean = np.sort(value, axis=-1)[..., ends : size - ends].mean(axis=-1)
    return np.where(np.isnan(value).any(axis=-1), np.nan, mean)


def _root_mean_square(distance: Floats, weight: Floats, chosen: NDArray[np.bool_]) -> float:
    total = float(weight[chosen].sum())
    if total == 0.0:
        return np.nan
    return float(np.sqrt(weight[chosen] @ np.square(distance[chosen]) / total))
