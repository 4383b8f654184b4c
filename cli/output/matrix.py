"""Tables of one kind of figure, which may be wider than a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.output.streams import WIDEST
from cli.output.table import INDENT, Column, table
from cli.output.text import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.streams import Screen

__all__ = ["matrix"]

_GAP = 2


def matrix(
    down: Sequence[str],
    across: Sequence[str],
    cells: Sequence[Sequence[str]],
    screen: Screen,
    corner: str = "",
) -> Iterator[str]:
    """A table with names at the left and above.

    Where the names above do not fit, numbers stand for them and are explained below; where these
    do not fit either, the table is continued below itself.

    Args:
        down: Names at the left.
        across: Names above.
        cells: What stands in each row.
        screen: What can be shown, and how wide.
        corner: What the names above are.
    """
    room = (screen.width or WIDEST) - len(INDENT) - max(map(width, (corner, *down)))
    figures = max((width(cell) for row in cells for cell in row), default=0)
    fits = sum(_GAP + max(width(name), figures) for name in across) <= room
    headers = across if fits else [str(number + 1) for number in range(len(across))]
    most = len(across) if fits else max(1, room // (_GAP + max(figures, len(headers[-1]))))
    for begin in range(0, len(across), most):
        part = slice(begin, begin + most)
        columns = [Column(corner), *(Column(header, right=True) for header in headers[part])]
        rows = ([name, *row[part]] for name, row in zip(down, cells, strict=True))
        yield from table(columns, rows, screen)
        yield ""
    if not fits:
        for number, name in zip(headers, across, strict=True):
            yield f"{INDENT}{number:>{len(headers[-1])}}: {name}"
        yield ""
