"""Why a cell's scores are what they are: what every forecast added while it stood.

The parts of each figure add up to the figure: Brier and log losses as shares of the time stood,
baseline and peer gains per lifetime.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.pooling import Crowd, everybodys_cells
from scoring.sorting import group_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scoring.cells import Cells
    from scoring.timeline import Block, Timeline

    Floats = NDArray[np.float64]

__all__ = ["Explanation"]

_INSTANT = 1e-12
"""Lifetimes that are put down to rounding."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one forecaster, or a pool, said of one scored question: a row for each stretch.

    Attributes:
        cells: Everybody's cells.
        row: The one that is explained.
        start: When the stretch begins, lifetimes since the question's open.
        end: When it ends; equal to ``start`` for a forecast given at the very close.
        probability: What was said.
        brier: Its Brier loss.
        log: Its log loss, nats.
        among: How long others stood meanwhile, lifetimes.
        gain: Peer gain, nats times lifetimes.
        excess: Integral of the Brier loss less the mean of all people standing.
        exposure: Time in comparison with others, of which skill is made; lifetimes.
    """

    cells: Cells
    row: int
    start: Floats
    end: Floats
    probability: Floats
    brier: Floats
    log: Floats
    among: Floats
    gain: Floats
    excess: Floats
    exposure: Floats

    @classmethod
    def of(
        cls, timeline: Timeline, forecaster: int, question: int, crowd: Sequence[Crowd] = ()
    ) -> Self | None:
        """Explain a cell.

        Args:
            timeline: The scored questions.
            forecaster: Code of the forecaster.
            question: Code of the question.
            crowd: The pool's parts, a block each, if it is a pool that has this code.

        Returns:
            The explanation; None where there is no such cell.
        """
        cells = everybodys_cells(timeline, crowd)
        rows = np.flatnonzero((cells.forecaster == forecaster) & (cells.question == question))
        if rows.size == 0:
            return None
        columns = [
            _segments(part, question)
            if isinstance(part, Crowd)
            else _stands(part, forecaster, question)
            for part in crowd or timeline.blocks
        ]
        joined = {name: np.concatenate([c[name] for c in columns]) for name in columns[0]}
        return cls(cells, int(rows[0]), **joined)

    def total(self, figure: str) -> float:
        """A figure of the cell, by its name there."""
        return float(getattr(self.cells, figure)[self.row])

    @property
    def duration(self) -> Floats:
        """How long each stretch lasted, lifetimes."""
        return self.end - self.start

    @property
    def others(self) -> Floats:
        """What the others said together: a probability of YES; NaN where there were none.

        It is the one with the mean of their log scores, over them and the time of comparison.
        """
        mean = np.full(self.gain.size, np.nan)
        own = np.where(np.isinf(self.log), 0.0, -self.log)
        np.divide(self.gain, self.among, out=mean, where=self.among > 0.0)
        likely = np.where(self.disputed, np.nan, np.exp(own - mean))
        return likely if self.outcome == 1.0 else 1.0 - likely

    @property
    def outcome(self) -> float:
        """Outcome of the question, 1 or 0."""
        return float(self.cells.panel.outcome[self.cells.question[self.row]])

    @property
    def disputed(self) -> bool:
        """Whether somebody said exactly 0 or 1 of the question, so that peers have no score."""
        return bool(self.cells.disputed[self.row])

    @property
    def brier_part(self) -> Floats:
        """What each stretch added to the cell's ``brier``."""
        return self._share(self.brier)

    @property
    def log_part(self) -> Floats:
        """What each stretch added to the cell's ``log``, nats."""
        return self._share(self.log)

    @property
    def baseline_part(self) -> Floats:
        """What each stretch added to the cell's ``baseline``."""
        loss = np.zeros(self.log.size)
        np.multiply(self.log, self.duration, out=loss, where=self.duration > 0.0)
        return 100.0 * (self.duration - loss / math.log(2.0))

    @property
    def peer_part(self) -> Floats:
        """What each stretch added to the cell's ``peer``; NaN on a question with certainties."""
        return np.where(self.disputed, np.nan, 100.0 * self.gain)

    def _share(self, loss: Floats) -> Floats:
        """Loss times the stretch's share of the time stood; NaN where no time was stood."""
        stood = self.total("time")
        if stood == 0.0:
            return np.full(loss.size, np.nan)
        part = np.zeros(loss.size)
        np.multiply(loss, self.duration / stood, out=part, where=self.duration > 0.0)
        return part


def _stands(block: Block, forecaster: int, question: int) -> dict[str, Floats]:
    """Stretches of a stored forecaster: each is a forecast, for as long as it stood."""
    rows = np.flatnonzero((block.forecaster == forecaster) & (block.question == question))
    grid, step = block.grid, block.grid.step
    shared = grid.over(np.where(grid.standing > 1, step, 0.0))
    columns = {
        "start": block.start,
        "end": block.end,
        "probability": block.probability,
        "brier": block.brier,
        "log": block.log,
        "among": np.where(block.people, shared, block.moments),
        "gain": block.peer,
        "excess": block.excess,
        "exposure": block.exposure,
    }
    return {name: column[rows] for name, column in columns.items()}


def _segments(crowd: Crowd, question: int) -> dict[str, Floats]:
    """Stretches of a pool: each for as long as it said the same without a break."""
    rows = np.flatnonzero(crowd.question == question)
    block, segments = crowd.block, crowd.segments[rows]
    start, step = crowd.begins[rows], block.grid.step[segments]
    probability, brier, log = crowd.probability[rows], crowd.brier[rows], crowd.log[rows]
    likelihood = np.where(np.isinf(log), 0.0, -log)
    first = group_starts(probability, np.cumsum(_breaks(start, start + step)))
    heads = {"start": start, "probability": probability, "brier": brier, "log": log}
    sums = {
        "among": step,
        "gain": (likelihood - block.mean_likelihood[segments]) * step,
        "excess": (brier - block.mean_brier[segments]) * step,
        "exposure": step,
    }
    last = np.append(first[1:], rows.size)[: first.size] - 1
    return (
        {name: column[first] for name, column in heads.items()}
        | {"end": (start + step)[last]}
        | {name: _sums(column, first) for name, column in sums.items()}
    )


def _breaks(start: Floats, end: Floats) -> NDArray[np.bool_]:
    """Which segments do not begin where the one before ended."""
    apart = np.zeros(start.size, bool)
    apart[1:] = start[1:] > end[:-1] + _INSTANT
    return apart


def _sums(column: Floats, first: NDArray[np.intp]) -> Floats:
    """Sum of a column over each group."""
    return np.add.reduceat(column, first) if first.size else np.empty(0)
