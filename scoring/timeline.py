"""From a panel to scored cells: one row for each forecaster and question.

Everything is an integral over standing time, computed by one sweep over the sorted moments of
a block of questions. Figures, units and sources: ``docs/scores.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.cells import Cells
from scoring.grid import Grid
from scoring.rules import BRIER, LOG, clip
from scoring.sorting import group_starts, stable_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from scoring.figures import Horizon
    from scoring.panel import Panel

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Block", "Timeline", "cells"]

_FORECASTS = 1 << 16
"""People's forecasts in a block: small enough for the cache, and prefix sums restart with it."""

_QUESTIONS = 1 << 12
"""Questions in a block: so few that their number leaves a moment its digits in a sort key."""


def cells(panel: Panel, *, eps: float | None = None, horizon: Horizon = "scheduled") -> Cells:
    """Scored cells of a panel, sorted by question and forecaster.

    Args:
        panel: Standing forecasts; only resolved questions are scored.
        eps: Floor under probabilities in logarithms, which are otherwise never clipped.
        horizon: What baseline and peer scores are divided by.

    Returns:
        One row for each forecaster and question with a report up to the close.
    """
    blocks = Timeline.of(panel, eps=eps).blocks
    return Cells.stack(panel, [block.cells for block in blocks], horizon)


@dataclass(frozen=True)
class Timeline:
    """A panel's scored questions, swept in blocks of whole questions."""

    panel: Panel
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, panel: Panel, *, eps: float | None = None) -> Self:
        """Sweep every scored question of a panel."""
        return cls(panel, tuple(_sweep(panel, rows, eps) for rows in _rows(panel)))


@dataclass(frozen=True)
class Block:
    """Stands of some whole questions, in lifetimes, with the grid of their moments.

    Attributes:
        panel: The panel it is part of.
        eps: Floor under probabilities in logarithms.
        question: Code of each stand's question.
        forecaster: Code of its forecaster.
        people: Whether that is one of the people.
        outcome: Outcome of the question, 1 or 0.
        probability: What the stand says.
        start: When it begins, lifetimes since the open.
        end: When it ends.
        brier: Its Brier loss.
        log: Its log loss, nats; infinite for a wrong certainty.
        certain: 1 where it says exactly 0 or 1, else 0.
        at_close: Whether it still stands at the close.
        grid: The moments.
        order: Stands sorted by forecaster, question and start.
        first: Where each cell begins in that order.
    """

    panel: Panel
    eps: float | None
    question: NDArray[np.int32]
    forecaster: NDArray[np.int32]
    people: NDArray[np.bool_]
    outcome: Floats
    probability: Floats
    start: Floats
    end: Floats
    brier: Floats
    log: Floats
    certain: Floats
    at_close: NDArray[np.bool_]
    grid: Grid
    order: Index
    first: Index

    @cached_property
    def duration(self) -> Floats:
        """How long every stand stands, lifetimes."""
        return self.end - self.start

    @cached_property
    def moments(self) -> Floats:
        """How long people stand during every stand, lifetimes."""
        return self.grid.over(self.grid.step)

    @cached_property
    def likelihood(self) -> Floats:
        """Log-likelihood ln p(outcome) of every stand, 0 where it is infinite."""
        return np.where(np.isinf(self.log), 0.0, -self.log)

    @cached_property
    def mean_likelihood(self) -> Floats:
        """Mean of ln p(outcome) over the people standing after each event."""
        return self.grid.mean(self.likelihood)

    @cached_property
    def mean_brier(self) -> Floats:
        """Mean Brier loss of the people standing after each event."""
        return self.grid.mean(self.brier)

    @cached_property
    def excess(self) -> Floats:
        """Integral over every stand of its Brier loss less the mean of the people standing."""
        grid = self.grid
        return self.brier * self.moments - grid.over(self.mean_brier * grid.step)

    @cached_property
    def exposure(self) -> Floats:
        """How long people stand during every stand, one of N of them counting 1 - 1/N of it."""
        grid = self.grid
        alone = grid.over(grid.step / np.maximum(grid.standing, 1))
        return self.moments - np.where(self.people, alone, 0.0)

    def total(self, value: Floats) -> Floats:
        """Sum of a value of each stand over every cell."""
        return np.add.reduceat(value[self.order], self.first)

    @cached_property
    def cells(self) -> Cells:
        """One row a cell, by forecaster and question."""
        heads = self.order[self.first]
        last = self.order[np.append(self.first[1:], self.order.size) - 1]
        stood = self.at_close[last]
        return Cells(
            panel=self.panel,
            forecaster=self.forecaster[heads],
            question=self.question[heads],
            forecasts=np.diff(self.first, append=self.order.size),
            time=self.total(self.duration),
            brier_time=self.total(self.brier * self.duration),
            log_time=self.total(_weighted(self.log, self.duration)),
            peer_time=self.total(self.peer),
            certain=self.total(self.certain) > 0.0,
            last=np.where(stood, self.probability[last], np.nan),
            last_log=np.where(stood, self.log[last], np.nan),
        )

    @cached_property
    def peer(self) -> Floats:
        """Peer gain of every stand, nats times lifetimes.

        An outsider gains ln p - mean over the people. One of N people is part of that mean, so
        that the others' mean differs from his by N / (N - 1) times as much.
        """
        grid, ln, mean = self.grid, self.likelihood, self.mean_likelihood
        n = grid.standing
        weight = np.where(n > 1, n / np.maximum(n - 1, 1), 0.0) * grid.step
        gain = ln * grid.over(weight) - grid.over(mean * weight)
        if not self.people.all():
            outside = ln * self.moments - grid.over(mean * grid.step)
            gain = np.where(self.people, gain, outside)
        return gain


