"""Points whose shape, too, tells whom they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.charts.markup import number, tag

if TYPE_CHECKING:
    from cli.charts.markup import Markup
    from cli.charts.palette import Look

__all__ = ["mark"]

# Corners of shapes with the area of a circle of radius 1, from its centre.
_CORNERS = {
    "square": ((-0.886, -0.886), (0.886, -0.886), (0.886, 0.886), (-0.886, 0.886)),
    "diamond": ((0.0, -1.253), (1.253, 0.0), (0.0, 1.253), (-1.253, 0.0)),
    "triangle": ((0.0, -1.555), (1.347, 0.778), (-1.347, 0.778)),
}


def mark(
    look: Look,
    x: float,
    y: float,
    size: float = 4.0,
    *,
    label: str | None = None,
    hollow: bool = False,
) -> Markup:
    """A point as a circle, square, diamond or triangle, all of one area.

    Args:
        look: Whom it stands for.
        x: Its centre from the left, in pixels.
        y: Its centre from the top.
        size: Radius of the circle.
        label: What a pointer that rests on it is told.
        hollow: Whether only its outline is drawn.

    >>> from cli.charts.palette import Look
    >>> mark(Look("hue0", "circle"), 20.0, 10.0)
    '<circle class="point hue0" cx="20" cy="10" r="4"/>'
    >>> mark(Look("hue0", "diamond"), 20.0, 10.0)
    '<path class="point hue0" d="M20 5L25 10L20 15L15 10Z"/>'
    """
    style = f"point {look.style}{' hollow' if hollow else ''}"
    told = [] if label is None else [tag("title", label)]
    if look.mark == "circle":
        return tag("circle", *told, class_=style, cx=x, cy=y, r=size)
    corners = (f"{number(x + size * dx)} {number(y + size * dy)}" for dx, dy in _CORNERS[look.mark])
    return tag("path", *told, class_=style, d=f"M{'L'.join(corners)}Z")
