"""Good Judgment Open's scores: a Brier score a day, and the distance to the day's median.

Brier scores go from 0 to 2 here, as there. A question is scored on the full days since its
open; on each, by what stood at the day's end. Source: the pages of Cultivate Labs, whose software
it is, on net Brier points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scoring.grid import Grid
from scoring.selection import running_median
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.timeline import Block, Timeline

    Floats = NDArray[np.float64]

__all__ = ["DAY", "Daily", "daily", "relative_to_median"]

DAY = 86_400.0
"""Seconds."""

_HAIR = 1e-9
"""Days that rounding may take from a time."""


class Daily(NamedTuple):
    """Daily scores of each forecaster, NaN without a full day on any question.

    Attributes:
        brier: Mean over questions of the mean daily Brier score, 0 to 2, while a forecast stood.
        relative: Sum over questions of the mean, over all scored days, of the daily Brier score
            less the median of the people active that day; days without a forecast count 0. A
            loss: below 0 is better than the median.
        questions: Number of questions with a scored day.
    """

    brier: Floats
    relative: Floats
    questions: Floats


def relative_to_median(brier: ArrayLike) -> Floats:
    """Scores of those active, each less the median of all.

    >>> relative_to_median([0.1, 0.3, 0.2]).round(3).tolist()
    [-0.1, 0.1, 0.0]
    """
    score = np.asarray(brier, np.float64)
    return score - np.median(score) if score.size else score


def daily(timeline: Timeline, day: float = DAY) -> Daily:
    """Daily scores on all questions.

    Args:
        timeline: The scored questions.
        day: Length of a day, seconds.
    """
    size = timeline.panel.forecasters
    brier, relative, questions = np.zeros(size), np.zeros(size), np.zeros(size)
    for block in timeline.blocks:
        who = block.forecaster[block.order[block.first]]
        days, own, above, scored = _days(block, day)
        stood = days > 0.0
        brier += sums_by(who, np.divide(own, days, out=np.zeros(own.size), where=stood), size)
        relative += sums_by(
            who, np.divide(above, scored, out=np.zeros(own.size), where=stood), size
        )
        questions += sums_by(who, stood.astype(np.float64), size)
    count = np.where(questions > 0.0, questions, np.nan)
    return Daily(brier / count, np.where(questions > 0.0, relative, np.nan), questions)


def _days(block: Block, day: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Of each cell: days stood, sum of Brier scores, the same above the median, days scored.

    Times are rounded down to whole days, so that a stand covers the days at whose end it stood.
    """
    panel, question = block.panel, block.question
    length = panel.length[question] / day
    open_time = (panel.closes - panel.opens)[question] / day
    scored = np.floor(open_time + _HAIR)
    start, end = (np.floor(t * length + _HAIR) for t in (block.start, block.end))
    # What stands at the close may have ended within the last day, which is not scored.
    start, end = np.minimum(start, scored), np.minimum(end, scored)
    share = np.maximum(scored, 1.0)
    stands = block.people & (end > start)
    grid = Grid.of(question, start / share, end / share, stands)
    loss = 2.0 * block.brier
    median = np.nan_to_num(running_median(grid, question, loss))
    days = end - start
    above = loss * days - grid.over(median * grid.step) * share
    heads = block.order[block.first]
    return block.total(days), block.total(loss * days), block.total(above), scored[heads]
