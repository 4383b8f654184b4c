"""Folded forecasts: how sure somebody was of the answer he favoured, and whether it was right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.bins import Bins
from scoring.sample import Sample

if TYPE_CHECKING:
    from typing import Final

__all__ = ["CONFIDENCES", "folded"]

CONFIDENCES: Final = Bins.given([0.0, 0.5, 0.6, 0.7, 0.8, 0.9, np.nextafter(1.0, 0.0), 1.0])
"""Bands of PredictionBook: 50 to 59 %, and so on to 90 to 99 %, and certainty by itself."""


def folded(sample: Sample) -> Sample:
    """The same forecasts as confidences of 50 % and more.

    Who says 30 % for YES says 70 % for NO, and is right if it is NO; 50 % counts as YES. This is
    what PredictionBook's calibration shows. It hides whoever says YES too often: the errors of
    both sides cancel.

    Args:
        sample: The forecasts.

    >>> one = folded(Sample.of([0.3, 0.5, 0.9], [0, 0, 1]))
    >>> one.probability.tolist(), one.outcome.tolist()
    ([0.7, 0.5, 0.9], [1.0, 0.0, 1.0])
    """
    p, y = sample.probability, sample.outcome
    favours_yes = p >= 0.5  # noqa: PLR2004 - even odds
    return Sample(
        probability=np.where(favours_yes, p, 1.0 - p),
        outcome=np.where(favours_yes, y, 1.0 - y),
        weight=sample.weight,
        cluster=sample.cluster,
    )
