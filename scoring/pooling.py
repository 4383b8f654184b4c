"""Crowds: what the people standing say together, at every moment.

A pool is a pseudo-forecaster. Its curve is constant between events, and it stands whenever
any of the people stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from scoring.bounds import LOWEST
from scoring.cells import Cells
from scoring.grid import Grid
from scoring.rules import BRIER, LOG, clip
from scoring.selection import running_median
from scoring.sorting import group_starts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from scoring.figures import Horizon
    from scoring.timeline import Block, Timeline

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]
    Curve = Callable[[Grid, NDArray[np.int32], Floats], Floats]

__all__ = ["POOLS", "Crowd", "crowds", "everybodys_cells"]


def _mean(grid: Grid, _question: NDArray[np.int32], probability: Floats) -> Floats:
    return grid.mean(probability)


def _log_odds_mean(grid: Grid, _question: NDArray[np.int32], probability: Floats) -> Floats:
    bounded = clip(probability, LOWEST)  # as live forecasts are; a certainty has no log-odds
    mean = grid.mean(np.log(bounded) - np.log1p(-bounded))
    return np.where(grid.standing > 0, 1.0 / (1.0 + np.exp(-mean)), 0.0)


POOLS: dict[str, Curve] = {
    "median": running_median,
    "mean": _mean,
    "logodds": _log_odds_mean,
}
"""Curves by name: value after each event, meaningful where the event lasts and people stand."""


@dataclass(frozen=True)
class Crowd:
    """A pool over the questions of a block: one row for each segment in which people stand.

    Attributes:
        block: The questions.
        code: The pool's forecaster code.
        segments: Event at which each segment begins.
        question: Code of its question.
        probability: What the pool says.
        brier: Its Brier loss.
        log: Its log loss, nats.
        certain: Whether it says exactly 0 or 1, after the floor.
        closing: Codes of the questions with a forecast standing at the close.
        last: What the pool of these forecasts says.
    """

    block: Block
    code: int
    segments: Index
    question: NDArray[np.int32]
    probability: Floats
    brier: Floats
    log: Floats
    certain: NDArray[np.bool_]
    closing: NDArray[np.int32]
    last: Floats

    @cached_property
    def first(self) -> Index:
        """Where each question begins among the segments."""
        return group_starts(self.question)

    @property
    def begins(self) -> Floats:
        """When each segment begins, lifetimes since its question's open."""
        block = self.block
        return np.concatenate([block.end, block.start])[block.grid.order[self.segments]]

    def total(self, rate: Floats, step: Floats | None = None) -> Floats:
        """Integral of a rate over each question."""
        if self.first.size == 0:
            return np.empty(0)
        weight = self.block.grid.step[self.segments] if step is None else step
        return np.add.reduceat(rate * weight, self.first)

    @cached_property
    def cells(self) -> Cells:
        """One row for each question that people stood on, if only at its close."""
        panel = self.block.panel
        stood = self.question[self.first]
        question = np.union1d(stood, self.closing)
        place = np.searchsorted(question, stood)
        last = np.full(question.size, np.nan)
        last[np.searchsorted(question, self.closing)] = self.last

        def total(rate: Floats) -> Floats:
            sums = np.zeros(question.size)
            sums[place] = self.total(rate)
            return sums

        ln = np.where(np.isinf(self.log), 0.0, -self.log)
        return Cells(
            panel=panel,
            forecaster=np.full(question.size, self.code, np.int32),
            question=question,
            forecasts=np.zeros(question.size, np.intp),
            time=total(np.ones(ln.size)),
            brier_time=total(self.brier),
            log_time=total(self.log),
            peer_time=total(ln - self.block.mean_likelihood[self.segments]),
            certain=total(self.certain.astype(np.float64)) > 0.0,
            last=last,
            last_log=LOG.kernel(clip(last, self.block.eps), panel.outcome[question]),
        )


def crowds(timeline: Timeline, pools: Sequence[str]) -> list[Crowd]:
    """The named pools over all blocks; the i-th has the code ``panel.forecasters + i``.

    Raises:
        KeyError: A pool is unknown.
    """
    return [
        _crowd(block, timeline.panel.forecasters + code, POOLS[name])
        for block in timeline.blocks
        for code, name in enumerate(pools)
    ]


def everybodys_cells(
    timeline: Timeline, crowd: Sequence[Crowd], horizon: Horizon = "scheduled"
) -> Cells:
    """Cells of all forecasters, and of crowds over the same timeline.

    Args:
        timeline: The questions.
        crowd: Crowds, as `crowds` makes them.
        horizon: What baseline and peer scores are divided by.
    """
    parts = [block.cells for block in timeline.blocks] + [pool.cells for pool in crowd]
    return Cells.stack(timeline.panel, parts, horizon)


def _crowd(block: Block, code: int, curve: Curve) -> Crowd:
    grid = block.grid
    segments = np.flatnonzero(grid.step > 0.0)
    stand = grid.order[segments] % block.question.size
    probability = curve(grid, block.question, block.probability)[segments]
    floored, outcome = clip(probability, block.eps), block.outcome[stand]
    closing, last = _at_close(block, curve)
    return Crowd(
        block=block,
        code=code,
        segments=segments,
        question=block.question[stand],
        probability=probability,
        brier=BRIER.kernel(probability, outcome),
        log=LOG.kernel(floored, outcome),
        certain=(floored == 0.0) | (floored == 1.0),
        closing=closing,
        last=last,
    )


def _at_close(block: Block, curve: Curve) -> tuple[NDArray[np.int32], Floats]:
    """Questions with forecasts standing at the close, and what the pool of these says."""
    rows = np.flatnonzero(block.at_close & block.people)
    question = block.question[rows]
    if rows.size == 0:
        return question, np.empty(0)
    zeros, ones = np.zeros(rows.size), np.ones(rows.size)
    first = group_starts(question)
    place = np.repeat(np.arange(first.size), np.diff(first, append=rows.size))
    grid = Grid.of(place, zeros, ones, ones > 0.0)
    together = grid.step > 0.0
    return question[first], curve(grid, question, block.probability[rows])[together]
