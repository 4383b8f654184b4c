"""What the crowd said at every moment of every question, resolved or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scoring.selection import running_median, running_quartiles
from scoring.timeline import Timeline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.panel import Panel
    from scoring.timeline import Block

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["CrowdPath", "crowd_path"]


class CrowdPath(NamedTuple):
    """Columns with a row for each span of time in which the same people say the same.

    Attributes:
        question: Code of the question, ascending.
        start: When the span begins, seconds.
        end: When it ends; where the next begins later, nobody stands in between.
        lower: The lower quartile of the people standing.
        median: Their median.
        upper: The upper quartile.
        people: How many they are.
    """

    question: NDArray[np.int32]
    start: Floats
    end: Floats
    lower: Floats
    median: Floats
    upper: Floats
    people: NDArray[np.int32]

    def on(self, question: int) -> CrowdPath:
        """The rows of one question."""
        rows = slice(*np.searchsorted(self.question, [question, question + 1]))
        return CrowdPath._make(column[rows] for column in self)


def crowd_path(panel: Panel) -> CrowdPath:
    """What the people standing said, from each question's open to its actual close.

    Args:
        panel: Standing forecasts on any questions.
    """
    # The sweep takes questions with an outcome; which one they have does not matter here.
    asked = replace(panel, outcome=np.zeros(panel.questions))
    parts = [_path(block) for block in Timeline.of(asked).blocks]
    if not parts:
        nothing = np.empty(0)
        codes = np.empty(0, np.int32)
        return CrowdPath(codes, nothing, nothing, nothing, nothing, nothing, codes)
    return CrowdPath._make(map(np.concatenate, zip(*parts, strict=True)))


def _path(block: Block) -> CrowdPath:
    grid, panel = block.grid, block.panel
    rows = np.flatnonzero((grid.step > 0.0) & (grid.standing > 0))
    question = block.question[grid.order[rows] % block.question.size]
    times = np.concatenate([block.end, block.start])[grid.order[rows]]
    opens, length = panel.opens[question], panel.length[question]
    lower, upper = running_quartiles(grid, block.question, block.probability)
    median = running_median(grid, block.question, block.probability)
    return CrowdPath(
        question,
        opens + times * length,
        opens + (times + grid.step[rows]) * length,
        lower[rows],
        median[rows],
        upper[rows],
        grid.standing[rows],
    )
