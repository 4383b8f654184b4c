"""PredictionBook's order (its open source, ``app/models/score_calculator.rb``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.timeline import Timeline

    Floats = NDArray[np.float64]

__all__ = ["error_term", "penalised_brier"]


def penalised_brier(timeline: Timeline) -> Floats:
    """Mean Brier loss of all forecasts, each update counting 1, plus :func:`error_term`.

    A loss; NaN for who gave no forecast. As a score it is improper: updates can be given, or
    left out, for the sake of n.

    Args:
        timeline: The scored questions.
    """
    size = timeline.panel.forecasters
    count, loss = np.zeros(size), np.zeros(size)
    for block in timeline.blocks:
        count += np.bincount(block.forecaster, minlength=size)
        loss += sums_by(block.forecaster, block.brier, size)
    given = np.where(count > 0.0, count, np.nan)
    return loss / given + error_term(given)


def error_term(forecasts: ArrayLike) -> Floats:
    """Penalty 1 / sqrt(n) of a record of n forecasts.

    >>> error_term([1, 4]).tolist()
    [1.0, 0.5]
    """
    return 1.0 / np.sqrt(np.asarray(forecasts, np.float64))
