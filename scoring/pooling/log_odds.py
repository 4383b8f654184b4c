"""Pools of probabilities given at one moment, in log-odds: the logarithmic pool and its kin.

The forecasts stand on the last axis; what is pooled keeps the other axes. Sources: Satopää et al.
2014 (International Journal of Forecasting 30:344) for extremizing; Karmarkar 1978
(Organizational Behavior and Human Performance 21:61) for odds to a power; Neyman & Roughgarden
2022 (EC '22) for their factor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.odds import expit, logit
from scoring.pooling.static import checked, weighted_mean

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "bayes_independent",
    "extremized",
    "karmarkar",
    "llo",
    "log_pool",
    "neyman",
    "neyman_factor",
]


def log_pool(p: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Probability at the weighted mean of the log-odds: the geometric mean of the odds.

    This is the logarithmic pool, normalised. NaN where both a 0 and a 1 are among the forecasts.

    >>> log_pool([0.6, 0.7, 0.9]).round(6).item()
    0.75951
    """
    return expit(weighted_mean(logit(checked(p)), weights))


def extremized(p: ArrayLike, a: float, weights: ArrayLike | None = None) -> Floats:
    """Log-odds mean times a factor: above 1 away from 50 %, below 1 towards it.

    Args:
        p: Probabilities.
        a: The factor.
        weights: Weights in the mean.
    """
    return expit(a * weighted_mean(logit(checked(p)), weights))


def llo(p: ArrayLike, gamma: float, delta: float = 1.0) -> Floats:
    """Each probability on the line in log-odds: delta p^gamma / (delta p^gamma + (1 - p)^gamma).

    Args:
        p: Probabilities; nothing is pooled.
        gamma: Slope, above 0.
        delta: Factor of the odds, above 0.
    """
    return expit(gamma * logit(checked(p)) + np.log(delta))


def karmarkar(p: ArrayLike, gamma: float) -> Floats:
    """Each probability with its odds to a power: p^gamma / (p^gamma + (1 - p)^gamma)."""
    return llo(p, gamma)


def neyman_factor(n: ArrayLike) -> Floats:
    """Neyman and Roughgarden's factor for n forecasts, from 1 for one towards sqrt(3) for many.

    >>> neyman_factor([1, 3]).round(4).tolist()
    [1.0, 1.4153]
    """
    size = np.asarray(n, np.float64)
    root = np.sqrt(3.0 * np.square(size) - 3.0 * size + 1.0)
    factor: Floats = size * (root - 2.0) / (np.square(size) - size - 1.0)
    return factor


def neyman(p: ArrayLike, *, baseline: float = 0.5) -> Floats:
    """Log-odds mean moved away from a baseline by Neyman and Roughgarden's factor.

    Their guarantee is for the arithmetic mean, squared loss, a known prior and forecasters whose
    information can stand in for each other's; in log-odds it is an extension.

    Args:
        p: Probabilities.
        baseline: What is known before anybody speaks.
    """
    mean = weighted_mean(logit(checked(p)), None)
    start = logit(checked(baseline))
    return expit(start + neyman_factor(np.shape(p)[-1]) * (mean - start))


def bayes_independent(p: ArrayLike, *, prior: float) -> Floats:
    """Posterior of somebody who shares the prior and takes all signals for independent.

    Args:
        p: Posteriors of those who have a signal each.
        prior: The prior they share.
    """
    start = logit(checked(prior))
    return expit(start + (logit(checked(p)) - start).sum(axis=-1))
