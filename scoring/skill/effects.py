"""Difficulty-adjusted skill, resolved in time.

At every moment t of a question, the Brier loss of everybody standing is fitted as
b_i(t) = d_q(t) + a_i by least squares weighted with time: d_q(t) is free at every moment, so
that only people standing together are compared. Skill is -a_i, pulled towards 0 while the
record is short. Definition, evidence and limits: ``docs/scores.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.skill.runs import Runs, components
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from scoring.timeline import Timeline

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["SHRINKAGE", "Fit", "fit", "shrink"]

SHRINKAGE = 5.0
"""Exposure, in question-lifetimes, at which skill is halved."""

_TOLERANCE = 1e-13


@dataclass(frozen=True, slots=True)
class Fit:
    """Effects of people on the Brier loss, relative to those they stood with.

    Attributes:
        effect: Each forecaster's a, a loss; NaN for who never stood together with anybody, or
            is not joined to the largest group, and for outsiders.
        exposure: Integral of 1 - 1/N over the time stood among N people, lifetimes.
        component: Group of forecasters joined by chains of common moments; -1 where none.
        comparable: Whether the forecaster is in the largest group, the one that is ranked.
        centre: What was taken from the effects as they were given; NaN where there is no group.
    """

    effect: Floats
    exposure: Floats
    component: Index
    comparable: NDArray[np.bool_]
    centre: float

    @classmethod
    def of(cls, effect: Floats, exposure: Floats, component: Index) -> Self:
        """Fit of effects that are known up to a constant in every component.

        Within the largest group, the mean weighted by exposure / (exposure + 5) becomes 0.
        """
        comparable = _largest(component, exposure)
        weight = shrink(np.ones(effect.size), exposure)[comparable]
        centre = float(np.average(effect[comparable], weights=weight)) if weight.size else np.nan
        centred = np.where(comparable, effect - centre, np.nan)
        return cls(centred, exposure, component, comparable, centre)

    @classmethod
    def solving(
        cls, matrix: Callable[[Floats], Floats], right: Floats, exposure: Floats, label: Index
    ) -> Self:
        """Fit of normal equations, by preconditioned conjugate gradients.

        Args:
            matrix: Applies the Laplacian of the graph that joins those who can be compared.
            right: Right side: each forecaster's loss above that of the others there.
            exposure: Diagonal of the matrix.
            label: Component of the graph in which each forecaster is.
        """
        joined = exposure > 0.0
        component = np.where(joined, label, -1)
        diagonal = np.where(joined, exposure, 1.0)
        return cls.of(_solve(matrix, _centred(right, component), diagonal), exposure, component)


def fit(timeline: Timeline) -> Fit:
    """Fit the effects of all people.

    The normal equations are L a = r, with the Laplacian L of all
    :class:`~scoring.skill.runs.Runs` and r_i the integral of i's loss less the mean loss of those
    standing.
    """
    size = timeline.panel.forecasters
    runs = [Runs.of(block) for block in timeline.blocks]

    def laplacian(effect: Floats) -> Floats:
        image = np.zeros(size)
        for part in runs:
            image[part.people] += part.laplacian(effect[part.people])
        return image

    exposure = np.zeros(size)
    for part in runs:
        exposure[part.people] += part.exposure
    return Fit.solving(laplacian, _excess(timeline), exposure, components(runs, size))


def shrink(value: Floats, exposure: Floats) -> Floats:
    """Pull a figure towards 0 by exposure / (exposure + 5)."""
    return value * exposure / (exposure + SHRINKAGE)


def _excess(timeline: Timeline) -> Floats:
    """Integral of each person's Brier loss less the mean of those standing."""
    total = np.zeros(timeline.panel.forecasters)
    for block in timeline.blocks:
        excess = block.total(np.where(block.people, block.excess, 0.0))
        np.add.at(total, block.forecaster[block.order[block.first]], excess)
    return total


def _centred(value: Floats, component: Index) -> Floats:
    """Value less its mean in every component: rounding must not leave the matrix's range."""
    joined = component >= 0
    size = component.max(initial=-1) + 1
    count = np.bincount(component[joined], minlength=size)
    mean = sums_by(component[joined], value[joined], size) / np.maximum(count, 1)
    centred = np.zeros(value.size)
    centred[joined] = value[joined] - mean[component[joined]]
    return centred


def _solve(matrix: Callable[[Floats], Floats], right: Floats, diagonal: Floats) -> Floats:
    """Conjugate gradients with Jacobi preconditioning on a singular but consistent system."""
    solution, residual = np.zeros(right.size), right.copy()
    target = _TOLERANCE * float(np.linalg.norm(right))
    direction = residual / diagonal
    slope = float(residual @ direction)
    for _ in range(10 * right.size):
        if float(np.linalg.norm(residual)) <= target:
            break
        image = matrix(direction)
        curvature = float(direction @ image)
        if curvature <= 0.0:
            break
        length = slope / curvature
        solution += length * direction
        residual -= length * image
        scaled = residual / diagonal
        slope, previous = float(residual @ scaled), slope
        direction = scaled + slope / previous * direction
    return solution


def _largest(component: Index, exposure: Floats) -> NDArray[np.bool_]:
    """Who is in the group with most people; of equal ones, in that with most exposure."""
    joined = component >= 0
    if not joined.any():
        return joined
    size = component.max() + 1
    people = np.bincount(component[joined], minlength=size)
    weight = sums_by(component[joined], exposure[joined], size).round(9)
    largest = np.lexsort((weight, people))[-1]
    chosen: NDArray[np.bool_] = component == largest
    return chosen
