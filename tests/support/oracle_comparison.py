"""Losses over common time, by going through every question moment by moment."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worlds import Question, World

__all__ = ["own_losses", "shared_losses"]


def _said(world: World, who: int, code: int, time: float) -> float | None:
    """What somebody's standing forecast says at a time; the row recorded last stands."""
    asked = world.questions[code]
    standing: tuple[float, float | None] | None = None
    for report in world.reports:
        if report.who != who or report.question != code or max(report.time, asked.opens) > time:
            continue
        if standing is None or report.time >= standing[0]:
            standing = (report.time, report.probability)
    return standing[1] if standing is not None else None


def _pieces(world: World, code: int) -> list[tuple[float, float]]:
    """The open time of a question, cut at every report on it: middle and length, lifetimes."""
    asked: Question = world.questions[code]
    times = {asked.opens, asked.closes} | {
        min(max(r.time, asked.opens), asked.closes) for r in world.reports if r.question == code
    }
    cuts = sorted(times)
    return [((a + b) / 2, (b - a) / asked.lifetime) for a, b in pairwise(cuts) if b > a]


def shared_losses(world: World, *who: int) -> dict[int, tuple[float, list[float]]]:
    """By question: lifetimes at which all stand, and the mean Brier loss of each over them."""
    found = {}
    for code, asked in enumerate(world.questions):
        if not asked.scored:
            continue
        time, total = 0.0, [0.0] * len(who)
        for moment, length in _pieces(world, code):
            said = [_said(world, one, code, moment) for one in who]
            if None not in said:
                time += length
                total = [
                    t + length * asked.brier(p)
                    for t, p in zip(total, said, strict=True)
                    if p is not None
                ]
        if time > 0:
            found[code] = (time, [t / time for t in total])
    return found


def own_losses(world: World, *who: int) -> dict[int, list[float]]:
    """By question on which all stood: the mean Brier loss of each over its own time."""
    each = [shared_losses(world, one) for one in who]
    asked = set.intersection(*(set(one) for one in each))
    return {code: [one[code][1][0] for one in each] for code in sorted(asked)}
