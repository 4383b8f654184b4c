"""Logarithms of sums and ratios that keep their digits where these are nearly 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["grown", "log_ratio", "softplus", "softplus_rise"]

_SMALL = 1.0
"""Changes of log-odds up to which a logarithm of what changes in a probability serves."""


def softplus(x: Floats) -> Floats:
    """ln(1 + e^x): minus the logarithm of the probability at log-odds of -x.

    >>> softplus(np.array([-1000.0, 0.0, 1000.0])).round(6).tolist()
    [0.0, 0.693147, 1000.0]
    """
    return np.asarray(np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x))))


def grown(log_weight: Floats, change: Floats) -> Floats:
    """e^t (e^x - 1) for x of either sign, where t + x is 1 at most (more counts as 1).

    Neither factor need be a number that a double can hold, and no rounding of t + x is left in
    the result.

    Args:
        log_weight: t, 0 at most.
        change: x.

    >>> [f"{value:.6g}" for value in grown(np.array([-1000.0, -2.0]), np.array([500.0, -1.0]))]
    ['7.12458e-218', '-0.0855482']
    """
    up = np.maximum(change, 0.0)
    total = np.minimum(log_weight + up, 1.0)
    rounded_off = up - (total - log_weight)
    factor = np.copysign(np.expm1(-np.abs(change)), change)
    return np.asarray(np.exp(total) * (1.0 + rounded_off) * factor)


def softplus_rise(x: Floats, change: Floats) -> Floats:
    """softplus(x + d) - softplus(x), of which no digit is lost however small it is.

    In terms of the probability p at log-odds x it is ln(1 - p + p e^d).

    >>> softplus_rise(np.array([0.0, 0.0]), np.array([1e-9, 1.0])).round(13).tolist()
    [5e-10, 0.6201145069583]
    """
    # Seen from the less likely side, whose 1 - p is at least a half, the logarithm is that of a
    # number not near 0: softplus(x) = x + softplus(-x).
    sign = np.copysign(1.0, x)
    less_likely = np.exp(-np.abs(x))
    with np.errstate(over="ignore", invalid="ignore"):  # large changes are computed again
        share = less_likely * np.expm1(-sign * change) / (1.0 + less_likely)
        rise = np.asarray(np.maximum(sign, 0.0) * change + np.log1p(share))
    is_large = np.broadcast_to(np.abs(change) > _SMALL, rise.shape)
    if np.any(is_large):
        several = (np.broadcast_to(value, rise.shape)[is_large] for value in (x, change))
        rise[is_large] = _large_rise(*several)
    return rise


def _large_rise(x: Floats, change: Floats) -> Floats:
    """The same for changes that may be beyond what doubles raise e to."""
    after, less_likely = x + change, -np.abs(x)
    is_likelier = x > 0.0
    share = grown(less_likely, np.where(is_likelier, -change, change))
    near = np.where(is_likelier, change, 0.0) + np.log1p(share / (1.0 + np.exp(less_likely)))
    # From one side of 0 far to the other, both values count and nothing cancels.
    far = softplus(after) - softplus(x)
    return np.where((after > 0.0) != is_likelier, far, near)


def log_ratio(numerator: Floats, denominator: Floats, difference: Floats) -> Floats:
    """ln(a / c), given a - c, too, which may be known better than what its terms tell.

    >>> log_ratio(np.array([1.0, 4.0]), np.array([1.0, 1.0]), np.array([1e-20, 3.0])).tolist()
    [1e-20, 1.3862943611198906]
    """
    is_near = np.abs(difference) < 0.5 * denominator
    near = np.log1p(np.where(is_near, difference, 0.0) / denominator)
    return np.where(is_near, near, np.log(numerator / denominator))
