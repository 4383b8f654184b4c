"""Quantiles of Student's t distribution, from scipy's special functions alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["student"]


def student(probability: float | Floats, freedom: Floats) -> Floats:
    """Quantile of Student's t distribution.

    Args:
        probability: Probability below it.
        freedom: Degrees of freedom, not necessarily whole.

    >>> student(0.975, np.array([4.0, np.inf])).round(3).tolist()
    [2.776, 1.96]
    """
    from scipy.special import stdtrit

    return np.asarray(stdtrit(freedom, probability), np.float64)
