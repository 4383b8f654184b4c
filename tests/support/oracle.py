"""The referee: cells and crowds from their definitions, in plain slow Python.

Everything here is written out moment by moment from the definitions, with dictionaries and
loops, so that the library's sweeps and prefix sums have something to disagree with.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from worlds import Question, World

__all__ = ["POOLS", "Figures", "Moment", "accepted", "cells", "crowd", "last_words", "moments"]

LIMITS = 0.001, 0.999
"""Probabilities that the pool of log-odds can tell apart."""


@dataclass(frozen=True)
class Figures:
    """One cell: what one forecaster's reports on one question were worth."""

    coverage: float
    brier: float
    log: float
    baseline: float
    peer: float
    last_brier: float
    last_log: float
    spot_baseline: float
    spot_peer: float


@dataclass(frozen=True)
class Moment:
    """A stretch of one question's life, in lifetimes, in which nobody moves."""

    start: float
    end: float
    said: dict[int, float]

    @property
    def length(self) -> float:
        """Its share of the question's scheduled life."""
        return self.end - self.start


@dataclass(frozen=True)
class _Scale:
    """How one question turns probabilities into figures."""

    question: Question
    eps: float | None
    certain: bool

    @property
    def undefined(self) -> bool:
        """Whether somebody's certainty leaves nothing finite to compare."""
        return self.certain and self.eps is None

    def log(self, p: float) -> float:
        """ln of the probability given to what happened."""
        if self.eps is not None:
            p = min(max(p, self.eps), 1 - self.eps)
        kept = p if self.question.outcome == 1 else 1 - p
        if kept == 0:
            return -math.inf
        return math.log(p) if self.question.outcome == 1 else math.log1p(-p)

    def baseline(self, p: float) -> float:
        return 100 * (1 + self.log(p) / math.log(2))

    def peer(self, p: float, others: list[float]) -> float:
        """Points above the mean of the others; NaN where certainty makes it undefined."""
        if self.undefined:
            return math.nan
        if not others:
            return 0.0
        return 100 * (self.log(p) - fmean(self.log(other) for other in others))


def accepted(world: World, number: int) -> dict[int, list[tuple[float, float | None]]]:
    """Each forecaster's (moment, probability) on a question: what counts, in order of time."""
    asked = world.questions[number]
    rows = [r for r in world.reports if r.question == number and r.time <= asked.closes]
    says: dict[int, dict[float, float | None]] = defaultdict(dict)
    for report in sorted(rows, key=lambda report: report.time):  # stable: later rows stay later
        says[report.who][asked.moment(report.time)] = report.probability
    return {who: sorted(said.items()) for who, said in sorted(says.items())}


def moments(world: World, number: int) -> list[Moment]:
    """The question's life, cut wherever anybody says anything."""
    asked, reports = world.questions[number], accepted(world, number)
    end = asked.moment(asked.closes)
    cuts = sorted({end, *(at for said in reports.values() for at, _ in said)})
    return [Moment(start, stop, _standing(reports, start)) for start, stop in pairwise(cuts)]


def last_words(world: World, number: int) -> dict[int, float]:
    """The probabilities that hold at the close, one spoken at that very instant included."""
    return _standing(accepted(world, number), math.inf)


def _standing(reports: dict[int, list[tuple[float, float | None]]], now: float) -> dict[int, float]:
    newest = {
        who: [p for at, p in said if at <= now][-1]
        for who, said in reports.items()
        if said[0][0] <= now
    }
    return {who: p for who, p in newest.items() if p is not None}


def _logodds(said: list[float]) -> float:
    low, high = LIMITS
    clipped = [min(max(p, low), high) for p in said]
    return 1 / (1 + math.exp(-fmean(math.log(p / (1 - p)) for p in clipped)))


POOLS: dict[str, Callable[[list[float]], float]] = {
    "median": median,
    "mean": fmean,
    "logodds": _logodds,
}
"""Crowds by name, each a function of the probabilities that people stand by."""


def crowd(world: World, number: int, pool: str) -> list[tuple[float, float, float]]:
    """The pool's probability over (start, end), in lifetimes, while people stand."""
    people = set(world.people)
    return [
        (moment.start, moment.end, POOLS[pool](said))
        for moment in moments(world, number)
        if (said := [p for who, p in moment.said.items() if who in people])
    ]


def cells(
    world: World,
    *,
    eps: float | None = None,
    horizon: str = "scheduled",
    pools: tuple[str, ...] = (),
) -> dict[tuple[int | str, int], Figures]:
    """Figures of every (forecaster, question), and of the pools under their names."""
    return {
        (who, number): figures
        for number, asked in enumerate(world.questions)
        if asked.scored
        for who, figures in _question_cells(world, number, eps, horizon, pools)
    }


def _question_cells(
    world: World, number: int, eps: float | None, horizon: str, pools: tuple[str, ...]
) -> Iterator[tuple[int | str, Figures]]:
    asked, reports = world.questions[number], accepted(world, number)
    certain = any(p in {0, 1} for said in reports.values() for _, p in said)
    scale = _Scale(asked, eps, certain)
    life, end, people = moments(world, number), last_words(world, number), set(world.people)
    for who in (who for who, said in reports.items() if any(p is not None for _, p in said)):
        path = [
            (m.length, m.said[who], _others(m.said, who, people)) for m in life if who in m.said
        ]
        yield who, _figures(scale, horizon, path, end.get(who), _others(end, who, people))
    for pool in pools:
        path = [
            (m.length, POOLS[pool](said), said)
            for m in life
            if (said := _others(m.said, -1, people))
        ]
        said = _others(end, -1, people)
        if path or said:
            yield pool, _figures(scale, horizon, path, POOLS[pool](said) if said else None, said)


def _others(said: dict[int, float], who: int, people: set[int]) -> list[float]:
    return [p for other, p in said.items() if other in people and other != who]


def _figures(
    scale: _Scale,
    horizon: str,
    path: list[tuple[float, float, list[float]]],
    last: float | None,
    rivals: list[float],
) -> Figures:
    stood = math.fsum(length for length, _, _ in path)
    open_time = scale.question.moment(scale.question.closes)
    whole = open_time if horizon == "actual" and stood else 1.0  # nothing of nothing is 0
    undefined = math.nan if scale.undefined else 0.0  # also where nobody stood for any time
    return Figures(
        coverage=stood / open_time if stood else 0.0,
        brier=_over(math.fsum(dt * scale.question.brier(p) for dt, p, _ in path), stood),
        log=_over(math.fsum(-dt * scale.log(p) for dt, p, _ in path), stood),
        baseline=math.fsum(dt * scale.baseline(p) for dt, p, _ in path) / whole,
        peer=undefined + math.fsum(dt * scale.peer(p, who) for dt, p, who in path) / whole,
        last_brier=math.nan if last is None else scale.question.brier(last),
        last_log=math.nan if last is None else -scale.log(last),
        spot_baseline=math.nan if last is None else scale.baseline(last),
        spot_peer=math.nan if last is None else scale.peer(last, rivals),
    )


def _over(total: float, time: float) -> float:
    return total / time if time else math.nan
