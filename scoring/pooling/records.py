"""How every pool did on the resolved questions, out of sample, beside one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.cells import Cells
from scoring.comparison import paired
from scoring.pooling.crowd import crowds
from scoring.pooling.registry import ALL_POOLS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scoring.comparison import Comparison
    from scoring.timeline import Timeline

__all__ = ["Record", "records"]


@dataclass(frozen=True, slots=True)
class Record:
    """What a pool's probabilities were worth, as a board has it.

    Attributes:
        pool: Its name.
        brier: Brier loss per time stood; NaN where nobody stood.
        log: Log loss per time stood, nats.
        against: The pool, first, against the one it is compared with, by Brier loss: each question
            weighs the time that people stood on it, so that the difference is that of `brier`.
    """

    pool: str
    brier: float
    log: float
    against: Comparison


def records(
    timeline: Timeline,
    *,
    pools: Iterable[str] = tuple(ALL_POOLS),
    beside: str = "median",
    level: float = 0.95,
) -> Iterator[Record]:
    """The record of each pool, in the order of their names.

    Args:
        timeline: The scored questions.
        pools: Names of the pools.
        beside: The pool that each is compared with.
        level: Level of the interval of the difference.

    Raises:
        KeyError: A pool is unknown.
    """
    other = _cells(timeline, beside)
    for name in pools:
        own = _cells(timeline, name)
        stood = own.time > 0.0
        cluster = timeline.panel.cluster[own.question[stood]]
        columns = own.brier[stood], other.brier[stood], cluster
        yield Record(
            pool=name,
            brier=_per_time(own.brier_time, own.time),
            log=_per_time(own.log_time, own.time),
            against=paired(*columns, weights=own.time[stood], level=level),
        )


def _cells(timeline: Timeline, pool: str) -> Cells:
    """A pool's cells; every pool has them on the same questions, and over the same time."""
    return Cells.stack(timeline.panel, [part.cells for part in crowds(timeline, [pool])])


def _per_time(loss: np.ndarray, time: np.ndarray) -> float:
    total = float(time.sum())
    return float(loss.sum()) / total if total > 0.0 else np.nan
