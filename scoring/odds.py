"""Probabilities as log-odds, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["expit", "logit"]


def logit(p: ArrayLike) -> Floats:
    """Log-odds ln(p / (1 - p)); infinite for 0 and 1, NaN outside [0, 1]."""
    probability = np.asarray(p, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds: Floats = np.log(probability) - np.log1p(-probability)
    return odds


def expit(log_odds: ArrayLike) -> Floats:
    """Probability at log-odds, without overflow.

    >>> expit([-1000, 0, 1000]).tolist()
    [0.0, 0.5, 1.0]
    """
    value = np.asarray(log_odds, np.float64)
    small = np.exp(-np.abs(value))
    probability: Floats = np.where(value >= 0.0, 1.0, small) / (1.0 + small)
    return probability
