"""What somebody says of every question, each at a moment of its own, resolved or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.pooling.registry import pool_named
from scoring.pooling.voices import Voices
from scoring.sorting import group_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from scoring.panel import Panel
    from scoring.timeline import Timeline

    Floats = NDArray[np.float64]

__all__ = ["people_at", "pooled_forecasts", "said_at", "standing_forecasts"]


def standing_forecasts(panel: Panel, forecaster: int, moments: ArrayLike) -> Floats:
    """What one forecaster has standing.

    Args:
        panel: The panel.
        forecaster: The forecaster's code.
        moments: When each question is looked at, seconds.

    Returns:
        A probability for each question; NaN where nothing stands.
    """
    rows = np.flatnonzero(_stands(panel, moments) & (panel.forecaster == forecaster))
    said = np.full(panel.questions, np.nan)
    said[panel.question[rows]] = panel.probability[rows]
    return said


def pooled_forecasts(timeline: Timeline, pool: str, moments: ArrayLike) -> Floats:
    """What a pool makes of the people who stand.

    Args:
        timeline: The scored questions, from which pools learn.
        pool: The pool's name.
        moments: When each question is looked at, seconds.

    Returns:
        A probability for each question; NaN where nobody stands.

    Raises:
        KeyError: There is no such pool.
    """
    panel = timeline.panel
    rows = np.flatnonzero(_people(panel, moments))
    said = np.full(panel.questions, np.nan)
    if rows.size:
        asked = panel.question[rows]
        voices = Voices.together(asked, panel.forecaster[rows], panel.probability[rows])
        said[asked[group_starts(asked)]] = pool_named(pool)(timeline)(voices)[voices.moments]
    return said


def said_at(timeline: Timeline, question: int, time: float, pools: Sequence[str]) -> Floats:
    """What pools say of one question at one moment, whether it is resolved or not.

    Args:
        timeline: The scored questions, from which pools learn.
        question: Code of the question.
        time: The moment, seconds.
        pools: Names of the pools.

    Returns:
        A probability for each pool; NaN where nobody stands.

    Raises:
        KeyError: A pool is unknown.
    """
    moments = _then(timeline.panel, question, time)
    return np.array([pooled_forecasts(timeline, pool, moments)[question] for pool in pools])


def people_at(panel: Panel, question: int, time: float) -> int:
    """How many people stand on one question at one moment, in seconds."""
    return int(np.count_nonzero(_people(panel, _then(panel, question, time))))


def _then(panel: Panel, question: int, time: float) -> Floats:
    """A moment for one question, and none for the others."""
    moments = np.full(panel.questions, np.nan)
    moments[question] = time
    return moments


def _people(panel: Panel, moments: ArrayLike) -> NDArray[np.bool_]:
    return _stands(panel, moments) & panel.people[panel.forecaster]


def _stands(panel: Panel, moments: ArrayLike) -> NDArray[np.bool_]:
    """Which forecasts stand when their questions are looked at."""
    then = np.asarray(moments, np.float64)[panel.question]
    return (panel.start <= then) & (then < panel.end)
