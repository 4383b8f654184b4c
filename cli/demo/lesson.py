"""What one resolution teaches: the score counts every day, and not only the last."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from cli.output.figures import counted, fixed, percent
from scoring.skill.ranks import competition_ranks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.poll import Poll

__all__ = ["lesson"]

_DAY = 86_400
_WEEK = 7

Row = dict[str, Any]


def lesson(poll: Poll, rows: list[Row]) -> list[str]:
    """Who fell furthest from the place at the close to the one by score, and what cost it.

    Figures are compared as they are shown, so that the reader can follow in the table.

    Args:
        poll: The forecasts on one resolved question.
        rows: Everybody's scores on it, from `cli.output.scores.question_scores`.

    Returns:
        Two lines of a story; one line where nobody has such a story.
    """
    people = [row for row in rows if _is_compared(row)]
    outcome = float(poll.panel.outcome[0])
    ends = np.array([_miss(row["last"], outcome) for row in people])
    at_close = competition_ranks(ends, higher_is_better=False)
    scores = np.array([float(fixed(row["brier"])) for row in people])
    by_score = competition_ranks(scores, higher_is_better=False)
    for place in np.argsort(at_close - by_score, kind="stable"):
        if by_score[place] <= at_close[place]:
            break
        name, last = people[place]["forecaster"], people[place]["last"]
        said, days = _costliest(poll, poll.forecasters.index(name))
        if days and _miss(said, outcome) > ends[place]:
            ranks = f"{at_close[place]} of {len(people)} at the close, but {by_score[place]}"
            return [
                f"  {name} ended at {percent(last)}, {ranks} by score:",
                f"  every day counts, and it stood at {percent(said)} for {_span(days)}.",
            ]
    return ["  No late turn mattered here; but every day counts, and not only the last."]


def _is_compared(row: Row) -> bool:
    """Whether this is somebody who stood to the end."""
    return not (row["forecaster"].startswith("@") or isnan(row["last"]) or isnan(row["brier"]))


def _miss(said: float, outcome: float) -> float:
    """Percentage points between a forecast, as it is shown, and the outcome."""
    return abs(float(percent(said).removesuffix("%")) - 100 * outcome)


def _costliest(poll: Poll, code: int) -> tuple[float, int]:
    """The forecast that lost a forecaster most, and for how many whole days it stood."""
    panel = poll.panel
    rows = np.flatnonzero(panel.forecaster == code)
    stood = np.minimum(panel.end[rows], panel.closes[0]) - panel.start[rows]
    loss: NDArray[np.float64] = stood * np.square(panel.probability[rows] - panel.outcome[0])
    worst = np.nanargmax(loss)
    return float(panel.probability[rows[worst]]), int(stood[worst] // _DAY)


def _span(days: int) -> str:
    """Days, from two weeks on weeks."""
    return counted(days // _WEEK, "week") if days >= 2 * _WEEK else counted(days, "day")
