"""Logistic regression by Newton's method, for a handful of coefficients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.odds import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["logistic"]

_STEPS = 100
_HALVINGS = 40
_TOLERANCE = 1e-7


def logistic(
    design: Floats,
    target: Floats,
    weight: Floats,
    *,
    start: Floats,
    precision: float = 0.0,
    offset: Floats | float = 0.0,
) -> Floats:
    """Coefficients c that minimise the weighted log loss of expit(design c + offset).

    A step that does not lower the loss is halved. Columns that say the same share what they do:
    the shortest step is taken. Targets strictly between 0 and 1 have a finite minimum also where
    the outcomes are separated, and so has everything with a precision.

    Args:
        design: A row for each observation, a column for each coefficient.
        target: Outcomes, or probabilities in their place.
        weight: Weights.
        start: Where the search begins, and what a precision pulls towards.
        precision: Half of it times the squared distance from the start is added to the loss.
        offset: Log-odds that each row has anyhow.

    >>> logistic(np.ones((4, 1)), np.array([0.0, 1, 1, 1]), np.ones(4), start=np.zeros(1)).round(4)
    array([1.0986])
    """

    def loss(c: Floats) -> float:
        odds = design @ c + offset
        misfit = weight @ (np.logaddexp(0.0, odds) - target * odds)
        return float(misfit + 0.5 * precision * np.sum(np.square(c - start)))

    def newton(c: Floats) -> Floats:
        p = expit(design @ c + offset)
        slope = design.T @ (weight * (p - target)) + precision * (c - start)
        bend = (design.T * (weight * p * (1.0 - p))) @ design + precision * np.eye(c.size)
        return np.asarray(-np.linalg.lstsq(bend, slope, rcond=None)[0], np.float64)

    found = start
    for _ in range(_STEPS):
        step = newton(found)
        if np.all(np.abs(step) <= _TOLERANCE * (1.0 + np.abs(found))):
            return found + step  # too small for the loss to tell, but not for the slope
        lowest = loss(found)
        tries = (found + 0.5**k * step for k in range(_HALVINGS))
        found = next((c for c in tries if loss(c) < lowest), found)
    return found
