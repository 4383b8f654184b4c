"""The referee for the board: totals over the referee's cells, with the referee's skill."""

from __future__ import annotations

import math
from statistics import fmean
from typing import TYPE_CHECKING

from oracle import cells

if TYPE_CHECKING:
    from oracle import Figures
    from worlds import World

__all__ = ["COLUMNS", "board"]

COLUMNS = (
    "questions",
    "coverage",
    "brier",
    "log",
    "baseline",
    "peer",
    "last_brier",
    "last_log",
)
"""Columns that follow from the cells alone."""


def board(
    world: World,
    *,
    eps: float | None = None,
    horizon: str = "scheduled",
    pools: tuple[str, ...] = (),
) -> dict[int | str, dict[str, float]]:
    """One row for each forecaster and pool with a cell."""
    rows: dict[int | str, dict[int, Figures]] = {}
    for (who, number), figures in cells(world, eps=eps, horizon=horizon, pools=pools).items():
        rows.setdefault(who, {})[number] = figures
    return {who: _row(world, own) for who, own in rows.items()}


def _row(world: World, own: dict[int, Figures]) -> dict[str, float]:
    """Ratios of totals in scheduled lifetimes; means over the questions that have the figure."""
    asked = {number: world.questions[number] for number in own}
    open_time = {number: q.moment(q.closes) for number, q in asked.items()}
    stood = {number: own[number].coverage * open_time[number] for number in own}
    stands = [number for number in own if stood[number] > 0]
    return {
        "questions": len(own),
        "coverage": _ratio(sum(stood.values()), sum(open_time.values())),
        "brier": _ratio(sum(own[n].brier * stood[n] for n in stands), sum(stood.values())),
        "log": _ratio(sum(own[n].log * stood[n] for n in stands), sum(stood.values())),
        "baseline": _mean([own[n].baseline for n in stands]),
        "peer": _mean([own[n].peer for n in stands if not math.isnan(own[n].peer)]),
        "last_brier": _mean([cell.last_brier for cell in own.values()]),
        "last_log": _mean([cell.last_log for cell in own.values()]),
    }


def _ratio(total: float, time: float) -> float:
    return total / time if time else math.nan


def _mean(values: list[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return fmean(known) if known else math.nan
