"""What recalibration would have made of a score, judged on outcomes it was not fitted to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.folds import FOLDS
from scoring.recalibration import LEAST_CLUSTERS, crossfitted
from scoring.rules import BRIER

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring.recalibration import Map
    from scoring.rules import Rule
    from scoring.sample import Sample

__all__ = ["LEAST_CLUSTERS_JUDGED", "Saving", "saving"]

LEAST_CLUSTERS_JUDGED = math.ceil(LEAST_CLUSTERS * FOLDS / (FOLDS - 1))
"""Clusters from which every fold's map can be learnt from the other folds."""


@dataclass(frozen=True, slots=True)
class Saving:
    """A mean score, had everything been said as a map says it that knew only other clusters.

    Attributes:
        score: The weighted mean score of the recalibrated forecasts; NaN where there are too few
            clusters to learn a map from.
        saved: By how much it is lower than the score of what was said: below 0, the map did
            harm. NaN with it, and where both are infinite.
    """

    score: float
    saved: float


def saving(sample: Sample, fit: Callable[[Sample], Map], *, rule: Rule = BRIER) -> Saving:
    """Score of cross-fitted recalibration, and what it saves.

    The miscalibration of :func:`scoring.decomposition.corp` is what the best map would have saved
    that knows these very outcomes; this is what a map saves that does not.

    Args:
        sample: The forecasts.
        fit: How a map is fitted: one of :data:`scoring.recalibration.FITS`.
        rule: A proper scoring rule.

    Raises:
        ValueError: The rule is improper.

    >>> from scoring.recalibration import platt
    >>> from scoring.sample import Sample
    >>> timid = Sample.of([0.4, 0.6] * 50, [0, 1] * 50)
    >>> found = saving(timid, platt)
    >>> round(found.score, 3), round(found.saved, 3)
    (0.001, 0.159)
    """
    rule.required_proper()
    if sample.clusters < LEAST_CLUSTERS_JUDGED:
        return Saving(math.nan, math.nan)
    said, recalibrated = (
        rule.mean(p, sample.outcome, sample.weight)
        for p in (sample.probability, crossfitted(sample, fit))
    )
    return Saving(recalibrated, said - recalibrated)
