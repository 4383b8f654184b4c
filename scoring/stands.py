"""What somebody said, and for how long: standing forecasts on scored questions, in lifetimes."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from scoring.sorting import group_starts, stable_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import ArrayLike, NDArray

    from scoring.panel import Panel
    from scoring.timeline import Block, Timeline

    Columns = dict[str, NDArray[Any]]
    Floats = NDArray[np.float64]

__all__ = ["Stands"]


@dataclass(frozen=True, slots=True)
class Stands:
    """Standing forecasts of some forecasters, sorted by question, forecaster and start.

    Attributes:
        panel: The panel they are part of.
        forecaster: Code of each one's forecaster; crowds have codes from ``panel.forecasters`` on.
        question: Code of its question.
        start: When it begins, lifetimes since the question's open.
        end: When it ends, never after the actual close; equal to ``start`` for one that was given
            at the very close.
        probability: What it says.
        at_close: Whether it still stands at the close: the last word.
    """

    panel: Panel
    forecaster: NDArray[np.int32]
    question: NDArray[np.int32]
    start: Floats
    end: Floats
    probability: Floats
    at_close: NDArray[np.bool_]

    @classmethod
    def of(cls, timeline: Timeline, forecasters: ArrayLike) -> Self:
        """Stands of stored forecasters.

        Args:
            timeline: The scored questions.
            forecasters: Their codes.
        """
        wanted = np.zeros(timeline.panel.forecasters, bool)
        wanted[np.asarray(forecasters, np.intp)] = True
        return cls.joined(timeline.panel, (_chosen(block, wanted) for block in timeline.blocks))

    @classmethod
    def joined(cls, panel: Panel, parts: Iterable[Columns]) -> Self:
        """Stands of several parts, each with all columns by name.

        Args:
            panel: The panel they are part of.
            parts: The parts, in any order.
        """
        columns = list(parts)
        joined = {
            f.name: np.concatenate([np.empty(0, _TYPES[f.name]), *(c[f.name] for c in columns)])
            for f in fields(cls)
            if f.name != "panel"
        }
        order = np.argsort(joined["start"], kind="stable")
        for name in ("forecaster", "question"):
            order = order[stable_order(joined[name][order])]
        return cls(panel, **{name: column[order] for name, column in joined.items()})

    def by_forecaster(self) -> Iterator[tuple[int, Self]]:
        """The stands of each forecaster by themselves, with the code, in order of codes."""
        order = stable_order(self.forecaster)
        for rows in np.split(order, group_starts(self.forecaster[order])[1:]):
            if rows.size:
                columns = {name: getattr(self, name)[rows] for name in _TYPES}
                yield int(self.forecaster[rows[0]]), replace(self, **columns)

    @property
    def duration(self) -> Floats:
        """How long each one stands, lifetimes."""
        return self.end - self.start

    @property
    def outcome(self) -> Floats:
        """Outcome of each one's question, 1 or 0."""
        return self.panel.outcome[self.question]

    @property
    def cluster(self) -> NDArray[np.int32]:
        """Code of the family of each one's question."""
        return self.panel.cluster[self.question]


def _chosen(block: Block, wanted: NDArray[np.bool_]) -> Columns:
    rows = np.flatnonzero(wanted[block.forecaster])
    return {name: getattr(block, name)[rows] for name in _TYPES}


_TYPES = {
    "forecaster": np.int32,
    "question": np.int32,
    "start": np.float64,
    "end": np.float64,
    "probability": np.float64,
    "at_close": np.bool_,
}
