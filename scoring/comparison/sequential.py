"""Confidence sequences: intervals that hold after every question, all of them together.

They are for the *running average* of conditional means, which may change: see
:mod:`scoring.comparison.e_values` for what that is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from scoring.comparison.boundaries import best_rho, gamma_exponential, normal_mixture
from scoring.comparison.differences import intrinsic_time, scaled
from scoring.comparison.stakes import Capital

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["ConfidenceSequence", "confidence_sequence"]


@dataclass(frozen=True, slots=True)
class ConfidenceSequence:
    """A confidence sequence: after each step, an interval for the running average of means.

    With probability 1 - alpha all of its intervals hold together. They are not to be intersected:
    each is for another average.

    Attributes:
        mean: Mean of the differences so far.
        lower: Lower end of the interval.
        upper: Upper end.
    """

    mean: Floats
    lower: Floats
    upper: Floats


def confidence_sequence(
    d: ArrayLike,
    *,
    low: float = -1.0,
    high: float = 1.0,
    alpha: float = 0.05,
    kind: Literal["betting", "bernstein", "hoeffding"] = "betting",
    best_at: float = 10.0,
) -> ConfidenceSequence:
    """Intervals for the running average of the conditional means of bounded differences.

    All three kinds hold for means that change, with any dependence:

    ========= ======================================= ==========================================
    kind      made from                               source
    ========= ======================================= ==========================================
    betting   a mixture of fixed stakes; the shortest :mod:`scoring.comparison.stakes`
    bernstein the differences' own spread             Choe & Ramdas 2024 (arXiv:2110.00115),
                                                      Theorem 2, gamma-exponential mixture
    hoeffding their bounds alone                      the same, Theorem 1, normal mixture
    ========= ======================================= ==========================================

    Args:
        d: Differences in their order.
        low: Least value a difference can have.
        high: Greatest value.
        alpha: Probability that any of the intervals is wrong.
        kind: See above.
        best_at: Intrinsic time at which the last two are shortest; fix it in advance.

    Raises:
        ValueError: A difference is out of bounds, or alpha is not between 0 and 1.

    Examples:
        >>> found = confidence_sequence([0.3, 0.1, 0.2] * 20)
        >>> found.mean[-1].round(3).item(), found.lower[-1].round(3).item()
        (0.2, 0.107)
    """
    if not 0.0 < alpha < 1.0:
        raise ValueError("alpha must lie between 0 and 1")
    x = scaled(d, low, high)
    steps = np.arange(1.0, x.size + 1.0)
    mean, scale = np.cumsum(x) / steps, (high - low) / 2.0
    if kind == "betting":
        capital = Capital(x, (1, -1))
        level = math.log(1.0 / alpha)
        ends = capital.lower(level), capital.upper(level)
    else:
        # On the scale of x the differences lie within 1 of 0, and within 2 of any prediction.
        v = best_at / scale**2
        if kind == "hoeffding":
            reach = normal_mixture(steps, alpha, rho=best_rho(v, alpha, two_sided=True))
        else:
            time = intrinsic_time(x)
            tail = alpha / 2.0
            reach = gamma_exponential(time, tail, rho=best_rho(v, tail), c=2.0)
        ends = mean - reach / steps, mean + reach / steps
    middle = (high + low) / 2.0
    lower, upper = (middle + scale * np.clip(end, -1.0, 1.0) for end in ends)
    return ConfidenceSequence(middle + scale * mean, lower, upper)
