"""Beliefs that are calibrated at every moment: a prior, and evidence that is normal in log-odds.

The logarithm of the likelihood ratio is normal with variance v, and its mean is v / 2 if yes and
-v / 2 if no. A belief that adds it to the log-odds of the prior is a martingale, and means what it
says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.odds import logit

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["expected_brier"]

_POINTS = 2001
_REACH = 9.0
"""Standard deviations beyond which a normal density is nothing to a double."""


def expected_brier(prior: ArrayLike, evidence: ArrayLike) -> Floats:
    """Expected Brier score of such a belief: the mean of p (1 - p).

    With the densities f1 and f0 of the log-likelihood ratio, belief p and mixture f, p f is
    prior f1 and (1 - p) f is (1 - prior) f0; their product gives p (1 - p) f as sqrt(prior
    (1 - prior)) e^(-v / 8) sqrt(p (1 - p)) times the normal density with mean 0 and variance v.
    What is integrated is smooth, so that the trapezoidal rule is exact to rounding for v up to
    some hundreds.

    Args:
        prior: The prior, in (0, 1).
        evidence: The variance v, not below 0.

    >>> expected_brier(0.5, [0.0, 0.5, 2.0]).round(6).tolist()
    [0.25, 0.22203, 0.162472]
    """
    before, variance = np.asarray(prior, np.float64), np.asarray(evidence, np.float64)
    deviation = np.sqrt(variance)[..., None]
    reach = _REACH + 0.5 * deviation
    z = np.linspace(-1.0, 1.0, _POINTS) * reach
    spread = 0.5 / np.cosh(0.5 * (logit(before)[..., None] + deviation * z))
    weight = np.exp(-0.5 * np.square(z)) / np.sqrt(2.0 * np.pi)
    mean = np.sum(weight * spread, axis=-1) * 2.0 * reach[..., 0] / (_POINTS - 1)
    score: Floats = np.sqrt(before * (1.0 - before)) * np.exp(-variance / 8.0) * mean
    return score
