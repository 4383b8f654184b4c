"""How certain anybody may be who speaks or trades in a simulation: as in live forecasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.bounds import HIGHEST, LOWEST
from scoring.odds import logit

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["held"]

_ENDS = logit([LOWEST, HIGHEST])


def held(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds held to those that a live forecast may have; NaN stays.

    A lost certainty would cost an infinite logarithm, and a won one the peers their scores.

    >>> held(np.array([-50.0, 0.5, np.inf])).round(6).tolist()
    [-6.906755, 0.5, 6.906755]
    """
    return np.clip(log_odds, *_ENDS)
