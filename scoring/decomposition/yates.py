"""Yates's covariance decomposition of the Brier score: what bias and noise cost, without bins."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scoring.sample import Sample

__all__ = ["Yates", "yates"]


@dataclass(frozen=True, slots=True)
class Yates:
    """A mean Brier score, 0 to 1, and its parts.

    score = uncertainty + bias**2 + least_variance + scatter - 2 * covariance.

    Attributes:
        score: The weighted mean Brier loss.
        uncertainty: Variance of the outcomes.
        bias: Mean of what was said minus the base rate: above 0, YES was said too readily.
        slope: Mean said where it came true minus mean said where it did not; 1 is best. NaN where
            all outcomes are alike.
        covariance: Of what was said with the outcomes.
        least_variance: Variance of what was said that such a slope cannot do without.
        scatter: The rest of it: noise.
    """

    score: float
    uncertainty: float
    bias: float
    slope: float
    covariance: float
    least_variance: float
    scatter: float


def yates(sample: Sample) -> Yates:
    """Decompose the mean Brier score into moments of what was said and what happened.

    Variances are those of the sample itself, divided by its weight (Yates 1982, Organ. Behav.
    Hum. Perform. 30:132). An empty sample has NaN everywhere.

    Args:
        sample: The forecasts.

    >>> from scoring.sample import Sample
    >>> parts = yates(Sample.of([0.2, 0.4, 0.6, 1.0], [0, 0, 1, 1]))
    >>> [round(part, 4) for part in (parts.score, parts.bias, parts.slope, parts.scatter)]
    [0.09, 0.05, 0.5, 0.025]
    """
    if sample.size == 0:
        nan = math.nan
        return Yates(nan, nan, nan, nan, nan, nan, nan)
    share = sample.weight / sample.total
    p, y = sample.probability, sample.outcome
    said, base = float(share @ p), sample.base_rate
    covariance = float(share @ ((p - said) * (y - base)))
    uncertainty = base * (1.0 - base)
    slope = covariance / uncertainty if uncertainty > 0.0 else math.nan
    least = covariance * slope if uncertainty > 0.0 else 0.0
    return Yates(
        score=float(share @ np.square(p - y)),
        uncertainty=uncertainty,
        bias=said - base,
        slope=slope,
        covariance=covariance,
        least_variance=least,
        scatter=max(0.0, float(share @ np.square(p - said)) - least),
    )
