"""What somebody said, and for how long: standing forecasts on scored questions, in lifetimes."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.sorting import group_starts, stable_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    from scoring.panel import Panel
    from scoring.pooling import Crowd
    from scoring.timeline import Block, Timeline

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
        return cls._joined(timeline.panel, (_chosen(block, wanted) for block in timeline.blocks))

    @classmethod
    def of_crowd(cls, panel: Panel, crowd: Sequence[Crowd]) -> Self:
        """Stands of a pool: one for each segment in which people stand.

        Args:
            panel: The panel.
            crowd: The pool's parts, one a block, as :func:`scoring.pooling.crowds` gives them.
        """
        return cls._joined(panel, (_spoken(part) for part in crowd))

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

    @classmethod
    def _joined(cls, panel: Panel, parts: Iterable[dict[str, NDArray[np.generic]]]) -> Self:
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


def _chosen(block: Block, wanted: NDArray[np.bool_]) -> dict[str, NDArray[np.generic]]:
    rows = np.flatnonzero(wanted[block.forecaster])
    return {name: getattr(block, name)[rows] for name in _TYPES}


def _spoken(crowd: Crowd) -> dict[str, NDArray[np.generic]]:
    """Segments of a crowd; its word at the close is the last one, or one more that differs."""
    start = crowd.begins
    columns = {
        "question": crowd.question,
        "start": start,
        "end": start + crowd.block.grid.step[crowd.segments],
        "probability": crowd.probability,
    }
    final = np.append(crowd.first[1:], crowd.question.size)[: crowd.first.size] - 1
    said = np.full(crowd.block.panel.questions, np.nan)
    said[crowd.question[final]] = crowd.probability[final]
    row = np.zeros(said.size, np.intp)
    row[crowd.question[final]] = final
    at_close = np.zeros(crowd.question.size, bool)
    same = said[crowd.closing] == crowd.last
    at_close[row[crowd.closing[same]]] = True
    closing = crowd.closing[~same]
    panel = crowd.block.panel
    close = (panel.closes[closing] - panel.opens[closing]) / panel.length[closing]
    extra = {"question": closing, "start": close, "end": close, "probability": crowd.last[~same]}
    joined = {name: np.concatenate([columns[name], extra[name]]) for name in columns}
    joined["at_close"] = np.append(at_close, np.ones(closing.size, bool))
    joined["forecaster"] = np.full(joined["question"].size, crowd.code, np.int32)
    return joined


_TYPES = {
    "forecaster": np.int32,
    "question": np.int32,
    "start": np.float64,
    "end": np.float64,
    "probability": np.float64,
    "at_close": np.bool_,
}
