"""The same plot several times, side by side: figures with their errors, and what tells them apart.

All panels have the same axes, so that they can be compared by eye.
"""

from __future__ import annotations

from math import ceil
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from cli.charts.frame import HEADING, Frame, fitted
from cli.charts.labels import Label, labels_at_right, room_for
from cli.charts.marks import mark
from cli.charts.markup import joined, number, tag
from cli.charts.picture import Size
from cli.charts.scales import Scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.charts.markup import Markup
    from cli.charts.palette import Look
    from cli.charts.scales import Tick

__all__ = ["Axis", "Curve", "Dot", "Panel", "Trellis", "trellis_of"]

_ABOVE, _BELOW, _LEFT = 30.0, 50.0, 46.0
"""Room above, below and at the left of each plot area."""

_ROW = 15.0
_LETTER = 7.0
_DODGE = 9.0
"""At most so many pixels between the whiskers of two curves in one category."""

_MOST_OF_WIDTH = 0.34
"""What part of a panel its labels may take."""


class Dot(NamedTuple):
    """A figure.

    Attributes:
        place: Where it stands from left to right.
        value: The figure.
        reach: How far its whisker reaches to both sides.
    """

    place: float
    value: float
    reach: float


class Curve(NamedTuple):
    """Figures that belong together, from left to right."""

    name: str
    look: Look
    dots: tuple[Dot, ...]


class Panel(NamedTuple):
    """One of the plots."""

    title: str
    curves: tuple[Curve, ...]


class Axis(NamedTuple):
    """What an axis says.

    Attributes:
        title: What it measures.
        ends: Its least and its greatest value.
        ticks: Marks on it.
        names: Whether its ticks are names without an order.
    """

    title: str
    ends: tuple[float, float]
    ticks: tuple[Tick, ...]
    names: bool = False


class Trellis(NamedTuple):
    """Plots with the same axes."""

    across: Axis
    up: Axis
    panels: tuple[Panel, ...]


def trellis_of(trellis: Trellis, size: Size) -> tuple[Markup, Size]:
    """The plots, below room for a heading, and how large the picture becomes.

    Args:
        trellis: What is drawn.
        size: That of a picture with one panel; more rows of panels make it higher.
    """
    columns = 1 if len(trellis.panels) == 1 or trellis.across.names else 2
    rows = ceil(len(trellis.panels) / columns)
    top = HEADING + _ROW
    height = (size.height - top) * (1.0 if rows == 1 else 0.68)
    box = Size(size.width // columns, int(height))
    drawn = [tag("text", trellis.up.title, class_="label", x=16.0, y=HEADING + 12.0)]
    for place, panel in enumerate(trellis.panels):
        row, column = divmod(place, columns)
        drawn.append(_panel(trellis, panel, box, column * box.width, top + row * box.height))
    return joined(drawn), Size(size.width, int(top) + rows * box.height)


def _panel(trellis: Trellis, panel: Panel, box: Size, left: float, top: float) -> Markup:
    labels = [
        Label(curve.dots[-1].value, curve.name, "", curve.look.style)
        for curve in panel.curves
        if curve.dots
    ]
    room = room_for(labels, _MOST_OF_WIDTH * box.width)
    end = left + box.width - room
    frame = Frame(
        Scale(*trellis.across.ends, left + _LEFT, end),
        Scale(*trellis.up.ends, top + box.height - _BELOW, top + _ABOVE),
    )
    return joined(
        [
            _titled(panel.title, box.width - _LEFT, left + _LEFT, top + 18.0),
            frame.rows(trellis.up.ticks),
            _columns(trellis.across, frame),
            *_curves(trellis, panel, frame),
            labels_at_right(labels, frame, end, room),
        ]
    )


def _titled(title: str, room: float, left: float, base: float) -> Markup:
    said = fitted(title, room)
    return tag("text", said, class_="panel", x=left, y=base, unicode_bidi="plaintext")


def _columns(axis: Axis, frame: Frame) -> Markup:
    """What stands below a plot area."""
    below = frame.y.first + 18.0
    middle = (frame.x.first + frame.x.last) / 2.0
    room = (frame.x.last - frame.x.first) / max(len(axis.ticks), 1) - 4.0
    drawn = []
    for tick in axis.ticks:
        lines = wrap(tick.label, max(int(room / _LETTER), 6))[:2] if axis.names else [tick.label]
        for row, line in enumerate(lines):
            said = fitted(line, room) if axis.names else line
            drawn.append(_below(said, frame.x(tick.at), below + row * _ROW))
    if not axis.names:
        drawn += [frame.upright(tick.at) for tick in axis.ticks]
        drawn.append(_below(axis.title, middle, below + 1.2 * _ROW))
    return joined(drawn)


def _below(said: str, x: float, y: float) -> Markup:
    return tag("text", said, class_="label", x=x, y=y, text_anchor="middle")


def _curves(trellis: Trellis, panel: Panel, frame: Frame) -> Iterator[Markup]:
    """Whiskers, then lines, then points: none hides what is smaller."""
    axis, curves = trellis.across, len(panel.curves)
    room = 0.7 * (frame.x.last - frame.x.first) / max(len(axis.ticks), 1)
    step = min(_DODGE, room / max(curves, 1)) if axis.names else 0.0
    centre = (curves - 1) / 2.0
    shifted = [(curve, (k - centre) * step) for k, curve in enumerate(panel.curves)]
    for curve, shift in shifted:
        yield from _whiskers(curve, frame, shift)
    for curve, shift in shifted:
        yield tag("path", class_=f"line {curve.look.style}", d=_line(curve.dots, frame, shift))
    for curve, shift in shifted:
        for dot in curve.dots:
            yield mark(curve.look, frame.x(dot.place) + shift, frame.y(dot.value))


def _whiskers(curve: Curve, frame: Frame, shift: float) -> Iterator[Markup]:
    for dot in curve.dots:
        place = frame.x(dot.place) + shift
        ends = {"y1": frame.y(dot.value - dot.reach), "y2": frame.y(dot.value + dot.reach)}
        yield tag("line", class_=f"whisker {curve.look.style}", x1=place, x2=place, **ends)


def _line(dots: Sequence[Dot], frame: Frame, shift: float) -> str:
    corners = (f"{number(frame.x(x) + shift)} {number(frame.y(y))}" for x, y, _ in dots)
    return "M" + "L".join(corners) if dots else ""
