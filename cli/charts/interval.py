"""A forecaster's figure as a mark on a line, and a mark with its interval in a cell of a table."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from cli.charts.marks import mark
from cli.charts.markup import Markup, joined, tag
from cli.charts.palette import look_of
from cli.charts.scales import Scale
from cli.output.figures import fixed, signed
from scoring.figures import FIGURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["figure", "has_interval", "interval", "interval_strip", "reach", "sign", "strip_scale"]

_WIDE, _HIGH = 100, 18
_MARGIN = 7.0


def reach(rows: Iterable[dict[str, Any]], by: str) -> tuple[float, float]:
    """Values between which a scale holds all figures and intervals, and 0 where it divides them.

    Args:
        rows: Rows of a leaderboard.
        by: The figure.
    """
    fields = ("skill", "skill_low", "skill_high") if by == "skill" else (by,)
    known = [row[field] for row in rows for field in fields if isfinite(row[field])]
    known += [0.0] if FIGURES[by] else []
    low, high = min(known, default=0.0), max(known, default=1.0)
    room = 0.04 * (high - low) or 0.5
    return low - room, high + room


def figure(row: dict[str, Any], by: str) -> str:
    """The figure of a row as people read it."""
    if by == "skill":
        return signed(row[by], 3)
    return signed(row[by]) if FIGURES[by] else fixed(row[by])


def has_interval(row: dict[str, Any]) -> bool:
    """Whether a row tells both ends of an interval of skill."""
    return isfinite(row["skill_low"]) and isfinite(row["skill_high"])


def interval(row: dict[str, Any], by: str, scale: Scale, y: float) -> Markup:
    """A row's mark, and the line of its interval if it has one; hollow without a rank.

    What goes beyond the scale ends with it.

    Args:
        row: The row of a leaderboard.
        by: The figure that is marked.
        scale: From figures to places.
        y: The height at which it is drawn.
    """
    look, drawn = look_of(row["forecaster"]), []
    if by == "skill" and has_interval(row):
        x1, x2 = (_within(scale, row[end]) for end in ("skill_low", "skill_high"))
        drawn.append(tag("line", class_=f"whisker {look.style}", x1=x1, x2=x2, y1=y, y2=y))
    if isfinite(row[by]) and scale.low <= row[by] <= scale.high:
        drawn.append(mark(look, scale(row[by]), y, 4.5, hollow=row["rank"] is None))
    return joined(drawn)


def strip_scale(rows: Sequence[dict[str, Any]]) -> Scale:
    """The scale that the strips of all rows share: whoever holds a rank decides how far it goes."""
    ranked = [row for row in rows if row["rank"]]
    return Scale(*reach(ranked or rows, "skill"), _MARGIN, _WIDE - _MARGIN)


def interval_strip(row: dict[str, Any], scale: Scale) -> Markup:
    """The interval of a row for a cell of a table in which its figures stand, too.

    Args:
        row: The row of a leaderboard.
        scale: That of `strip_scale`.
    """
    zero = scale(0.0)
    line = tag("line", class_="axis", x1=zero, x2=zero, y1=0, y2=_HIGH)
    return _small("strip", _WIDE, line, interval(row, "skill", scale, _HIGH / 2))


def sign(row: dict[str, Any]) -> Markup:
    """The mark of a row's forecaster, to stand beside the name."""
    look, middle = look_of(row["forecaster"]), _HIGH / 2
    return _small("sign", _HIGH, mark(look, middle, middle, 4.5, hollow=row["rank"] is None))


def _small(style: str, wide: int, *drawn: Markup) -> Markup:
    """A picture in a cell, which tells nothing that the cell does not tell."""
    return tag(
        "svg",
        *drawn,
        class_=f"chart {style}",
        viewBox=f"0 0 {wide} {_HIGH}",
        width=wide,
        height=_HIGH,
        aria_hidden="true",
    )


def _within(scale: Scale, value: float) -> float:
    """The place of a value, or the end of the scale beyond which it lies."""
    return scale(min(max(value, scale.low), scale.high))
