"""The plot area of a chart: its scales, axes and grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from cli.charts.markup import Markup, joined, tag
from cli.charts.scales import Scale
from cli.output.text import shorten, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cli.charts.picture import Size
    from cli.charts.scales import Tick

__all__ = ["Frame", "Margins", "fitted", "text_width"]

_TICK = 6.0
_LINE = 4.0
"""Below the middle of a line of text, its base line."""

_COLUMN = 6.8
"""Pixels that a column of text takes at 12 pixels, as a rule at most."""


class Margins(NamedTuple):
    """Room around the plot area, in pixels."""

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
        return cls(
            Scale(*x, margins.left, size.width - margins.right),
            Scale(*y, size.height - margins.bottom, margins.top),
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


def text_width(text: str, pixels: float = 12.0) -> float:
    """Room that a text needs, in pixels, generously: fonts differ.

    Args:
        text: The text.
        pixels: Size of its letters.
    """
    return width(text) * _COLUMN * pixels / 12.0


def fitted(text: str, room: float, pixels: float = 12.0) -> str:
    """A text that fits into so many pixels, if need be shortened in the middle."""
    return shorten(text, max(int(room / (_COLUMN * pixels / 12.0)), 1))
