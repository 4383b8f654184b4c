"""A question over time: what the crowd, the market and single forecasters said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cli.charts.frame import Frame, Margins
from cli.charts.markup import joined, tag
from cli.charts.palette import look_of
from cli.charts.picture import CARD, Picture, Size
from cli.charts.scales import date_ticks, percent_ticks
from cli.charts.steps import area, line
from cli.output.dates import day
from cli.output.figures import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.charts.markup import Markup
    from cli.charts.steps import Steps

__all__ = ["History", "Said", "history_chart"]

_MICRO = 1_000_000


class Said(NamedTuple):
    """What one forecaster said over time.

    Attributes:
        name: As it is shown, also ``@median`` and ``@market``.
        steps: Forecasts and for how long each stood.
    """

    name: str
    steps: Steps


class History(NamedTuple):
    """A question over time.

    Attributes:
        question: Its slug.
        title: What is asked.
        opens: When it opened, seconds since 1970.
        closes: Its actual close, or the scheduled one where it is still open.
        moment: When it is looked at; nothing later is shown.
        outcome: 1 or 0, if it is resolved.
        spread: The lower and the upper quartile of the people standing, if anybody stands.
        said: The crowd first, if it is shown; then the market, then forecasters.
        people: How many people stand in the end.
    """

    question: str
    title: str
    opens: float
    closes: float
    moment: float
    outcome: float | None
    spread: tuple[Steps, Steps] | None
    said: tuple[Said, ...]
    people: int


def history_chart(history: History, size: Size = CARD) -> Picture:
    """The history of a question as a picture.

    Args:
        history: The question over time.
        size: That of the picture.
    """
    opens, closes = history.opens, max(history.closes, history.opens + 1.0)
    frame = Frame.of(size, (opens, closes), (0.0, 1.0), Margins(right=56.0))
    drawn = joined(
        [
            frame.rows(percent_ticks()),
            frame.columns(date_ticks(opens, closes, 5), lines=False),
            *_drawn(history, frame),
        ]
    )
    return Picture(f"History of {history.question}", _words(history), size, drawn)


def _drawn(history: History, frame: Frame) -> Iterator[Markup]:
    if history.spread is not None:
        yield tag("path", class_="band", d=area(*history.spread, frame))
    for name, steps in reversed(history.said):
        yield tag("path", class_=f"line {look_of(name).style}", d=line(steps, frame))


def _words(history: History) -> str:
    """What can be read off the chart."""
    ends = f"{day(int(history.opens * _MICRO))} to {day(int(history.closes * _MICRO))}"
    told = [
        f"{name} began at {percent(float(steps.value[0]))} and ended at {percent(steps.last)}"
        for name, steps in history.said
        if steps.value.size
    ]
    if history.outcome is not None:
        told.append(f"it resolved {'YES' if history.outcome else 'NO'}")
    return f"{history.title} From {ends}: {'; '.join(told) or 'no forecast'}."
