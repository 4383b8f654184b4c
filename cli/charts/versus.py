"""Two forecasters: on which questions the one was better, and on which the other."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from cli.charts.frame import Frame, Margins, fitted, heading, text_width
from cli.charts.marks import mark
from cli.charts.markup import Markup, joined, tag
from cli.charts.palette import look_of
from cli.charts.picture import CARD, Picture, Size
from cli.charts.scales import round_ticks
from cli.output.contested import label
from cli.output.figures import counted, fixed, precise_percent, signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.versus import Versus

__all__ = ["versus_chart"]

_ROOM = 8.0
_LINE = 16.0
_MEAN = 60.0
"""Room for the mean at the right."""

_CROWDED = 80
"""Marks from which on smaller ones keep apart."""


def versus_chart(versus: Versus, size: Size = CARD) -> Picture:
    """Two forecasters as a picture: a mark for each question, what speaks most for the first first.

    Above zero the first was better. A difference without end is left out, and counted in words.

    Args:
        versus: The two.
        size: That of the picture.
    """
    rows = [row for row in versus.rows() if isfinite(row["difference"])]
    found = versus.document()
    low, high = _reach(found, rows)
    frame = Frame.of(size, (0.0, max(len(rows), 1)), (low, high), Margins(12.0, _MEAN, 30.0, 56.0))
    drawn = joined(
        [
            heading(versus.title, size),
            *_mean(found, frame),
            frame.rows(round_ticks(low, high, 5, gains=True)),
            frame.across(0.0, "axis"),
            tag("g", *_marks(rows, versus.names, frame), class_="questions"),
            *_ends(rows, frame),
            *_sides(versus.names, versus.contest.paired.better, frame),
            _axis(versus, found, frame),
        ]
    )
    return Picture(versus.title, _words(versus, found, len(rows)), size, drawn)


def _reach(found: dict[str, Any], rows: Sequence[dict[str, Any]]) -> tuple[float, float]:
    """Values between which all differences lie, the interval of their mean, and 0."""
    known = [0.0, *(row["difference"] for row in rows)]
    known += [end for end in _interval(found) if isfinite(end)]
    low, high = min(known), max(known)
    room = 0.12 * (high - low) or 0.5
    return low - room, high + room


def _interval(found: dict[str, Any]) -> tuple[float, float]:
    return found["difference_low"], found["difference_high"]


def _mean(found: dict[str, Any], frame: Frame) -> Iterator[Markup]:
    """The mean difference over its interval, from left to right."""
    low, high = _interval(found)
    left, wide = frame.x.first, frame.x.last - frame.x.first
    if isfinite(low) and isfinite(high):
        top = frame.y(high)
        yield tag("rect", class_="band", x=left, y=top, width=wide, height=frame.y(low) - top)
    if isfinite(found["difference"]):
        yield frame.across(found["difference"], "guide mean")
        x, y = frame.x.last + _ROOM, frame.y(found["difference"])
        yield tag("text", "mean", class_="label", x=x, y=y - 3.0)
        yield tag("text", signed(found["difference"], 3), x=x, y=y + _LINE - 4.0)


def _marks(
    rows: Sequence[dict[str, Any]], names: tuple[str, str], frame: Frame
) -> Iterator[Markup]:
    """A mark for each question, which tells who was better on it; hollow if nobody was."""
    size = 4.0 if len(rows) < _CROWDED else 2.5
    for place, row in enumerate(rows):
        gap = row["difference"]
        ahead = names[gap < 0.0]
        said = f"{row['question']}: " + (f"{ahead} better by {fixed(abs(gap))}" if gap else "equal")
        x, y = frame.x(place + 0.5), frame.y(gap)
        yield mark(look_of(ahead), x, y, size, label=said, hollow=gap == 0.0)


def _ends(rows: Sequence[dict[str, Any]], frame: Frame) -> Iterator[Markup]:
    """The questions that speak most for the one and for the other, where no mark can be."""
    room = (frame.x.last - frame.x.first) / 2 - _LINE
    ends = [(0, -5.0, -10.0, "start"), (len(rows) - 1, 5.0, 20.0, "end")]
    for place, aside, below, anchor in ends[: len(rows)]:
        x, y = frame.x(place + 0.5) + aside, frame.y(rows[place]["difference"]) + below
        said = fitted(rows[place]["question"], room)
        yield tag("text", said, class_="label", x=x, y=y, text_anchor=anchor)


def _sides(names: tuple[str, str], better: tuple[int, int], frame: Frame) -> Iterator[Markup]:
    """Whose the marks above zero are, and whose those below, in the corners without marks."""
    room = (frame.x.last - frame.x.first) / 2 - 2 * _LINE
    first, second = (
        _better_on(arrow, name, count, room)
        for arrow, name, count in zip("↑↓", names, better, strict=True)
    )
    right, left = frame.x.last - _ROOM, frame.x.first + _ROOM
    top, bottom = frame.y.last + _LINE, frame.y.first - _ROOM
    yield mark(look_of(names[0]), right, top - 4.0)
    yield _side(first, right - _LINE + 4.0, top, "end")
    yield mark(look_of(names[1]), left, bottom - 4.0)
    yield _side(second, left + _LINE - 4.0, bottom, "start")


def _better_on(arrow: str, name: str, count: int, room: float) -> str:
    rest = f" better on {count}"
    return f"{arrow} {fitted(name, room - text_width(rest) - _LINE)}{rest}"


def _side(said: str, x: float, y: float, anchor: str) -> Markup:
    return tag("text", said, x=x, y=y, text_anchor=anchor, unicode_bidi="plaintext")


def _axis(versus: Versus, found: dict[str, Any], frame: Frame) -> Markup:
    said = f"{counted(versus.questions, 'question')}, by the difference in {label(versus.rule)}"
    if isfinite(found["difference_low"]):
        said += f" · shaded: {precise_percent(versus.level)} interval of the mean"
    middle = (frame.x.first + frame.x.last) / 2
    y = frame.y.first + 20.0
    said = fitted(said, frame.x.last - frame.x.first + _MEAN)
    return tag("text", said, class_="label", x=middle, y=y, text_anchor="middle")


def _words(versus: Versus, found: dict[str, Any], drawn: int) -> str:
    """What can be read off the picture."""
    first, second = versus.names
    if not versus.questions:
        return "There is no resolved question on which both had a forecast standing."
    ahead = counted(found["better_first"], "question")
    side = "worse" if found["difference"] < 0.0 else "better"
    told = [
        f"{first} was better on {ahead}, {second} on {found['better_second']}.",
        f"By mean {label(versus.rule)} {first} is {side} by {fixed(abs(found['difference']))}",
    ]
    low, high = _interval(found)
    if isfinite(low):
        level = precise_percent(versus.level)
        told[-1] += f" ({level} interval of the lead {signed(low, 3)} to {signed(high, 3)})"
    told[-1] += "."
    if drawn < versus.questions:
        told.append(f"{versus.questions - drawn} with an infinite loss are not drawn.")
    return " ".join(told)
