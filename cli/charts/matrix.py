"""Three forecasters or more against each other: who is better than whom, and by how much."""

from __future__ import annotations

from itertools import permutations
from math import ceil, isfinite
from typing import TYPE_CHECKING

from cli.charts.frame import HEADING, fitted, heading, text_width
from cli.charts.markup import Markup, joined, tag
from cli.charts.picture import CARD, Picture, Size
from cli.output.contested import label
from cli.output.figures import fixed, precise_percent, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.everybody import Everybody

__all__ = ["matrix_chart"]

_SIDE = 16.0
_GAP = 10.0
_HEAD = 26.0
"""Room for numbers above the cells."""

_TALLEST = 34.0
_LEGIBLE = 48.0
"""Width of a cell from which on its figure fits into it."""

_NUMBERED = 22.0
"""Width of a cell from which on its number fits above it."""

_MANY = 12
"""Names from here on are too many to put every pair into words."""

_DEEPEST = 0.5
"""Opacity of the largest difference; text on it stays readable by day and by night."""


def matrix_chart(everybody: Everybody, size: Size = CARD) -> Picture:
    """Everybody against everybody as a picture, which is as high as it needs.

    A cell tells by how much its row is better (+) than its column.

    Args:
        everybody: The contests.
        size: Its width is that of the picture.
    """
    grid = _Grid(everybody, size)
    title = f"Who is better than whom, by {label(everybody.rule)}"
    size = Size(size.width, int(grid.bottom + 2.0 * _SIDE + 6.0))
    drawn = joined([heading(title, size), *grid.heads(), *grid.cells(), *grid.notes()])
    return Picture(title, _words(everybody), size, drawn)


class _Grid:
    """Where the cells of the contests stand."""

    def __init__(self, everybody: Everybody, size: Size) -> None:
        self.of = everybody
        count = len(everybody.names)
        self.names = [f"{place} {name}" for place, name in enumerate(everybody.names, 1)]
        self.left = _SIDE + _GAP + min(max(map(text_width, self.names)) + 1.0, 0.3 * size.width)
        self.wide = (size.width - _SIDE - self.left) / count
        self.high = min(max(self.wide, 16.0), _TALLEST)
        self.top = _HEAD + (HEADING if size.width > CARD.width else 0.0)
        self.bottom = self.top + count * self.high
        leads = [abs(everybody.lead(*pair)) for pair in everybody.found.pairs]
        self.largest = max(filter(isfinite, leads), default=0.0)

    def heads(self) -> Iterator[Markup]:
        """Names beside the rows, numbers above the columns."""
        every = ceil(_NUMBERED / self.wide)
        for place, name in enumerate(self.names):
            x, y = self._middle(place, place)
            said = fitted(name, self.left - _SIDE - _GAP)
            yield tag("text", said, x=_SIDE, y=y + 4.0, unicode_bidi="plaintext")
            if place % every == 0:
                above = self.top - 8.0
                yield tag("text", place + 1, class_="label", x=x, y=above, text_anchor="middle")

    def cells(self) -> Iterator[Markup]:
        """A cell for each ordered pair, deeper in colour the larger the difference."""
        for one, other in permutations(range(len(self.names)), 2):
            lead = self.of.lead(one, other)
            if lead and isfinite(lead):
                yield self._ground(one, other, lead)
            said = self._said(one, other, lead)
            if said:
                x, y = self._middle(one, other)
                yield tag("text", said, class_="figure", x=x, y=y + 4.0, text_anchor="middle")

    def notes(self) -> Iterator[Markup]:
        """How to read the cells."""
        sure = precise_percent(self.of.level)
        better = "+" if self.wide >= _LEGIBLE else "blue"
        stars = f"*: sure, at {sure} for all pairs together"
        said = f"{better}: better than the one of that number · {stars}"
        room = self.left + self.wide * len(self.names) - _SIDE
        below = self.bottom + 24.0
        yield tag("text", fitted(said, room), class_="label", x=_SIDE, y=below)

    def _middle(self, row: int, column: int) -> tuple[float, float]:
        return self.left + (column + 0.5) * self.wide, self.top + (row + 0.5) * self.high

    def _ground(self, row: int, column: int, lead: float) -> Markup:
        x, y = self._middle(row, column)
        gap = min(1.0, self.wide / 12.0)
        return tag(
            "rect",
            tag("title", _told(self.of, row, column)),
            class_=f"cell {'better' if lead > 0.0 else 'worse'}",
            x=x - self.wide / 2 + gap,
            y=y - self.high / 2 + gap,
            width=self.wide - 2 * gap,
            height=self.high - 2 * gap,
            fill_opacity=f"{_DEEPEST * abs(lead) / self.largest:.3f}",
        )

    def _said(self, row: int, column: int, lead: float) -> str:
        star = "*" if self.of.is_sure(row, column) else ""
        return signed(lead, 3) + star if self.wide >= _LEGIBLE else star


def _words(everybody: Everybody) -> str:
    """What can be read off the picture."""
    pairs, names = everybody.found.pairs, everybody.names
    ahead = [pair if everybody.lead(*pair) >= 0.0 else pair[::-1] for pair in pairs]
    known = [pair for pair in ahead if isfinite(everybody.lead(*pair))]
    shown = [pair for pair in known if len(names) <= _MANY or everybody.is_sure(*pair)]
    told = [f"{_told(everybody, *pair)}." for pair in shown]
    if len(known) < len(pairs):
        told.append(f"{len(pairs) - len(known)} of {len(pairs)} pairs cannot be compared.")
    return " ".join(told)


def _told(everybody: Everybody, one: int, other: int) -> str:
    lead = everybody.lead(one, other)
    first, second = everybody.names[one], everybody.names[other]
    sure = ", surely" if everybody.is_sure(one, other) else ""
    side = "worse" if lead < 0.0 else "better"
    return f"{first} is {side} than {second} by {fixed(abs(lead))}{sure}"
