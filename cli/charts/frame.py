"""The plot area of a chart: its scales, axes and grid."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Self

from cli.charts.markup import Markup, joined, tag
from cli.charts.picture import CARD
from cli.charts.scales import Scale
from cli.output.text import shorten, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cli.charts.picture import Size
    from cli.charts.scales import Tick

__all__ = ["HEADING", "Frame", "Margins", "fitted", "heading", "text_width"]

_TICK = 6.0
_LINE = 4.0
"""Below the middle of a line of text, its base line."""

_TITLE = 15.0
"""Pixels of the letters of a heading."""

_BOLD = 1.12
"""How much wider bold letters are."""

HEADING = 28.0
"""Room that a heading takes above the plot area of a file."""

_NARROW = 0.35
"""Width of the narrowest letters, in parts of their size."""


class Margins(NamedTuple):
    """Room around the plot area, in pixels; above it `Frame.of` leaves room for a heading, too."""

    top: float = 12.0
    right: float = 16.0
    bottom: float = 28.0
    left: float = 44.0


class Frame(NamedTuple):
    """A plot area.

    Attributes:
        x: From values to places from left to right.
        y: From values to places from top to bottom.
    """

    x: Scale
    y: Scale

    @classmethod
    def of(
        cls,
        size: Size,
        x: tuple[float, float],
        y: tuple[float, float],
        margins: Margins = Margins(),
    ) -> Self:
        """A plot area within a picture.

        Args:
            size: That of the picture.
            x: Values at the left and at the right edge.
            y: Values at the lower and at the upper edge.
            margins: Room around it.
        """
        top = margins.top + (HEADING if size.width > CARD.width else 0.0)
        return cls(
            Scale(*x, margins.left, size.width - margins.right),
            Scale(*y, size.height - margins.bottom, top),
        )

    def rows(self, ticks: Iterable[Tick]) -> Markup:
        """Grid lines from left to right, each labelled at its left."""
        left = self.x.first - _TICK
        drawn = []
        for tick in ticks:
            drawn.append(self.across(tick.at))
            drawn.append(_label(left, self.y(tick.at) + _LINE, tick, "end"))
        return joined(drawn)

    def columns(self, ticks: Sequence[Tick], *, lines: bool = True) -> Markup:
        """Labels below the plot area, and grid lines above them."""
        bottom = self.y.first
        below = bottom + _TICK + 12.0
        drawn = []
        for tick in ticks:
            place = self.x(tick.at)
            drawn.append(self.upright(tick.at) if lines else None)
            drawn.append(_label(place, below, tick, "middle"))
        return joined(drawn)

    def across(self, value: float, style: str = "grid") -> Markup:
        """A line from left to right."""
        place = self.y(value)
        return tag("line", class_=style, x1=self.x.first, x2=self.x.last, y1=place, y2=place)

    def upright(self, value: float, style: str = "grid") -> Markup:
        """A line from top to bottom."""
        place = self.x(value)
        return tag("line", class_=style, x1=place, x2=place, y1=self.y.first, y2=self.y.last)


def _label(x: float, y: float, tick: Tick, anchor: str) -> Markup:
    return tag("text", tick.label, class_="label", x=x, y=y, text_anchor=anchor)


def heading(title: str, size: Size) -> Markup | None:
    """The title that a picture in a file shows; on a page the page has it already.

    Args:
        title: The title.
        size: That of the picture: whatever is wider than a card is a file.
    """
    if size.width <= CARD.width:
        return None
    said = fitted(title, size.width - 32.0, _BOLD * _TITLE)
    return tag("text", said, class_="title", x=16.0, y=24.0, unicode_bidi="plaintext")


def text_width(text: str, pixels: float = 12.0) -> float:
    """Room that a text needs, in pixels, generously: fonts differ.

    Args:
        text: The text.
        pixels: Size of its letters.
    """
    return pixels * sum(map(_letter_width, text))


def fitted(text: str, room: float, pixels: float = 12.0) -> str:
    """A text that fits into so many pixels, if need be shortened in the middle."""
    if text_width(text, pixels) <= room:
        return text
    columns = max(int(room / (_NARROW * pixels)), 1)
    while columns > 1 and text_width(shorten(text, columns), pixels) > room:
        columns -= 1
    return shorten(text, columns)


@cache
def _letter_width(letter: str) -> float:
    """Width of a letter in one of the wider fonts, in parts of its size."""
    if letter in "ijlI.,:;'!| ":
        return _NARROW
    if letter in "mwMW%@":
        return 1.0
    return width(letter) * (0.75 if letter.isupper() else 0.65)
