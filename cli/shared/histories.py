"""Questions over time, from a poll: one source for the terminal, the report and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cli.charts.history import History, Said
from cli.charts.steps import Steps
from market.poll import MARKET
from scoring.crowd_path import crowd_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from market.ledger.views.questions import QuestionState
    from market.poll import Poll
    from scoring.crowd_path import CrowdPath

__all__ = ["histories"]

MEDIAN = "@median"

_SECOND = 1e6


def histories(
    poll: Poll,
    states: Sequence[QuestionState],
    *,
    moment: int,
    shown: Collection[str] = (),
    hidden: Collection[int] = (),
) -> Iterator[History]:
    """The history of every question of a poll.

    Args:
        poll: The forecasts.
        states: The questions, by code.
        moment: When they are looked at, in microseconds.
        shown: Names of forecasters to show beside the crowd and the market.
        hidden: Numbers of the questions whose crowd and market are hidden.
    """
    path = crowd_path(poll.panel)
    for code, state in enumerate(states):
        yield _history(poll, path.on(code), code, state, moment / _SECOND, shown, hidden)


def _history(
    poll: Poll,
    path: CrowdPath,
    code: int,
    state: QuestionState,
    moment: float,
    shown: Collection[str],
    hidden: Collection[int],
) -> History:
    is_hidden = state.id in hidden
    names = {*shown} if is_hidden else {MARKET, *shown}
    steps = {name: _steps(poll, code, name, moment) for name in sorted(names)}
    crowd, low, high = (
        Steps(path.start, path.end, value).until(moment)
        for value in (path.median, path.lower, path.upper)
    )
    seen = not is_hidden and crowd.value.size > 0
    said = [Said(name, one) for name, one in steps.items() if one.value.size]
    return History(
        question=state.slug,
        title=state.title,
        opens=state.opens / _SECOND,
        closes=state.actual_close / _SECOND,
        moment=moment,
        outcome=state.outcome,
        spread=(low, high) if seen else None,
        said=(*([Said(MEDIAN, crowd)] if seen else []), *said),
        people=int(path.people[crowd.value.size - 1]) if seen else 0,
    )


def _steps(poll: Poll, question: int, name: str, moment: float) -> Steps:
    """What one forecaster said on a question."""
    if name not in poll.forecasters:
        return Steps(*np.empty((3, 0)))
    panel, code = poll.panel, poll.forecasters.index(name)
    rows = np.flatnonzero((panel.question == question) & (panel.forecaster == code))
    end = np.minimum(panel.end[rows], panel.closes[question])
    return Steps(panel.start[rows], end, panel.probability[rows]).until(moment)
