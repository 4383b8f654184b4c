"""The leaderboard as rows for programs and as a table for people."""

from __future__ import annotations

from math import isnan
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from cli.output.board_words import BY_SKILL, best_words, figures_words, header, order_words
from cli.output.figures import MISSING, fixed, precise_percent, share, signed
from cli.output.ink import Ink, Span, painted
from cli.output.streams import WIDEST
from cli.output.strips import Extent, drawn_words, interval_strip, table_beside
from cli.output.table import Column
from scoring.figures import FIGURES
from scoring.kinds import Kind

if TYPE_CHECKING:
    from cli.output.ink import Line, Painted
    from cli.output.streams import Screen
    from market.poll import Poll
    from scoring.board import Board

__all__ = ["FIELDS", "board_document", "board_lines", "board_rows", "row_names"]

VERSION = 1
"""Version of the board's form for programs."""

FIELDS = (
    "rank",
    "rank_low",
    "rank_high",
    "forecaster",
    "kind",
    "questions",
    "forecasts",
    "coverage",
    "exposure",
    "brier",
    "log",
    "baseline",
    "peer",
    "skill",
    "skill_low",
    "skill_high",
    "skill_unshrunk",
    "last_brier",
    "last_log",
    "above_median",
)

UNITS = {
    "coverage": "share of the open time",
    "exposure": "question-lifetimes",
    "brier": "probability squared, 0 to 1",
    "log": "nats",
    "baseline": "1/100 bit",
    "peer": "1/100 nat",
    "skill": "Brier points",
    "skill_unshrunk": "Brier points",
    "last_brier": "probability squared, 0 to 1",
    "last_log": "nats",
}

_DRAWN = "●: skill in its interval; ┃: 0."
_EXPOSURE = "--min N hides exposures below N: question-lifetimes stood beside others."
_LEAST_STRIP, _MOST_STRIP = 16, 24
_GIVES_WAY = {"baseline": 6, "log": 5}
"""Places of the columns that leave for the drawn intervals, the first first."""


def row_names(board: Board, poll: Poll) -> tuple[str, ...]:
    """Shown name of every row: the forecasters, then the computed crowds."""
    return (*poll.forecasters, *(f"@{pool}" for pool in board.pools))


def board_rows(board: Board, poll: Poll, least: float = 0.0) -> list[dict[str, Any]]:
    """Rows of the board in its order, with a value for each of `FIELDS`.

    Args:
        board: The board.
        poll: The names of its codes.
        least: Least exposure shown.
    """
    names = row_names(board, poll)
    kinds = [*(list(Kind)[code].value for code in board.panel.kind)]
    kinds += [Kind.COMPUTED.value] * len(board.pools)
    shown = [row for row in board.order(names) if board.exposure[row] >= least]
    return [_row(board, row, names[row], kinds[row]) for row in shown]


def _row(board: Board, row: int, name: str, kind: str) -> dict[str, Any]:
    own: dict[str, Any] = {"forecaster": name, "kind": kind}
    own |= {field: int(getattr(board, field)[row]) or None for field in FIELDS[:3]}
    own["above_median"] = None if kind == Kind.COMPUTED else _is_above(board, row)
    return {
        field: own[field] if field in own else getattr(board, field)[row].item() for field in FIELDS
    }


def _is_above(board: Board, row: int) -> bool | None:
    """Whether a row's figure is better than that of the crowd; None where there is none of both."""
    if "median" not in board.pools:
        return None
    crowd = board.panel.forecasters + board.pools.index("median")
    own, mark = getattr(board, board.by)[[row, crowd]].round(9)
    if isnan(own) or isnan(mark):
        return None
    return bool(own > mark if FIGURES[board.by] else own < mark)


def board_document(
    board: Board,
    poll: Poll,
    rows: list[dict[str, Any]],
    *,
    as_of: str | None,
    eps: float | None,
    filters: dict[str, Any],
) -> dict[str, Any]:
    """The board for programs: what it holds for, its units, and its rows."""
    questions = np.unique(board.cells.question)
    return {
        "version": VERSION,
        "as_of": as_of,
        "horizon": board.cells.horizon,
        "level": board.level,
        "by": board.by,
        "adjust": board.adjust,
        "eps": eps,
        "filters": filters,
        "questions": questions.size,
        "clusters": np.unique(board.panel.cluster[questions]).size,
        "late": poll.late,
        "units": UNITS,
        "orientation": {name: "gain" if gain else "loss" for name, gain in FIGURES.items()},
        "rows": rows,
    }


def board_lines(board: Board, rows: list[dict[str, Any]], screen: Screen) -> list[Line]:
    """The table of a board, and how to read it."""
    by = board.by
    columns = [
        Column("rank could be" if by == "skill" else "rank/by skill", right=True),
        Column("forecaster", shrinks=True),
        Column("n", right=True),
        Column("cover", right=True, leaves=1),
        Column(header("brier"), right=True),
        Column(header("log"), right=True, leaves=2),
        Column(header("baseline"), right=True, leaves=4),
        Column(header("peer"), right=True, leaves=3),
        *([Column(header(by), right=True)] if by.startswith("last") else []),
        Column(header("skill"), right=True),
        Column(f"{precise_percent(board.level)} interval", right=True),
    ]
    cells = [_cells(row, by) for row in rows]
    told = table_beside(
        columns,
        cells,
        lambda wide: _intervals(rows, wide),
        screen,
        leaving=[place for figure, place in _GIVES_WAY.items() if figure != by],
        least=_LEAST_STRIP,
        most=_MOST_STRIP,
    )
    legend = figures_words(board.adjust) + drawn_words(told, _DRAWN)
    reading = [
        legend if by == "skill" else f"{legend}  {BY_SKILL}",
        f"{order_words(by, rows)} {_EXPOSURE}",
        best_words(board, rows),
    ]
    width = screen.width or WIDEST
    return [*told, "", *(line for sentences in reading for line in wrap(sentences, width))]


def _intervals(rows: list[dict[str, Any]], wide: int) -> list[Painted]:
    """Skill with its interval, drawn; who holds a rank decides the extent."""
    fields = ("skill_low", "skill", "skill_high")
    held = [row for row in rows if row["rank"]] or rows
    extent = Extent.around(row[field] for row in held for field in fields)
    return [(Span(extent.ruler(wide)),), *(_interval(row, extent, wide) for row in rows)]


def _interval(row: dict[str, Any], extent: Extent, wide: int) -> Painted:
    ends = row["skill_low"], row["skill_high"]
    ink = Ink.GOOD if ends[0] > 0.0 else Ink.BAD if ends[1] < 0.0 else None
    strip = interval_strip(extent, ends[0], row["skill"], ends[1], wide)
    return painted(strip, {"·": Ink.FAINT} | (dict.fromkeys("├─●┤", ink) if ink else {}))


def _cells(row: dict[str, Any], by: str) -> list[str]:
    low, high = row["rank_low"], row["rank_high"]
    between = f"{low}\N{EN DASH}{high}" if low else ""
    ends = [signed(row[end], 3) for end in ("skill_low", "skill_high")]
    return [
        f"{row['rank'] or MISSING:>4}{'▲' if row['above_median'] else ' '}{between:>8}",
        row["forecaster"],
        str(row["questions"]),
        share(row["coverage"]),
        fixed(row["brier"]),
        fixed(row["log"]),
        signed(row["baseline"]),
        signed(row["peer"]),
        *([fixed(row[by])] if by.startswith("last") else []),
        signed(row["skill"], 3),
        "" if ends == [MISSING] * 2 else " ".join(ends),
    ]
