"""The days below a plot over time: where it begins and ends, and what has room between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.charts.frame import text_width
from cli.charts.markup import joined, tag
from cli.charts.scales import date_ticks
from cli.output.dates import day, moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.charts.frame import Frame
    from cli.charts.markup import Markup
    from cli.charts.scales import Tick

__all__ = ["days_below", "instant"]

_MICRO = 1_000_000
_SHORT = 2 * 86_400.0
"""Seconds of a span up to which its ends need the time of day."""

_TICKS = 5
_GAP = 10.0
"""Pixels between two labels."""

_BELOW = 18.0


def days_below(frame: Frame) -> Markup:
    """The first and the last moment of a plot, and days or months between them.

    Args:
        frame: The plot area, in seconds since 1970.
    """
    low, high = frame.x.low, frame.x.high
    name = instant if high - low <= _SHORT else _day
    begins, ends = name(low), name(high)
    from_, until = frame.x.first + text_width(begins), frame.x.last - text_width(ends)
    between = [
        _label(tick.label, frame.x(tick.at), "middle", frame)
        for tick in _between(frame, from_, until)
    ]
    first = _label(begins, frame.x.first, "start", frame)
    return joined([first, *between, _label(ends, frame.x.last, "end", frame)])


def instant(seconds: float) -> str:
    """A day and the time of it.

    >>> instant(1_767_225_540.0)
    '31 Dec 2025 23:59'
    """
    return moment(round(seconds * _MICRO)).removesuffix(" UTC")


def _day(seconds: float) -> str:
    return day(round(seconds * _MICRO))


def _between(frame: Frame, left: float, right: float) -> Iterator[Tick]:
    """The ticks that have room between two places."""
    for tick in date_ticks(frame.x.low, frame.x.high, _TICKS):
        place, half = frame.x(tick.at), text_width(tick.label) / 2
        if place - half >= left + _GAP and place + half <= right - _GAP:
            yield tick
            left = place + half


def _label(words: str, x: float, anchor: str, frame: Frame) -> Markup:
    return tag("text", words, class_="label", x=x, y=frame.y.first + _BELOW, text_anchor=anchor)
