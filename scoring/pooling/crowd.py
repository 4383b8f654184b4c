"""Crowds: a pool as a pseudo-forecaster.

Its curve is constant between events, and it stands whenever any of the people stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from scoring.cells import Cells
from scoring.pooling.registry import pool_named
from scoring.pooling.voices import Voices
from scoring.rules import BRIER, LOG, clip
from scoring.sorting import group_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scoring.figures import Horizon
    from scoring.pooling.voices import Curve
    from scoring.timeline import Block, Timeline

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Crowd", "crowds", "everybodys_cells"]


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
    curves = [pool_named(name)(timeline) for name in pools]
    return [
        _crowd(block, timeline.panel.forecasters + code, curve)
        for block in timeline.blocks
        for code, curve in enumerate(curves)
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
    voices = Voices.of(block)
    segments = np.flatnonzero(block.grid.step > 0.0)
    stand = block.grid.order[segments] % block.question.size
    probability = curve(voices)[segments]
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
    voices = Voices.together(question, block.forecaster[rows], block.probability[rows])
    return question[group_starts(question)], curve(voices)[voices.moments]
