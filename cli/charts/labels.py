"""Names beside what they tell of, none on top of another."""

from __future__ import annotations

from itertools import repeat
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from cli.charts.frame import fitted, text_width
from cli.charts.markup import joined, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.charts.frame import Frame
    from cli.charts.markup import Markup

__all__ = ["Label", "labels_at_right", "pushed_apart", "room_for"]

_ROW = 15.0
"""Pixels from one label to the next."""

_GAP = 9.0
"""Pixels between the plot area and its labels."""

_EDGE = 4.0
"""Pixels after them."""

_MIDDLE = 4.0
"""Below the middle of a line of text, its base line."""


class Label(NamedTuple):
    """A name and a figure beside a plot.

    Attributes:
        value: What it stands beside.
        name: The name; shortened where it has no room.
        figure: What follows it, whole.
        style: Class of the text.
    """

    value: float
    name: str
    figure: str
    style: str

    def within(self, room: float) -> str:
        """The words of the label in so many pixels."""
        if not self.figure:
            return fitted(self.name, room)
        left = room - text_width(f" {self.figure}")
        return f"{fitted(self.name, left)} {self.figure}"


def room_for(labels: Sequence[Label], most: float) -> float:
    """Pixels that labels need beside a plot, with the gap before them.

    Args:
        labels: The labels.
        most: At most so many.
    """
    widest = max((text_width(f"{one.name} {one.figure}".strip()) for one in labels), default=0.0)
    return min(_GAP + ceil(widest) + _EDGE, most)


def labels_at_right(labels: Sequence[Label], frame: Frame, end: float, room: float) -> Markup:
    """Labels at the right of what they tell of, each as near to its value as the others let it.

    Args:
        labels: The most important first: those for which there is no place are left out.
        frame: The plot area.
        end: Where they begin, from the left, but for a gap.
        room: Pixels from there on.
    """
    top, bottom = frame.y.last, frame.y.first
    most = int((bottom - top) / _ROW) + 1
    ordered = sorted(labels[:most], key=lambda one: frame.y(one.value))
    places = pushed_apart([frame.y(one.value) for one in ordered], _ROW, top, bottom)
    return joined(
        tag(
            "text",
            label.within(room - _GAP - _EDGE),
            class_=f"{label.style} halo",
            x=end + _GAP,
            y=place + _MIDDLE,
            unicode_bidi="plaintext",
        )
        for label, place in zip(ordered, places, strict=True)
    )


def pushed_apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places at least a gap apart, as near to the wished ones as they can be.

    Without what the gaps before it take, each wish is to be met in order: the least squares of
    that are means of neighbours that would cross.

    Args:
        places: The wished ones, ascending.
        gap: How far apart they must be.
        low: The least place.
        high: The greatest; exceeded only if there is no room.

    >>> pushed_apart([10.0, 50.0, 52.0], 12.0, 0.0, 100.0)
    [10.0, 45.0, 57.0]
    """
    blocks: list[tuple[float, int]] = []
    for number, place in enumerate(places):
        mean, size = place - number * gap, 1
        while blocks and blocks[-1][0] > mean:
            before, more = blocks.pop()
            mean = (mean * size + before * more) / (size + more)
            size += more
        blocks.append((mean, size))
    least = [wish for mean, size in blocks for wish in repeat(mean, size)]
    most = max(high - gap * (len(places) - 1), low)
    return [min(max(wish, low), most) + number * gap for number, wish in enumerate(least)]
