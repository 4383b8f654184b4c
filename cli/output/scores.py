"""Everybody's scores on one question, as rows for programs and a table for people."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from cli.output.figures import fixed, percent, share, signed
from cli.output.table import Column, table
from scoring.cells import Cells
from scoring.pooling import POOLS, crowds
from scoring.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.output.streams import Screen
    from market.poll import Poll

__all__ = ["FIELDS", "question_scores", "score_lines"]

FIELDS = ("forecaster", "last", "coverage", "brier", "log", "baseline", "peer", "forecasts")

_FIGURES = ("last", "coverage", "brier", "log", "baseline", "peer", "forecasts")
_COLUMNS = (
    Column("forecaster", shrinks=True),
    *(
        Column(header, right=True)
        for header in ("last", "coverage", "Brier ↓", "log ↓", "baseline ↑", "peer ↑")
    ),
)


def question_scores(poll: Poll) -> list[dict[str, Any]]:
    """Scores of people, articles and crowds on a poll of one resolved question, the best first."""
    timeline = Timeline.of(poll.panel)
    pools = tuple(POOLS)
    parts = [block.cells for block in timeline.blocks]
    parts += [crowd.cells for crowd in crowds(timeline, pools)]
    cells = Cells.stack(poll.panel, parts)
    names = (*poll.forecasters, *(f"@{pool}" for pool in pools))
    columns = {"forecaster": [names[code] for code in cells.forecaster]}
    columns |= {name: getattr(cells, name).tolist() for name in _FIGURES}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return sorted(rows, key=lambda row: (isnan(row["brier"]), row["brier"], row["forecaster"]))


def score_lines(rows: Sequence[dict[str, Any]], screen: Screen) -> list[str]:
    """The table of such rows."""
    cells = [
        [
            row["forecaster"],
            percent(row["last"]),
            share(row["coverage"]),
            fixed(row["brier"]),
            fixed(row["log"]),
            signed(row["baseline"]),
            signed(row["peer"]),
        ]
        for row in rows
    ]
    return table(_COLUMNS, cells, screen)
