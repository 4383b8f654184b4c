"""Metaculus's older tournaments: the log score relative to the community's (its open source)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from scoring.pooling import crowds
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.pooling import Crowd
    from scoring.timeline import Timeline

    Floats = NDArray[np.float64]

__all__ = ["relative_legacy"]


def relative_legacy(timeline: Timeline) -> Floats:
    """Logarithm of the take: sum of relative scores, plus the logarithm of the coverage.

    The relative score of a question is the integral of log2(p* / P*) over the time stood, divided
    by the actual open time, with P the recency-weighted median of the people standing. The
    coverage is the mean, over all questions that people answered while open, of the share stood;
    the take is coverage times e to the power of the sum, and prizes follow it.

    A gain; NaN for who never stood, and -infinity for a wrong certainty. Questions on which the
    median said exactly 0 or 1 have no score.

    Args:
        timeline: The scored questions.
    """
    size = timeline.panel.forecasters
    score, share, questions = np.zeros(size), np.zeros(size), 0
    for crowd in crowds(timeline, ["pool:metaculus"]):
        block = crowd.block
        who = block.forecaster
        open_time = _open_time(crowd)
        counts = block.moments > 0.0
        relative = np.divide(_above(crowd), open_time, out=np.zeros(who.size), where=counts)
        stood = np.divide(block.duration, open_time, out=np.zeros(who.size), where=counts)
        score += sums_by(who, relative, size)
        share += sums_by(who, stood, size)
        questions += np.unique(block.question[block.people & (open_time > 0.0)]).size
    known = np.where(share > 0.0, share, np.nan)
    return score + np.log(known / max(questions, 1))


def _open_time(crowd: Crowd) -> Floats:
    """Actual open time of the question of every stand, lifetimes."""
    panel, question = crowd.block.panel, crowd.block.question
    return ((panel.closes - panel.opens) / panel.length)[question]


def _above(crowd: Crowd) -> Floats:
    """Integral over every stand of log2 p* less that of the crowd."""
    block, rate = crowd.block, np.zeros(crowd.block.grid.step.size)
    certain = np.zeros(block.panel.questions, bool)
    certain[crowd.question[crowd.certain]] = True
    rate[crowd.segments] = np.where(crowd.certain, 0.0, crowd.log)
    common = block.grid.over(rate * block.grid.step)
    own = np.zeros(common.size)
    np.multiply(block.log, block.moments, out=own, where=block.moments > 0.0)
    return np.where(certain[block.question], 0.0, common - own) / math.log(2.0)
