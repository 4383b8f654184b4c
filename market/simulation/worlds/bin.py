"""The BIN world: beliefs with bias, information and noise.

An event happens if Z0 is above 0. A forecaster sees a signal Z, of which so much is information
that its covariance with Z0 is gamma, and the rest noise of variance delta, and takes it all for
information: the report is Phi(Z / sqrt(1 - gamma)). Source: Satopää, Salikhov, Tetlock & Mellers
2021, Management Science 67:7599.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["expected_brier"]


def expected_brier(information: ArrayLike, noise: ArrayLike) -> Floats:
    """Expected Brier score of a forecaster without bias on events as likely as not.

    Each term is the probability that two normal variables of a known correlation have the same
    sign.

    Args:
        information: Variance of the signal that is shared with the outcome, in [0, 1].
        noise: Variance that is not.

    >>> expected_brier([0.4, 0.4], [0.0, 0.3]).round(6).tolist()
    [0.184505, 0.226399]
    """
    gamma, delta = np.asarray(information, np.float64), np.asarray(noise, np.float64)
    with_itself = np.arcsin((gamma + delta) / (1.0 + delta))
    with_outcome = np.arcsin(gamma / np.sqrt(1.0 + delta))
    score: Floats = 0.25 + (with_itself - 2.0 * with_outcome) / (2.0 * np.pi)
    return score