def _weighted(loss: Floats, duration: Floats) -> Floats:
    """Loss times time; a loss that stood for no time is nothing, even an infinite one."""
    weighted = np.zeros(loss.size)
    np.multiply(loss, duration, out=weighted, where=duration > 0.0)
    return weighted


def _rows(panel: Panel) -> Iterator[Index]:
    """Rows of the scored questions, in blocks of whole questions; only people's fill a block."""
    rows = np.flatnonzero(panel.scored[panel.question])
    starts = np.append(group_starts(panel.question[rows]), rows.size)
    said = np.append(0, np.cumsum(panel.people[panel.forecaster[rows]]))[starts]
    asked = np.cumsum(np.diff(said, prepend=0) > 0)
    full, many = (
        starts[np.searchsorted(held, np.arange(0, max(held[-1], 1), limit))]
        for held, limit in ((said, _FORECASTS), (asked, _QUESTIONS))
    )
    for low, high in pairwise(np.unique([*full, *many, rows.size])):
        yield rows[low:high]


def _sweep(panel: Panel, rows: Index, eps: float | None) -> Block:
    question, forecaster = panel.question[rows], panel.forecaster[rows]
    outcome, probability = panel.outcome[question], panel.probability[rows]
    opens, closes = panel.opens[question], panel.closes[question]
    # The open is subtracted first: seconds since an epoch have few digits left for fractions.
    length = panel.length[question]
    start = (panel.start[rows] - opens) / length
    end = (np.minimum(panel.end[rows], closes) - opens) / length
    people = panel.people[forecaster]
    floored = clip(probability, eps)
    order = stable_order(forecaster)
    return Block(
        panel=panel,
        eps=eps,
        question=question,
        forecaster=forecaster,
        people=people,
        outcome=outcome,
        probability=probability,
        start=start,
        end=end,
        brier=BRIER.kernel(probability, outcome),
        log=LOG.kernel(floored, outcome),
        certain=((floored == 0.0) | (floored == 1.0)).astype(np.float64),
        at_close=panel.end[rows] > closes,
        grid=Grid.of(question, start, end, people & (end > start)),
        order=order,
        first=group_starts(forecaster[order], question[order]),
    )
