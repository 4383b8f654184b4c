"""The words of a board: titles of its columns, what figures mean, who may be the best."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from cli.output.figures import counted, fixed
from market.poll import MARKET
from scoring.figures import FIGURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.board import Board

__all__ = ["BY_SKILL", "best_words", "figures_words", "header", "order_words"]

_HEADERS = {
    "skill": "skill",
    "brier": "Brier",
    "log": "log",
    "baseline": "baseline",
    "peer": "peer",
    "last_brier": "last Brier",
    "last_log": "last log",
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
BY_SKILL = "by skill: the ranks that skill leaves possible; the interval, too, is that of skill."
"""What ranges and intervals are where another figure orders the board."""

_TIES = "Figures equal to 1e-9 share a rank: 1 2 2 4."
_ABOVE = "▲: better than @median."
_MARKET = "@market: the price, on the questions that have a market."


def header(figure: str) -> str:
    """Title of the column of a figure; its arrow says which direction is good.

    >>> header("brier")
    'Brier ↓'
    """
    return f"{_HEADERS[figure]} {'↑' if FIGURES[figure] else '↓'}"


def figures_words(adjust: str) -> str:
    """What the figures mean.

    Args:
        adjust: What skill allows for.
    """
    return _LEGEND.format(others=_OTHERS[adjust]) + _SHORT


def order_words(by: str, rows: Sequence[dict[str, Any]]) -> str:
    """How the rows of a board are ordered and marked.

    Args:
        by: The figure that orders them.
        rows: The rows.
    """
    return " ".join(_order(by, rows))


def best_words(board: Board, rows: Sequence[dict[str, Any]]) -> str:
    """What can be said of the first; nothing if nobody is ranked.

    Args:
        board: The board.
        rows: Its rows.
    """
    ranked = [row for row in rows if row["rank"]]
    return " ".join([*_best(board.by, ranked), *_other_winner(board, ranked)])


def _order(by: str, rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """How the rows are ordered and marked."""
    yield f"Ordered by {_HEADERS[by]}, {'highest' if FIGURES[by] else 'lowest'} first."
    yield _TIES
    if any(row["above_median"] is not None for row in rows):
        yield _ABOVE
    if any(row["forecaster"] == MARKET for row in rows):
        yield _MARKET


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
