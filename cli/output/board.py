"""The leaderboard as rows for programs and as a table for people."""

from __future__ import annotations

from math import isnan
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from cli.output.figures import MISSING, counted, fixed, precise_percent, share, signed
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from market.poll import MARKET
from scoring.figures import FIGURES
from scoring.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

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

_LEGEND = "n: questions answered.  skill: Brier points better (+) or worse than {others}, "
_SHORT = "and pulled towards 0 while the record is short."
_OTHERS = {
    "time": "those who had a forecast standing on the same questions at the same moments, "
    "allowing for how good those people are",
    "question": "those who answered the same questions, early or late, allowing for how good "
    "those people are",
    "none": "the average forecaster, whatever the questions",
}
_BY_SKILL = "by skill: the ranks that skill leaves possible; the interval, too, is that of skill."
_TIES = "Figures equal to 1e-9 share a rank: 1 2 2 4."
_ABOVE = "▲: better than @median."
_MARKET = "@market: the price, on the questions that have a market."
_EXPOSURE = "--min N hides exposures below N: question-lifetimes stood beside others."

_HEADERS = {
    "skill": "skill",
    "brier": "Brier",
    "log": "log",
    "baseline": "baseline",
    "peer": "peer",
    "last_brier": "last Brier",
    "last_log": "last log",
}


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


def board_lines(board: Board, rows: list[dict[str, Any]], screen: Screen) -> list[str]:
    """The table of a board, and how to read it."""
    by = board.by
    columns = [
        Column("rank could be" if by == "skill" else "rank/by skill", right=True),
        Column("forecaster", shrinks=True),
        Column("n", right=True),
        Column("cover", right=True, leaves=1),
        Column(_header("brier"), right=True),
        Column(_header("log"), right=True, leaves=2),
        Column(_header("baseline"), right=True, leaves=4),
        Column(_header("peer"), right=True, leaves=3),
        *([Column(_header(by), right=True)] if by.startswith("last") else []),
        Column(_header("skill"), right=True),
        Column(f"{precise_percent(board.level)} interval", right=True),
    ]
    cells = [_cells(row, by) for row in rows]
    return [*table(columns, cells, screen), "", *_reading(board, rows, screen)]


def _header(figure: str) -> str:
    return f"{_HEADERS[figure]} {'↑' if FIGURES[figure] else '↓'}"


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


def _reading(board: Board, rows: list[dict[str, Any]], screen: Screen) -> Iterator[str]:
    """What the figures mean, what the order is, and what can be said of the first."""
    by, ranked = board.by, [row for row in rows if row["rank"]]
    told = [
        _LEGEND.format(others=_OTHERS[board.adjust])
        + _SHORT
        + ("" if by == "skill" else "  " + _BY_SKILL),
        " ".join(_order(by, rows)),
        " ".join([*_best(by, ranked), *_other_winner(board, ranked)]),
    ]
    for sentences in told:
        yield from wrap(sentences, screen.width or WIDEST)


def _order(by: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    """How the rows are ordered, marked and hidden."""
    yield f"Ordered by {_HEADERS[by]}, {'highest' if FIGURES[by] else 'lowest'} first."
    yield _TIES
    if any(row["above_median"] is not None for row in rows):
        yield _ABOVE
    if any(row["forecaster"] == MARKET for row in rows):
        yield _MARKET
    yield _EXPOSURE


def _best(by: str, ranked: list[dict[str, Any]]) -> Iterator[str]:
    """Who may be the best, as far as skill can tell."""
    first = [row for row in ranked if row["rank_low"] == 1]
    where = "" if by == "skill" else "By skill, "
    if len(first) > 1:
        yield f"{where}{len(first)} of {len(ranked)} cannot be told from the best."
    elif first and len(ranked) > 1:
        yield f"{where}{first[0]['forecaster']} stands apart from all others."


def _other_winner(board: Board, ranked: list[dict[str, Any]]) -> Iterator[str]:
    """Whom another column would crown, and why the order does not."""
    scored = [row for row in ranked if not isnan(row["brier"])]
    if board.by != "skill" or board.adjust == "none" or not scored:
        return
    best = min(scored, key=lambda row: row["brier"])
    if best["rank"] != 1:
        on = counted(best["questions"], "question")
        lowest = f"the lowest Brier, {fixed(best['brier'])}, on {on}"
        yield f"{best['forecaster']} has {lowest}: skill allows for how hard they were."
