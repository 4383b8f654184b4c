"""What `leaderboard` and `score` share with `--rivals`: every order side by side."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output.emit import emit
from cli.output.streams import WIDEST, say
from cli.shared.boards import Ordering, extent, nothing, remarks
from market.errors import UsageError

if TYPE_CHECKING:
    from cli.output.sink import Sink
    from cli.output.streams import Screen
    from cli.typed.filters import Filters
    from market.poll import Poll

__all__ = ["RivalsToo", "print_rivals"]

RivalsToo = Annotated[
    bool, typer.Option("--rivals", help="Show who leads under which rule, side by side.")
]


def print_rivals(
    sink: Sink,
    poll: Poll,
    ordering: Ordering,
    filters: Filters,
    *,
    title: str,
    as_of: str | None = None,
    cells: str | None = None,
    plot: str | None = None,
    otherwise: str,
) -> None:
    """Compute and print all orders of a poll, as `print_board` does with one.

    Args:
        sink: Where they go, and in which form.
        poll: The forecasts.
        ordering: The reader's choices, of which only the floor concerns all orders.
        filters: What the poll was restricted to, and the least exposure shown.
        title: What comes first in the first line.
        as_of: The moment they hold for, ISO 8601.
        cells: File for the scored cells, of which there is none here.
        plot: File for a picture, of which there is none either.
        otherwise: What to do next where the table is empty.

    Raises:
        UsageError: An order, a level, a horizon, an adjustment, a pool, or a file of cells or a
            picture was asked for.
    """
    if ordering != Ordering(eps=ordering.eps) or cells is not None or plot is not None:
        said = "--rivals shows every order at once, and no interval."
        others = "--by, --adjust, --level, --horizon, --pool, --cells and --plot"
        raise UsageError(said, f"Leave out {others}.")
    from cli.output.rivals import FIELDS, rivals_document, rivals_lines, rivals_rows
    from scoring.rivals.table import rivals

    made = rivals(poll.panel, eps=ordering.eps)
    rows = rivals_rows(made, poll, filters.least)

    def text(screen: Screen) -> list[str]:
        said = [title, *filters.words(), "every rule side by side", extent(made.cells, rows)]
        return [
            *wrap(" · ".join(said), screen.width or WIDEST),
            "",
            *(rivals_lines(rows, screen) if rows else [nothing(made.cells)]),
            *remarks(made.cells, late=poll.late),
        ]

    document = rivals_document(rows, as_of=as_of, eps=ordering.eps, filters=filters.document())
    emit(sink, fields=FIELDS, rows=rows, document=document, text=text)
    if not rows:
        say("Next: " + ("leave out --min" if made.cells.question.size else otherwise))
