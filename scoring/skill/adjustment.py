"""What skill allows for: the moment, the question as a whole, or nothing.

Each adjustment gives a fit of the people and the contrasts of everybody with it, from which
intervals and rank ranges follow in one and the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scoring.skill.contrasts import Contrasts
from scoring.skill.effects import Fit, fit
from scoring.skill.two_way import two_way
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scoring.cells import Cells
    from scoring.figures import Adjustment
    from scoring.pooling import Crowd
    from scoring.timeline import Timeline

    Floats = NDArray[np.float64]

__all__ = ["Adjusted", "adjusted"]


class Adjusted(NamedTuple):
    """Effects, and the evidence for them.

    Attributes:
        fit: Effects of the people.
        contrasts: What everybody's loss was above the fit, by question.
    """

    fit: Fit
    contrasts: Contrasts


def adjusted(
    adjust: Adjustment, timeline: Timeline, crowd: Sequence[Crowd], cells: Cells
) -> Adjusted:
    """Effects of people under an adjustment.

    ``time`` compares people at the moments they stood together (:mod:`scoring.skill`).
    ``question`` fits a_i + d_q to the Brier losses of the cells, each averaged over the time
    stood and weighted with it, so that a minute does not weigh as a life and an early
    resolution pays nobody. ``none`` compares plain Brier losses per time stood.

    Args:
        adjust: What to allow for.
        timeline: The scored questions.
        crowd: Pools over the same timeline.
        cells: Cells of all forecasters and of these pools.
    """
    if adjust == "time":
        fitted = fit(timeline)
        return Adjusted(fitted, Contrasts.of(timeline, crowd, fitted))
    return _by_question(cells) if adjust == "question" else _by_nothing(cells)


def _by_question(cells: Cells) -> Adjusted:
    panel, rows = cells.panel, np.flatnonzero(cells.people & (cells.time > 0.0))
    found = two_way(
        cells.forecaster[rows],
        cells.question[rows],
        cells.brier[rows],
        cells.time[rows],
        (panel.forecasters, panel.questions),
    )
    total = np.where(found.weight > 0.0, found.weight, 1.0)[cells.question]
    share = np.where(cells.people, cells.time / total, 0.0)
    return Adjusted(found.fit, _contrasts(cells, found.difficulty[cells.question], share))


def _by_nothing(cells: Cells) -> Adjusted:
    own, size = cells.people, cells.panel.forecasters
    time, loss = (
        sums_by(cells.forecaster[own], column[own], size)
        for column in (cells.time, cells.brier_time)
    )
    stood = time > 0.0
    mean = np.divide(loss, time, out=np.zeros(size), where=stood)
    found = Fit.of(mean, time, np.where(stood, 0, -1))
    return Adjusted(found, _contrasts(cells, np.full(cells.time.size, found.centre), 0.0))


def _contrasts(cells: Cells, difficulty: Floats, share: Floats | float) -> Contrasts:
    """Contrasts of whole cells.

    Args:
        cells: The cells.
        difficulty: Fitted difficulty of each cell's question, NaN where nobody is compared.
        share: The cell's own share in what that difficulty was fitted to.
    """
    rows = np.flatnonzero(~np.isnan(difficulty))
    time = cells.time
    return Contrasts(
        forecaster=cells.forecaster[rows],
        question=cells.question[rows],
        gap=(cells.brier_time - difficulty * time)[rows],
        time=time[rows],
        exposure=(time * (1.0 - share))[rows],
    )
