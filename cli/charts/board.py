"""The leaderboard as a forest plot: how good everybody is, and how far that can be trusted."""

from __future__ import annotations

from math import isfinite, isnan
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.charts.frame import HEADING, Frame, Margins, fitted, heading, text_width
from cli.charts.interval import figure, has_interval, interval, reach
from cli.charts.markup import Markup, joined, tag
from cli.charts.picture import CARD, Picture, Size
from cli.charts.scales import round_ticks
from cli.output.board_words import header
from cli.output.figures import precise_percent, signed
from scoring.figures import FIGURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["MOST", "board_chart"]

MOST = 40
"""Rows that are drawn; how many more there are is told."""

_ROW = 20
_LINE = 16.0
_RANKS = 40.0
"""Room for ranks at the left."""

_VALUES = 64.0
"""Room for figures at the right."""

_GAP = 10.0
_LETTER = 6.8
_SIDES = 32.0


def board_chart(
    rows: Sequence[dict[str, Any]], level: float, by: str = "skill", size: Size = CARD
) -> Picture:
    """The rows of a leaderboard as a picture, which is as high as they need.

    Args:
        rows: The rows, in their order.
        level: Level of the intervals.
        by: The figure that orders them; only skill has intervals.
        size: Its width is that of the picture.
    """
    scored = [row for row in rows if not isnan(row[by])]
    shown = scored[:MOST]
    notes = wrap(
        "\N{NO-BREAK SPACE}· ".join(_notes(rows, scored, level, by)),
        int((size.width - _SIDES) / _LETTER),
    )
    frame, size = _framed(shown, by, size, len(notes))
    title = f"Leaderboard by {by.replace('_', ' ')}"
    drawn = joined(
        [
            heading(title, size),
            *_bands(shown, by, frame),
            frame.columns(round_ticks(frame.x.low, frame.x.high, 6, gains=FIGURES[by])),
            frame.upright(0.0, "axis") if frame.x.low <= 0.0 <= frame.x.high else None,
            *(_row(row, by, frame, place + 0.5) for place, row in enumerate(shown)),
            *_below(by, notes, frame),
        ]
    )
    return Picture(title, _words(scored, level, by), size, drawn)


def _framed(shown: Sequence[dict[str, Any]], by: str, size: Size, notes: int) -> tuple[Frame, Size]:
    """The plot area, whose vertical scale counts rows, and the size of the picture."""
    longest = max((text_width(row["forecaster"]) for row in shown), default=0.0)
    left = _RANKS + min(longest + 1.0, 0.34 * size.width) + _GAP
    margins = Margins(top=8.0, right=_VALUES, bottom=52.0 + _LINE * notes, left=left)
    above = margins.top + (HEADING if size.width > CARD.width else 0.0)
    size = Size(size.width, int(above + margins.bottom) + _ROW * max(len(shown), 1))
    return Frame.of(size, reach(shown, by), (max(len(shown), 1), 0.0), margins), size


def _bands(shown: Sequence[dict[str, Any]], by: str, frame: Frame) -> Iterator[Markup]:
    """Ground of those who cannot be told from the best."""
    for place, row in enumerate(shown):
        if by == "skill" and row["rank_low"] == 1:
            yield tag(
                "rect",
                class_="band",
                x=frame.x.first,
                y=frame.y(place),
                width=frame.x.last - frame.x.first,
                height=_ROW,
                fill_opacity=0.6,
            )


def _row(row: dict[str, Any], by: str, frame: Frame, place: float) -> Markup:
    """Rank, name, interval and figure of one forecaster."""
    height, left = frame.y(place), frame.x.first - _GAP
    base = height + 4.0
    name = fitted(row["forecaster"], left - _RANKS)
    rank, value = row["rank"], figure(row, by)
    return joined(
        [
            rank and tag("text", rank, class_="label", x=_RANKS - 12.0, y=base, text_anchor="end"),
            tag("text", name, x=left, y=base, text_anchor="end", unicode_bidi="plaintext"),
            interval(row, by, frame.x, height),
            tag("text", value, x=frame.x.last + _VALUES - _GAP, y=base, text_anchor="end"),
        ]
    )


def _below(by: str, notes: Sequence[str], frame: Frame) -> Iterator[Markup]:
    """What the scale is, and how to read the picture."""
    middle, y = (frame.x.first + frame.x.last) / 2, frame.y.first + 38.0
    yield tag("text", header(by), class_="label", x=middle, y=y, text_anchor="middle")
    for place, said in enumerate(notes, 1):
        yield tag("text", said, class_="label", x=_SIDES / 2, y=y + 6.0 + place * _LINE)


def _notes(
    rows: Sequence[dict[str, Any]], scored: Sequence[dict[str, Any]], level: float, by: str
) -> Iterator[str]:
    """How to read the picture, and whom it leaves out."""
    if by == "skill":
        if any(has_interval(row) for row in scored):
            yield f"lines: {precise_percent(level)} intervals"
        if any(row["rank_low"] == 1 for row in scored):
            yield "shaded: cannot be told from the best"
    if any(row["rank"] is None and isfinite(row[by]) for row in scored):
        yield "hollow: holds no rank"
    if len(scored) > MOST:
        yield f"{len(scored) - MOST:,} more follow"
    if len(scored) < len(rows):
        yield f"{len(rows) - len(scored):,} without this figure"


def _words(rows: Sequence[dict[str, Any]], level: float, by: str) -> str:
    """What can be read off the picture."""
    told = [_told(row, level, by) for row in rows[:MOST]] or ["Nobody has a score."]
    first = [row["forecaster"] for row in rows if row["rank_low"] == 1]
    if by == "skill" and len(first) > 1:
        told.append(f"{len(first)} cannot be told from the best.")
    if len(rows) > MOST:
        told.append(f"{len(rows) - MOST:,} more follow.")
    return " ".join(told)


def _told(row: dict[str, Any], level: float, by: str) -> str:
    place = f"{row['rank']}: " if row["rank"] else ""
    said = f"{place}{row['forecaster']} {figure(row, by)}"
    if by != "skill" or not has_interval(row):
        return f"{said}."
    low, high = signed(row["skill_low"], 3), signed(row["skill_high"], 3)
    return f"{said} ({precise_percent(level)} interval {low} to {high})."
