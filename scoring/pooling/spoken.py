"""What a pool said, and for how long: its curve as stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.stands import Stands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scoring.panel import Panel
    from scoring.pooling.crowd import Crowd
    from scoring.stands import Columns

__all__ = ["crowd_stands"]


def crowd_stands(panel: Panel, crowd: Sequence[Crowd]) -> Stands:
    """Stands of a pool: one for each segment in which people stand.

    Args:
        panel: The panel.
        crowd: The pool's parts, one a block, as :func:`scoring.pooling.crowds` gives them.
    """
    parts = [_segments(part) for part in crowd] + [_final_words(part) for part in crowd]
    return Stands.joined(panel, parts)


def _segments(crowd: Crowd) -> Columns:
    start = crowd.begins
    return {
        "forecaster": np.full(start.size, crowd.code, np.int32),
        "question": crowd.question,
        "start": start,
        "end": start + crowd.block.grid.step[crowd.segments],
        "probability": crowd.probability,
        "at_close": _is_final(crowd),
    }


def _final_words(crowd: Crowd) -> Columns:
    """Words at the very close that differ from what was said until then."""
    differs = _said_last(crowd)[crowd.closing] != crowd.last
    panel, question = crowd.block.panel, crowd.closing[differs]
    close = (panel.closes[question] - panel.opens[question]) / panel.length[question]
    return {
        "forecaster": np.full(question.size, crowd.code, np.int32),
        "question": question,
        "start": close,
        "end": close,
        "probability": crowd.last[differs],
        "at_close": np.ones(question.size, bool),
    }


def _is_final(crowd: Crowd) -> NDArray[np.bool_]:
    """Which segments say what still stands at the close."""
    closing = np.full(crowd.block.panel.questions, np.nan)
    closing[crowd.closing] = crowd.last
    final = _finals(crowd)
    is_final = np.zeros(crowd.question.size, bool)
    is_final[final] = crowd.probability[final] == closing[crowd.question[final]]
    return is_final


def _said_last(crowd: Crowd) -> NDArray[np.float64]:
    """By question, what the last segment says; NaN without one."""
    said = np.full(crowd.block.panel.questions, np.nan)
    final = _finals(crowd)
    said[crowd.question[final]] = crowd.probability[final]
    return said


def _finals(crowd: Crowd) -> NDArray[np.intp]:
    """The last segment of each question."""
    return np.append(crowd.first[1:], crowd.question.size)[: crowd.first.size] - 1
