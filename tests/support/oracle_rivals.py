"""The referee for other platforms' scores: regressions with dummies, and days one by one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING

import numpy as np
from oracle import accepted, cells

if TYPE_CHECKING:
    from worlds import World

__all__ = ["Answer", "answers", "daily", "two_way"]


@dataclass(frozen=True)
class Answer:
    """One person's loss on one question, averaged over the time stood."""

    who: int
    question: int
    brier: float
    stood: float
    peer: float


def answers(world: World) -> list[Answer]:
    """All people's answers that stood for some time."""
    people = set(world.people)
    found = []
    for (who, number), cell in cells(world).items():
        asked = world.questions[number]
        stood = cell.coverage * asked.moment(asked.closes)
        if who in people and stood > 0:
            found.append(Answer(who, number, cell.brier, stood, cell.peer))
    return found


def two_way(rows: list[Answer], weights: list[float]) -> tuple[dict[int, float], dict[int, float]]:
    """Effects of forecasters and questions by least squares, with a dummy for each."""
    people = sorted({row.who for row in rows})
    questions = sorted({row.question for row in rows})
    table = np.zeros((len(rows), len(people) + len(questions)))
    for line, row in enumerate(rows):
        table[line, people.index(row.who)] = 1.0
        table[line, len(people) + questions.index(row.question)] = 1.0
    root = np.sqrt(weights)
    target = root * np.array([row.brier for row in rows])
    solved = np.linalg.lstsq(root[:, None] * table, target, rcond=None)[0].tolist()
    return (
        dict(zip(people, solved[: len(people)], strict=True)),
        dict(zip(questions, solved[len(people) :], strict=True)),
    )


def daily(world: World, day: float) -> dict[int, tuple[float, float]]:
    """Mean daily Brier score, 0 to 2, and sum of relative ones, of each person with a full day."""
    own: dict[int, list[float]] = {}
    relative: dict[int, list[float]] = {}
    for number, asked in enumerate(world.questions):
        days = math.floor((asked.closes - asked.opens) / day + 1e-9) if asked.scored else 0
        scores = [_day(world, number, (k + 1) * day) for k in range(days)]
        for who in {who for one in scores for who in one}:
            active = [one for one in scores if who in one]
            own.setdefault(who, []).append(fmean(one[who] for one in active))
            above = sum(one[who] - median(one.values()) for one in active)
            relative.setdefault(who, []).append(above / days)
    return {who: (fmean(own[who]), sum(relative[who])) for who in own}


def _day(world: World, number: int, ends: float) -> dict[int, float]:
    """Scores of the people on the day that ends so many seconds after the open."""
    asked, found = world.questions[number], {}
    for who, said in accepted(world, number).items():
        before = [p for at, p in said if at * asked.lifetime < ends * (1 - 1e-12)]
        if who in world.people and before and before[-1] is not None:
            found[who] = 2 * asked.brier(before[-1])
    return found
