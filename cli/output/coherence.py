"""What somebody says of linked questions and what would hold together, in words and figures."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.contradictions import broken_words, contradiction_rows
from cli.output.figures import counted, fixed, percent, precise_percent
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from cli.shared.hiding import HIDDEN
from market.logic.contradictions import NEGLIGIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from cli.shared.coherent import Coherent

__all__ = ["FIELDS", "document", "extent", "hidden_lines", "lines", "moved", "rows"]

FIELDS = ("question", "probability", "said", "kullback_leibler", "stake")


def rows(told: Coherent) -> list[dict[str, Any]]:
    """The questions with a forecast, for programs: a value for each of `FIELDS`."""
    columns = (
        told.questions,
        told.least_squares.tolist(),
        told.said.tolist(),
        told.found.kullback_leibler.tolist(),
        told.found.stakes.tolist(),
    )
    every = list(zip(*columns, strict=True))
    return [dict(zip(FIELDS, every[place], strict=True)) for place in told.standing]


def moved(told: Coherent) -> list[dict[str, Any]]:
    """The questions on which what holds together is something else than what is said."""
    return [row for row in rows(told) if _is_moved(row)]


def document(told: Coherent) -> dict[str, Any]:
    """The same, and what the links come to."""
    found = told.found
    return {
        "links": len(told.links),
        "hidden": told.hidden,
        "sure_loss": found.sure_loss,
        "brier_gain": found.brier_gain,
        "log_gain": found.log_gain,
        "contradictions": contradiction_rows(told.contradictions, told.forecasts),
        "rows": rows(told),
    }


def extent(told: Coherent) -> str:
    """How much was looked at."""
    return f"{counted(len(told.standing), 'linked forecast')}, {counted(len(told.links), 'link')}"


def lines(told: Coherent, screen: Screen, *, whose: str) -> Iterator[str]:
    """The violations, what they cost, and the nearest that holds together.

    Args:
        told: The questions.
        screen: Where it is shown.
        whose: Whose forecasts they are: ``your`` or ``the``.
    """
    width = screen.width or WIDEST
    yield from hidden_lines(told, width)
    if not told.standing:
        yield "No forecast stands on a question that is linked to another."
    elif told.holds:
        yield "They hold together: whoever bets against them can lose."
    else:
        yield from _broken(told, width)
        yield from wrap(_stakes(told), width)
        yield ""
        yield from _table(told, screen)
        yield ""
        yield from wrap(_gains(told, whose), width)


def hidden_lines(told: Coherent, width: int) -> list[str]:
    """What is said where something is hidden."""
    if not told.hidden:
        return []
    left = f"{counted(told.hidden, 'question')} left out: what others say is {HIDDEN}."
    return [*wrap(left, width), ""]


def _broken(told: Coherent, width: int) -> Iterator[str]:
    """Each broken link, with what it costs alone."""
    if not told.contradictions:
        yield from ("No link is broken by itself, but all of them together are.", "")
        return
    yield "  sure loss"
    said = told.forecasts
    for one in told.contradictions:
        head = f"  {fixed(one.excess):>9}  "
        words, rest = broken_words(one, said), " " * len(head)
        yield from wrap(head + words, width, subsequent_indent=rest, break_on_hyphens=False)
    yield ""


def _stakes(told: Coherent) -> str:
    sure = fixed(told.found.sure_loss)
    return (
        f"A bookmaker who may stake up to 1 on each question wins {sure} whatever happens. The"
        " nearest forecasts that hold together:"
    )


def _table(told: Coherent, screen: Screen) -> list[str]:
    columns = [
        Column("question", shrinks=True),
        Column("said", right=True),
        Column("least squares", right=True),
        Column("Kullback-Leibler", right=True, leaves=1),
        Column("bookmaker", right=True, leaves=2),
    ]
    shown = moved(told)
    cells = [
        [
            row["question"],
            precise_percent(row["said"]),
            percent(row["probability"], 1),
            percent(row["kullback_leibler"], 1),
            _bet(row["stake"]),
        ]
        for row in shown
    ]
    stay = len(told.standing) - len(shown)
    rest = [f"  {counted(stay, 'other')}, as said"] if stay else []
    return [*table(columns, cells, screen), *rest]


def _is_moved(row: dict[str, Any]) -> bool:
    said = row["said"]
    moves = (row["probability"] - said, row["kullback_leibler"] - said, row["stake"])
    return any(abs(move) > NEGLIGIBLE for move in moves)


def _bet(stake: float) -> str:
    """What the bookmaker does with shares of YES, at the price that was said."""
    if abs(stake) <= NEGLIGIBLE:
        return ""
    return f"{'buys' if stake > 0.0 else 'sells'} {fixed(abs(stake), 2)}"


def _gains(told: Coherent, whose: str) -> str:
    brier, log = (fixed(gain, 4) for gain in (told.found.brier_gain, told.found.log_gain))
    return (
        f"Whatever happens, least squares lowers the sum of {whose} Brier scores on these by"
        f" {brier} or more, and Kullback-Leibler that of {whose} log scores by {log} or more."
    )
