"""Questions over time, from a poll: one source for the terminal, the report and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cli.charts.history import History, Said
from cli.charts.steps import Steps
from cli.output.dates import day
from cli.shared.hiding import HIDDEN
from market.ledger.names import fold
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
        hidden: Numbers of the questions of which nothing is shown that anybody said.
    """
    path = crowd_path(poll.panel)
    names = list({fold(name): name for name in (MARKET, *shown)}.values())
    for code, state in enumerate(states):
        allowed = [] if state.id in hidden else names
        yield _history(poll, path.on(code), code, state, moment / _SECOND, allowed)


def _history(
    poll: Poll,
    path: CrowdPath,
    code: int,
    state: QuestionState,
    moment: float,
    names: Sequence[str],
) -> History:
    """One question; without a name, all that others say is hidden."""
    crowd, low, high = (
        Steps(path.start, path.end, value).until(moment)
        for value in (path.median, path.lower, path.upper)
    )
    seen = bool(names) and crowd.value.size > 0
    said = [Said(MEDIAN, crowd)] if seen else []
    said += [one for one in _said(poll, code, names, moment) if one.steps.value.size]
    return History(
        question=state.slug,
        title=state.title,
        opens=state.opens / _SECOND,
        closes=state.actual_close / _SECOND,
        moment=moment,
        outcome=state.outcome,
        spread=(low, high) if seen else None,
        said=tuple(said),
        people=int(path.people[crowd.value.size - 1]) if seen else 0,
        notes=tuple(_notes(state, moment, is_hidden=not names, is_silent=not said)),
    )


def _said(poll: Poll, question: int, names: Sequence[str], moment: float) -> Iterator[Said]:
    """What some forecasters said on a question: only its own rows are looked at."""
    panel, codes = poll.panel, {fold(name): code for code, name in enumerate(poll.forecasters)}
    rows = slice(*np.searchsorted(panel.question, [question, question + 1]))
    who, start, probability = panel.forecaster[rows], panel.start[rows], panel.probability[rows]
    end = np.minimum(panel.end[rows], panel.closes[question])
    for name in names:
        his = np.flatnonzero(who == codes.get(fold(name), -1))
        if his.size:
            steps = Steps(start[his], end[his], probability[his]).until(moment)
            yield Said(poll.forecasters[who[his[0]]], steps)


def _notes(
    state: QuestionState, moment: float, *, is_hidden: bool, is_silent: bool
) -> Iterator[str]:
    if state.status == "annulled":
        yield "Annulled"
    if state.opens / _SECOND > moment:
        yield f"Opens {day(state.opens)}"
    elif is_hidden:
        yield f"The crowd is {HIDDEN}"
    elif is_silent:
        yield "No forecast"
