"""The leaderboard: one row for each forecaster, from the scored cells and the skill fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.figures import FIGURES, Adjustment, Figure, Horizon
from scoring.pooling import crowds, everybodys_cells
from scoring.skill import shrink
from scoring.skill.adjustment import adjusted
from scoring.skill.intervals import Influence
from scoring.skill.ranks import competition_ranks, rank_ranges
from scoring.sorting import sums_by
from scoring.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scoring.cells import Cells
    from scoring.panel import Panel

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Board", "board"]


@dataclass(frozen=True)
class Board:
    """Columns with a row for each forecaster code, then one for each pool.

    Attributes:
        panel: What was scored.
        cells: The scored cells, crowds included.
        pools: Names of the pools, whose codes follow the forecasters'.
        by: Figure the ranks follow.
        level: Level of intervals and rank ranges.
        adjust: What skill allows for.
        rank: Competition rank; 0 for who holds none.
        rank_low: Best rank a forecaster could hold; 0 where there is none.
        rank_high: Worst rank.
        questions: Number of questions with a forecast up to the close.
        forecasts: Number of forecasts that counted.
        coverage: Share of these questions' open time stood.
        exposure: Lifetimes of comparison with others.
        brier: Brier loss per time stood.
        log: Log loss per time stood, nats.
        baseline: Mean baseline score over the questions stood on.
        peer: Mean peer score over the questions stood on and without certainties.
        skill: Brier points better than those stood with, shrunk towards 0.
        skill_low: Lower end of its interval.
        skill_high: Upper end.
        skill_unshrunk: Skill before shrinking.
        last_brier: Mean Brier loss of the forecasts standing at the close.
        last_log: Mean log loss of the same.
    """

    panel: Panel
    cells: Cells
    pools: tuple[str, ...]
    by: str
    level: float
    adjust: str
    rank: Index
    rank_low: Index
    rank_high: Index
    questions: Index
    forecasts: Index
    coverage: Floats
    exposure: Floats
    brier: Floats
    log: Floats
    baseline: Floats
    peer: Floats
    skill: Floats
    skill_low: Floats
    skill_high: Floats
    skill_unshrunk: Floats
    last_brier: Floats
    last_log: Floats

    def order(self, names: Sequence[str]) -> Index:
        """Rows with a question, best first, equal ones by name, missing figures last.

        Args:
            names: Name of each row.
        """
        value = getattr(self, self.by).round(9)
        order = np.lexsort((np.array(names), -value if FIGURES[self.by] else value))
        return order[self.questions[order] > 0]


def board(
    panel: Panel,
    *,
    by: Figure = "skill",
    level: float = 0.95,
    eps: float | None = None,
    horizon: Horizon = "scheduled",
    adjust: Adjustment = "time",
    pools: Sequence[str] = ("median", "mean", "logodds"),
) -> Board:
    """Leaderboard of a panel.

    Args:
        panel: Standing forecasts; only resolved questions are scored.
        by: Figure that orders the board.
        level: Level of intervals and rank ranges.
        eps: Floor under probabilities in logarithms.
        horizon: What baseline and peer scores are divided by.
        adjust: What skill allows for; see :func:`scoring.skill.adjustment.adjusted`.
        pools: Crowds to show beside the people.

    Raises:
        KeyError: A pool or figure is unknown.
    """
    timeline = Timeline.of(panel, eps=eps)
    crowd = crowds(timeline, pools)
    cells = everybodys_cells(timeline, crowd, horizon)
    size = panel.forecasters + len(pools)
    outside = np.zeros(len(pools), bool)
    people = np.append(panel.people, outside)

    fitted, contrasts = adjusted(adjust, timeline, crowd, cells)
    ranked = np.append(fitted.comparable, outside)
    influence = Influence.of(contrasts, panel.cluster, ranked)
    figures = _means(cells, size)
    figures |= _skill(influence, people, ranked, fitted.exposure, level)
    rank = competition_ranks(np.where(people, figures[by], np.nan), higher_is_better=FIGURES[by])
    low, high = rank_ranges(influence, ranked, level)
    if by == "skill":
        # The test is on unshrunk effects, the place in the table on shrunk ones.
        low, high = np.minimum(low, rank), np.maximum(high, rank)
    return Board(
        panel=panel,
        cells=cells,
        pools=tuple(pools),
        by=by,
        level=level,
        adjust=adjust,
        rank=rank,
        rank_low=low,
        rank_high=high,
        questions=np.bincount(cells.forecaster, minlength=size),
        forecasts=np.bincount(cells.forecaster, cells.forecasts, size).astype(np.intp),
        **figures,
    )


def _means(cells: Cells, size: int) -> dict[str, Floats]:
    """The figures that need no fit: ratios of sums over the questions of each forecaster."""
    who, stood = cells.forecaster, (cells.time > 0.0).astype(np.float64)

    def ratio(value: Floats, weight: Floats) -> Floats:
        total = sums_by(who, weight, size)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(total > 0.0, sums_by(who, value, size) / total, np.nan)

    def mean(value: Floats, counts: Floats) -> Floats:
        known = counts * ~np.isnan(value)
        return ratio(np.where(known > 0.0, value, 0.0), known)

    return {
        "coverage": ratio(cells.time, cells.open_time),
        "brier": ratio(cells.brier_time, cells.time),
        "log": ratio(cells.log_time, cells.time),
        "baseline": mean(cells.baseline, stood),
        "peer": mean(cells.peer, stood),
        "last_brier": mean(cells.last_brier, np.ones(who.size)),
        "last_log": mean(cells.last_log, np.ones(who.size)),
    }


def _skill(
    influence: Influence,
    people: NDArray[np.bool_],
    ranked: NDArray[np.bool_],
    exposure: Floats,
    level: float,
) -> dict[str, Floats]:
    """Skill with its interval; NaN for people outside the largest group."""
    shown = ranked | ~people
    unshrunk = np.where(shown, -influence.effect, np.nan)
    skill = shrink(unshrunk, influence.exposure)
    width = influence.half_width(level)
    own = np.zeros(people.size)
    own[: exposure.size] = exposure
    return {
        "exposure": np.where(people, own, np.nan_to_num(influence.exposure)),
        "skill": skill,
        "skill_low": skill - width,
        "skill_high": skill + width,
        "skill_unshrunk": unshrunk,
    }
