"""Rules of one threshold, or of a range of them: the parts that proper rules are mixtures of."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from scoring.rules.rule import Rule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["elementary", "threshold_weighted_brier"]


def elementary(theta: float) -> Rule:
    """Loss of acting if and only if p > theta, where acting in vain costs theta.

    theta for a NO that was given more than theta, 1 - theta for a YES that was given theta or
    less, else 0. Every proper rule is a mixture of these: over 2 dtheta Brier, over
    dtheta / (theta (1 - theta)) log. Twice the score of Ehm, Gneiting, Jordan & Krueger 2016
    (JRSSB 78:505) for a probability, in their convention at p = theta.

    Args:
        theta: The threshold, between 0 and 1.

    Raises:
        ValueError: The threshold is not between 0 and 1.

    >>> elementary(0.3).loss([0.3, 0.3, 0.4], [1, 0, 0]).tolist()
    [0.7, 0.0, 0.3]
    """
    if not 0.0 < theta < 1.0:
        raise ValueError("the threshold must lie between 0 and 1")
    return Rule(
        f"elementary({theta:g})",
        "cost of a mistaken decision",
        max(theta, 1.0 - theta),
        partial(_elementary, theta),
        properness="proper",
        symmetric=False,
    )


def threshold_weighted_brier(low: float, high: float) -> Rule:
    """The Brier loss made of the thresholds from low to high alone.

    With c the probability kept within [low, high]: (1 - c)^2 - (1 - high)^2 for YES and
    c^2 - low^2 for NO. Probabilities on one side of the range are not told apart, so that the
    rule is strictly proper on [0, 1] only, where it is Brier.

    Args:
        low: Where the range begins.
        high: Where it ends.

    Raises:
        ValueError: Not 0 <= low < high <= 1.

    >>> threshold_weighted_brier(0.2, 0.6).loss([0.1, 0.5], [1, 1]).round(4).tolist()
    [0.48, 0.09]
    """
    if not 0.0 <= low < high <= 1.0:
        raise ValueError("thresholds must satisfy 0 <= low < high <= 1")
    return Rule(
        f"threshold_weighted_brier({low:g}, {high:g})",
        "probability squared",
        (high - low) * max(2.0 - low - high, low + high),
        partial(_threshold_weighted, low, high),
        properness="strict" if (low, high) == (0.0, 1.0) else "proper",
        symmetric=low == 1.0 - high,
    )


def _elementary(theta: float, p: Floats, y: Floats) -> Floats:
    loss = np.where(y == 1.0, (1.0 - theta) * (p <= theta), theta * (p > theta))
    return np.where(np.isnan(p) | np.isnan(y), np.nan, loss)


def _threshold_weighted(low: float, high: float, p: Floats, y: Floats) -> Floats:
    # Differences of squares as products: exact where the probability lies at an end.
    kept = np.clip(p, low, high)
    yes, no = (high - kept) * (2.0 - kept - high), (kept - low) * (kept + low)
    return np.where(np.isnan(y), np.nan, np.where(y == 1.0, yes, no))
