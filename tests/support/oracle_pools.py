"""The referee for pools: what each says from its definition, and what outcomes teach it.

People's probabilities come in the order in which they were given, the oldest first.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from worlds import World

__all__ = ["NAIVE", "Voice", "contributions", "excesses", "scenes"]


@dataclass(frozen=True)
class Voice:
    """One of the people, and what he stands by."""

    who: int
    p: float


Scene = tuple[float, float, list[Voice]]
"""When a stretch begins and ends, in lifetimes, and who stands in it, the oldest first."""


def scenes(world: World, number: int) -> Iterator[Scene]:
    """The stretches of a question's life in which people stand and nobody moves."""
    asked = world.questions[number]
    said = [r for r in world.reports if r.question == number and r.time <= asked.closes]
    said.sort(key=lambda report: report.time)
    end = asked.moment(asked.closes)
    for start, stop in pairwise(sorted({end, *(asked.moment(r.time) for r in said)})):
        newest = {r.who: r for r in said if asked.moment(r.time) <= start}
        standing = [r for r in said if newest.get(r.who) is r and r.probability is not None]
        voices = [Voice(r.who, r.probability) for r in standing if r.who in world.people]
        if voices:
            yield start, stop, voices


def _trimmed(said: list[float]) -> float:
    out = min(round(0.1 * len(said)), (len(said) - 1) // 2)
    return fmean(sorted(said)[out : len(said) - out])


def _metaculus(said: list[float]) -> float:
    n = len(said)
    weights = [math.exp(math.sqrt(i + 1) - math.sqrt(n)) if n > 2 else 1.0 for i in range(n)]
    half, reached, total = 0.5 * math.fsum(weights), [], 0.0
    for p, weight in sorted(zip(said, weights, strict=True)):
        total += weight
        reached.append((total, p))
    least = next(p for total, p in reached if total >= half - 1e-9)
    more = next((p for total, p in reached if total > half + 1e-9), reached[-1][1])
    return (least + more) / 2


def _neyman(said: list[float]) -> float:
    n = len(said)
    return _times(n * (math.sqrt(3 * n**2 - 3 * n + 1) - 2) / (n**2 - n - 1), said)


def _times(factor: float, said: list[float]) -> float:
    clipped = [min(max(p, 0.001), 0.999) for p in said]
    odds = factor * fmean(math.log(p / (1 - p)) for p in clipped)
    return min(max(1 / (1 + math.exp(-odds)), 0.001), 0.999)


NAIVE: dict[str, Callable[[list[float]], float]] = {
    "pool:trimmed": _trimmed,
    "pool:metaculus": _metaculus,
    "pool:neyman": _neyman,
    "pool:logodds*2.5": partial(_times, 2.5),
    "pool:logodds*0": partial(_times, 0.0),
}
"""Pools that learn nothing, by name."""


def contributions(world: World, numbers: list[int]) -> dict[int, tuple[float, float]]:
    """Of each person: by how much the mean was worse without him, times time, and that time."""
    total: dict[int, tuple[float, float]] = {}
    for number in numbers:
        outcome = world.questions[number].outcome
        for start, stop, voices in scenes(world, number):
            if len(voices) == 1:
                continue
            with_all = (fmean(v.p for v in voices) - outcome) ** 2
            for one in voices:
                others = fmean(v.p for v in voices if v.who != one.who)
                gain, time = total.get(one.who, (0.0, 0.0))
                worse = (others - outcome) ** 2 - with_all
                total[one.who] = gain + worse * (stop - start), time + stop - start
    return total


def excesses(world: World, numbers: list[int]) -> dict[int, tuple[float, float, float, float]]:
    """Of each person, over time: loss above the mean, exposure, loss, and time itself."""
    total: dict[int, tuple[float, float, float, float]] = {}
    for number in numbers:
        outcome = world.questions[number].outcome
        for start, stop, voices in scenes(world, number):
            mean = fmean((v.p - outcome) ** 2 for v in voices)
            for one in voices:
                loss = (one.p - outcome) ** 2
                parts = loss - mean, 1 - 1 / len(voices), loss, 1.0
                before = total.get(one.who, (0.0,) * 4)
                total[one.who] = tuple(
                    b + part * (stop - start) for b, part in zip(before, parts, strict=True)
                )
    return total
