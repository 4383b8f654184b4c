"""A pool on linked questions, and what it would say if its numbers held together."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.coherence import hidden_lines
from cli.output.contradictions import contradiction_rows
from cli.output.figures import fixed, percent, signed
from cli.output.streams import WIDEST
from cli.output.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from cli.shared.coherent import Coherent

__all__ = ["FIELDS", "document", "lines", "rows"]

FIELDS = ("question", "probability", "coherent", "difference")


def rows(told: Coherent) -> list[dict[str, Any]]:
    """The linked questions for programs: a value for each of `FIELDS`."""
    said, near = told.said.tolist(), told.least_squares.tolist()
    return [
        {
            "question": told.questions[place],
            "probability": said[place],
            "coherent": near[place],
            "difference": near[place] - said[place],
        }
        for place in told.standing
    ]


def document(pool: str, told: Coherent) -> dict[str, Any]:
    """The same, and what the links come to."""
    return {
        "pool": pool,
        "links": len(told.links),
        "hidden": told.hidden,
        "contradictions": contradiction_rows(told.contradictions, told.forecasts),
        "sure_loss": told.found.sure_loss,
        "brier_gain": told.found.brier_gain,
        "rows": rows(told),
    }


def lines(pool: str, told: Coherent, screen: Screen) -> Iterator[str]:
    """The linked questions for people, below the heading."""
    width = screen.width or WIDEST
    yield from hidden_lines(told, width)
    if not told.standing:
        yield "Nobody has a forecast standing on a question that is linked to another."
        return
    columns = [
        Column("question", shrinks=True),
        Column("says", right=True),
        Column("coherent", right=True),
        Column("difference", right=True),
    ]
    cells = [
        [
            row["question"],
            percent(row["probability"], 1),
            percent(row["coherent"], 1),
            signed(100.0 * row["difference"], 1),
        ]
        for row in rows(told)
    ]
    yield from table(columns, cells, screen)
    yield ""
    yield from wrap(_meaning(pool, told), width)


def _meaning(pool: str, told: Coherent) -> str:
    if told.holds:
        return f"{pool} holds together: whoever bets against it can lose."
    sure, gain = fixed(told.found.sure_loss), fixed(told.found.brier_gain, 4)
    return (
        f"Against {pool}, a bookmaker who may stake up to 1 on each question wins {sure} whatever"
        f" happens. Made coherent by least squares, it cannot lose so, and the sum of its Brier"
        f" scores is lower by {gain} or more, however the questions resolve."
    )
