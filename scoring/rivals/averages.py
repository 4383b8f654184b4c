"""Averages drawn towards the common mean by as much as they are noise: empirical Bayes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.skill.contrasts import Contrasts
from scoring.skill.intervals import Influence

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.cells import Cells

    Floats = NDArray[np.float64]

__all__ = ["Shrunk", "dersimonian_laird", "mean_brier", "shrunk_brier"]


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Averages under a normal-normal model.

    Attributes:
        variance: Variance of the true averages, tau squared; 0 where chance explains the spread.
        centre: Estimate of their mean.
        mean: The averages, drawn towards the centre.
    """

    variance: float
    centre: float
    mean: Floats


def dersimonian_laird(mean: ArrayLike, error: ArrayLike) -> Shrunk:
    """Shrink averages by how their errors compare with their spread.

    tau^2 = max(0, (Q - (k - 1)) / (sum w - sum w^2 / sum w)), with w = 1 / error^2 and Q the
    weighted sum of squares about the weighted mean (DerSimonian & Laird 1986, Controlled
    Clinical Trials 7:177).

    Args:
        mean: The averages.
        error: Their standard errors, above 0.

    Raises:
        ValueError: Columns of different lengths, or an error that is not above 0.

    >>> dersimonian_laird([0.1, 0.3], [0.1, 0.1]).mean.round(3).tolist()
    [0.15, 0.25]
    """
    value, variance = np.asarray(mean, np.float64), np.square(np.asarray(error, np.float64))
    if value.shape != variance.shape:
        raise ValueError("averages and their errors must have one length")
    if not np.all(np.asarray(error) > 0.0):
        raise ValueError("standard errors must be above 0")
    if value.size == 0:
        return Shrunk(np.nan, np.nan, value)
    between = _between(value, 1.0 / variance)
    centre = float(np.average(value, weights=1.0 / (variance + between)))
    pull = variance / (variance + between)
    return Shrunk(between, centre, pull * centre + (1.0 - pull) * value)


def _between(value: Floats, weight: Floats) -> float:
    """Estimate of tau squared by moments."""
    total = weight.sum()
    scatter = weight @ np.square(value - np.average(value, weights=weight))
    scale = total - np.square(weight).sum() / total
    return float(max(0.0, (scatter - (value.size - 1)) / scale)) if value.size > 1 else 0.0


def mean_brier(cells: Cells) -> Floats:
    """Plain mean over each person's questions of the Brier loss averaged over the time stood.

    What most boards call the Brier score. It rewards easy questions, late arrival and, where
    questions resolve early, exaggeration.
    """
    return _influence(cells).effect


def shrunk_brier(cells: Cells) -> Floats:
    """The same means, each drawn towards all by :func:`dersimonian_laird`.

    A short record tells little of its own spread, so its variance is moderated towards the
    pooled one, by clusters, as in :mod:`scoring.skill.intervals`: a single question never has an
    error of 0. NaN where all evidence is one cluster.
    """
    found = _influence(cells)
    shrunk = np.where(found.variance == 0.0, found.effect, np.nan)
    rows = np.flatnonzero(found.variance > 0.0)
    shrunk[rows] = dersimonian_laird(found.effect[rows], np.sqrt(found.variance[rows])).mean
    return shrunk


def _influence(cells: Cells) -> Influence:
    """Means of the people's cells, and what each cluster adds to them."""
    panel, rows = cells.panel, np.flatnonzero(cells.people & (cells.time > 0.0))
    one = np.ones(rows.size)
    contrasts = Contrasts(cells.forecaster[rows], cells.question[rows], cells.brier[rows], one, one)
    return Influence.of(contrasts, panel.cluster, panel.people)
