"""Normal variables behind an event: what several worlds need of them.

An event happens if a normal variable exceeds a bound. Who knows part of the variable believes the
normal probability that the rest makes up for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["exchangeable", "expected_brier", "log_odds_at"]


def log_odds_at(probit: ArrayLike) -> Floats:
    """Log-odds of the probability Phi(probit), exact in both tails.

    >>> log_odds_at([0.0, -40.0]).round(3).tolist()
    [0.0, -804.608]
    """
    from scipy.special import log_ndtr

    z = np.asarray(probit, np.float64)
    belief: Floats = log_ndtr(z) - log_ndtr(-z)
    return belief


def expected_brier(known: ArrayLike, bound: ArrayLike = 0.0) -> Floats:
    """Expected Brier score of who knows part of a standard normal variable, and how much.

    The belief p has the mean of p (1 - p), the probability that of two variables with the
    known part in common one exceeds the bound and the other does not. Owen's function gives it:
    Owen 1956, Annals of Mathematical Statistics 27:1075.

    Args:
        known: Variance of the known part, in [0, 1].
        bound: What the variable must exceed.

    >>> expected_brier([0.0, 0.5, 1.0]).round(6).tolist()
    [0.25, 0.166667, 0.0]
    """
    from scipy.special import owens_t

    share, least = np.asarray(known, np.float64), np.asarray(bound, np.float64)
    score: Floats = np.multiply(2.0, owens_t(least, np.sqrt((1.0 - share) / (1.0 + share))))
    return score


def exchangeable(normal: Floats, apart: float, together: float) -> Floats:
    """Normal variables of which all have one variance, and all pairs one covariance.

    Args:
        normal: Independent standard normal ones; those that belong together on the first axis.
        apart: Variance less covariance.
        together: Variance and the covariances with all others, summed. Covariances are below 0
            where it is below ``apart``.
    """
    mean = normal.mean(axis=0)
    made: Floats = np.sqrt(apart) * (normal - mean) + np.sqrt(together) * mean
    return made
