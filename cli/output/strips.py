"""Pictures of one row each, beside a table: where figures lie between two ends."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor, isnan
from typing import TYPE_CHECKING, NamedTuple

from cli.output.figures import signed
from cli.output.ink import Span
from cli.output.table import table
from cli.output.text import pad, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cli.output.ink import Line, Painted
    from cli.output.streams import Screen
    from cli.output.table import Column

__all__ = [
    "RULER",
    "Extent",
    "drawn_words",
    "interval_strip",
    "percent_ruler",
    "share_strip",
    "table_beside",
]

RULER = 4
"""Columns that a `percent_ruler` takes beside the cells below it."""

_GAP = 2


class Extent(NamedTuple):
    """What lies between the two ends of a strip.

    Attributes:
        low: The figure at its left end.
        high: The figure at its right end, above `low`.
    """

    low: float
    high: float

    @classmethod
    def around(cls, figures: Iterable[float]) -> Extent:
        """The narrowest extent that holds figures and 0, and ends at whole hundredths.

        >>> Extent.around([-0.012, 0.0305, float("nan")])
        Extent(low=-0.02, high=0.04)
        """
        held = [0.0, *(figure for figure in figures if not isnan(figure))]
        low, high = floor(100 * min(held)), ceil(100 * max(held))
        return cls(low / 100, max(high, low + 1) / 100)

    def cell(self, figure: float, wide: int) -> int:
        """The place of a figure among so many cells; those beyond an end lie at it.

        >>> [Extent(0.0, 1.0).cell(share, 20) for share in (0.0, 0.5, 1.0)]
        [0, 10, 19]
        """
        place = floor((figure - self.low) / (self.high - self.low) * wide)
        return min(max(place, 0), wide - 1)

    def ruler(self, wide: int) -> str:
        """What the ends of a strip are, and where its 0 is.

        >>> Extent(0.0, 0.1).ruler(20)
        '0.00           +0.10'
        """
        low, high = signed(self.low, 2), signed(self.high, 2)
        signs = list(low + " " * (wide - len(low) - len(high)) + high)
        zero = self.cell(0.0, wide)
        if not "".join(signs[max(zero - 1, 0) : zero + 2]).strip():
            signs[zero] = "0"
        return "".join(signs)


def interval_strip(extent: Extent, low: float, middle: float, high: float, wide: int) -> str:
    """A figure with its interval, and 0.

    Args:
        extent: What the strip shows.
        low: The lower end of the interval; NaN where there is none.
        middle: The figure; NaN where there is none.
        high: The upper end of the interval.
        wide: Cells of the strip.

    Examples:
        >>> interval_strip(Extent(-0.1, 0.1), 0.015, 0.035, 0.055, 20)
        '··········┃├─●─┤····'
        >>> interval_strip(Extent(-0.1, 0.1), -0.2, -0.05, 0.055, 20)
        '<────●────┼────┤····'
    """
    signs, zero = ["·"] * wide, extent.cell(0.0, wide)
    signs[zero] = "┃"
    if not isnan(low + high):
        first, last = extent.cell(low, wide), extent.cell(high, wide)
        signs[first : last + 1] = "─" * (last + 1 - first)
        signs[zero] = "┼" if first <= zero <= last else "┃"
        signs[first] = "├" if low >= extent.low else "<"
        signs[last] = "┤" if high <= extent.high else ">"
    if extent.low <= middle <= extent.high:
        signs[extent.cell(middle, wide)] = "●"
    return "".join(signs)


def share_strip(low: float, said: float, came: float, high: float, wide: int) -> str:
    """From 0 % to 100 %: a band, in it or not what came true, and what was said.

    >>> share_strip(0.0, 0.22, 0.12, 0.34, 20)
    '┃▒▒●▒│▒▒·············┃'
    """
    whole = Extent(0.0, 1.0)
    first, mean, dot, last = (whole.cell(share, wide) for share in (low, said, came, high))
    signs = ["▒" if first <= place <= last else "·" for place in range(wide)]
    signs[mean] = "│"
    signs[dot] = "●"
    return f"┃{''.join(signs)}┃"


def percent_ruler(wide: int) -> str:
    """What stands above a `share_strip`: as wide as that, and two columns more.

    >>> percent_ruler(20)
    '0%   25%  50%  75%  100%'
    """
    signs = [" "] * (wide + RULER)
    for share in (0, 25, 50, 75, 100):
        start = int(share * wide / 100)
        label = f"{share}%"
        signs[start : start + len(label)] = label
    return "".join(signs)


def table_beside(
    columns: Sequence[Column],
    cells: Sequence[Sequence[str]],
    draw: Callable[[int], Sequence[Painted]],
    screen: Screen,
    *,
    leaving: Sequence[int],
    least: int,
    most: int,
) -> Sequence[Line]:
    """A table with a picture at the right of each line, or without where there is no room.

    Args:
        columns: The columns of the table.
        cells: Its rows.
        draw: Makes pictures so many columns wide, the first for the header.
        screen: Where they are shown.
        leaving: Places of the columns that give way to the pictures, one after the other.
        least: Columns that the pictures need.
        most: Columns that they take if there is room.
    """
    room = 0 if screen.width is None or not screen.draws else screen.width - _GAP - least
    for count in range(len(leaving) + 1 if room > 0 else 0):
        kept = [place for place in range(len(columns)) if place not in leaving[:count]]
        lines = table(
            [replace(columns[place], leaves=0) for place in kept],
            [[row[place] for place in kept] for row in cells],
            replace(screen, width=room),
        )
        widest = max(map(width, lines))
        if widest <= room:
            drawn = draw(min(room + least - widest, most))
            return [
                (Span(pad(line, widest + _GAP)), *picture)
                for line, picture in zip(lines, drawn, strict=True)
            ]
    return table(columns, cells, screen)


def drawn_words(lines: Sequence[Line], words: str) -> str:
    """Words that explain pictures, with a blank before, if there are any beside a table."""
    return "" if isinstance(lines[0], str) else f" {words}"
