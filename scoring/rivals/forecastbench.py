"""ForecastBench's scores: adjusted for difficulty by question, and an index of the result.

Source: its open source, ``src/leaderboard/main.py``. One score a forecaster and question, each
with weight 1; here that is the Brier loss averaged over the time stood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.skill.two_way import two_way
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.cells import Cells

    Floats = NDArray[np.float64]

__all__ = ["adjusted_brier", "brier_index", "brier_peer", "rescaled"]

ALWAYS_HALF = 0.25
"""Brier loss of 50 %, whatever happens."""


def adjusted_brier(cells: Cells) -> Floats:
    """Mean of each person's Brier loss less the fitted effect of the question, rescaled.

    The fit is brier_iq = a_i + b_q, and the mean of brier_iq - b_q over a forecaster's questions
    is a_i. On the scale of :func:`rescaled`, it is the loss to be expected on all questions. NaN
    outside the largest group that questions in common join.
    """
    panel, rows = cells.panel, np.flatnonzero(cells.people & (cells.time > 0.0))
    found = two_way(
        cells.forecaster[rows],
        cells.question[rows],
        cells.brier[rows],
        np.ones(rows.size),
        (panel.forecasters, panel.questions),
    )
    known = found.difficulty[~np.isnan(found.difficulty)]
    half = ALWAYS_HALF - known.mean() if known.size else np.nan
    return rescaled(found.fit.effect, half)


def rescaled(score: ArrayLike, always_half: float) -> Floats:
    """Adjusted scores, moved so that who always says 50 % has 0.25.

    >>> rescaled([-0.07, 0.103], 0.103).round(3).tolist()
    [0.077, 0.25]
    """
    return np.asarray(score, np.float64) + (ALWAYS_HALF - always_half)


def brier_index(score: ArrayLike) -> Floats:
    """Index 100 (1 - sqrt(x)) of a Brier loss: 100 is perfect, 50 is always 50 %.

    NaN below 0, where an adjusted score may be.

    >>> brier_index([0.0, 0.25, 1.0, -0.01]).tolist()
    [100.0, 50.0, 0.0, nan]
    """
    loss = np.asarray(score, np.float64)
    root = np.sqrt(np.where(loss >= 0.0, loss, np.nan))
    return 100.0 * (1.0 - root)


def brier_peer(cells: Cells) -> Floats:
    """Mean over each person's questions of the mean Brier loss there less the own one, a gain.

    The mean on a question is over all people, with oneself.
    """
    panel, rows = cells.panel, np.flatnonzero(cells.people & (cells.time > 0.0))
    who, question, brier = cells.forecaster[rows], cells.question[rows], cells.brier[rows]
    common = _mean(question, brier, panel.questions)
    return _mean(who, common[question] - brier, panel.forecasters)


def _mean(codes: NDArray[np.integer], value: Floats, size: int) -> Floats:
    count = np.bincount(codes, minlength=size)
    return sums_by(codes, value, size) / np.where(count > 0, count, np.nan)
