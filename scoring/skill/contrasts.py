"""What every forecaster's loss was above the fit, by question: the evidence behind skill."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scoring.pooling import Crowd
    from scoring.skill.effects import Fit
    from scoring.timeline import Block, Timeline

    Floats = NDArray[np.float64]

__all__ = ["Contrasts"]


@dataclass(frozen=True, slots=True)
class Contrasts:
    """A row for each forecaster and question, people, outsiders and crowds alike.

    Attributes:
        forecaster: Code of the forecaster.
        question: Code of the question.
        gap: Integral of the forecaster's Brier loss less the fitted difficulty d_q(t), over the
            moments at which ranked people stand.
        time: Length of these moments, lifetimes; gap / time, summed over questions, is a.
        exposure: The same with each moment weighted 1 - 1/N for one of N people.
    """

    forecaster: NDArray[np.int32]
    question: NDArray[np.int32]
    gap: Floats
    time: Floats
    exposure: Floats

    @classmethod
    def of(cls, timeline: Timeline, crowds: Sequence[Crowd], fit: Fit) -> Self:
        """Contrasts of everybody on a timeline with a fit."""
        grounds = {id(block): _Ground.of(block, fit) for block in timeline.blocks}
        parts = [_stands(block, grounds[id(block)]) for block in timeline.blocks]
        parts += [_segments(crowd, grounds[id(crowd.block)]) for crowd in crowds]
        none = cls(*(np.empty(0, np.int32),) * 2, *(np.empty(0),) * 3)
        return cls(
            *(
                np.concatenate([getattr(part, f.name) for part in (none, *parts)])
                for f in fields(cls)
            )
        )


@dataclass(frozen=True, slots=True)
class _Ground:
    """Fitted difficulty after each event of a block, and how long ranked people stand.

    Attributes:
        step: Time until the next event, 0 where none of the ranked people stands.
        difficulty: Mean over those standing of their loss less their effect.
    """

    step: Floats
    difficulty: Floats

    @classmethod
    def of(cls, block: Block, fit: Fit) -> Self:
        grid = block.grid
        ranked = fit.comparable[block.forecaster]
        effect = np.where(ranked, fit.effect[block.forecaster], 0.0)
        step = grid.step
        if not ranked[block.people].all():
            step = np.where(grid.running(ranked.astype(np.float64)) > 0.0, step, 0.0)
        return cls(step, block.mean_brier - grid.mean(effect))


def _stands(block: Block, ground: _Ground) -> Contrasts:
    grid, step = block.grid, ground.step
    time = block.moments if step is grid.step else grid.over(step)
    gap = block.brier * time - grid.over(ground.difficulty * step)
    alone = grid.over(step / np.maximum(grid.standing, 1))
    heads = block.order[block.first]
    return Contrasts(
        forecaster=block.forecaster[heads],
        question=block.question[heads],
        gap=block.total(gap),
        time=block.total(time),
        exposure=block.total(time - np.where(block.people, alone, 0.0)),
    )


def _segments(crowd: Crowd, ground: _Ground) -> Contrasts:
    step = ground.step[crowd.segments]
    time = crowd.total(np.ones(step.size), step)
    return Contrasts(
        forecaster=np.full(time.size, crowd.code, np.int32),
        question=crowd.question[crowd.first],
        gap=crowd.total(crowd.brier - ground.difficulty[crowd.segments], step),
        time=time,
        exposure=time,
    )
