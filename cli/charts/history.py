"""A question over time: what the crowd, the market and single forecasters said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cli.charts.calendar import days_below
from cli.charts.frame import Frame, Margins, heading
from cli.charts.labels import Label, labels_at_right, room_for
from cli.charts.marks import mark
from cli.charts.markup import joined, tag
from cli.charts.palette import look_of
from cli.charts.picture import CARD, Picture, Size
from cli.charts.scales import percent_ticks
from cli.charts.steps import area, line
from cli.output.dates import day
from cli.output.figures import counted, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.charts.markup import Markup
    from cli.charts.steps import Steps

__all__ = ["History", "Said", "history_chart"]

_MICRO = 1_000_000
_WORDS = {"@median": "crowd", "@market": "market"}
_MOST_POINTS = 60
"""Forecasts of one person up to which each has a mark: more would only hide the line."""

_LABELS = 0.3
"""Share of a picture's width that its labels may take."""

_ROW = 18.0
_NOTE = 0.605
"""Height of a note, between two lines of the grid."""


class Said(NamedTuple):
    """What one forecaster said over time.

    Attributes:
        name: As it is shown, also ``@median`` and ``@market``.
        steps: Forecasts and for how long each stood; at least one.
    """

    name: str
    steps: Steps

    @property
    def label(self) -> str:
        """The name as it stands in a chart."""
        return _WORDS.get(self.name, self.name)


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
        notes: What else there is to say, a line each.
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
    notes: tuple[str, ...] = ()


def history_chart(history: History, size: Size = CARD) -> Picture:
    """The history of a question as a picture.

    Args:
        history: The question over time.
        size: That of the picture.
    """
    title, labels = f"History of {history.question}", _labels(history)
    room = room_for(labels, size.width * _LABELS)
    frame, end = _frame(history, size, room)
    drawn = [
        heading(title, size),
        frame.rows(percent_ticks()),
        days_below(frame),
        *_drawn(history, frame),
        labels_at_right(labels, frame, end, room),
        _notes(history, frame),
    ]
    return Picture(title, _words(history), size, joined(drawn))


def _frame(history: History, size: Size, room: float) -> tuple[Frame, float]:
    """The plot area, and where labels begin: beside the lines if the time to come has room."""
    times = history.opens, max(history.closes, history.opens + 1.0)
    wide = Frame.of(size, times, (0.0, 1.0), Margins(top=22.0))
    now = wide.x(min(max(history.moment, times[0]), times[1]))
    if history.said and wide.x.last - now >= room:
        return wide, now
    right = max(room, Margins().right)
    narrow = Frame.of(size, times, (0.0, 1.0), Margins(top=22.0, right=right))
    return narrow, narrow.x.last


def _labels(history: History) -> list[Label]:
    """A label for the end of each line, and for the outcome."""
    ends = [
        Label(value, one.label, percent(value), look_of(one.name).style)
        for one in history.said
        if (value := one.steps.last) is not None
    ]
    if history.outcome is None:
        return ends
    return [Label(history.outcome, _verdict(history), "", _verdict(history).lower()), *ends]


def _drawn(history: History, frame: Frame) -> Iterator[Markup]:
    """What was said; the crowd above the others."""
    if history.spread is not None:
        yield tag("path", class_="band", d=area(*history.spread, frame))
    if history.said and history.opens < history.moment < history.closes:
        yield from _now(history.moment, frame)
    for one in reversed(history.said):
        yield tag("path", class_=f"line {look_of(one.name).style}", d=line(one.steps, frame))
        yield from _points(one, frame)
    if history.outcome is not None:
        place = {"cx": frame.x.last, "cy": frame.y(history.outcome), "r": 6.0}
        yield tag("circle", class_=f"outcome {_verdict(history).lower()}", **place)


def _now(moment: float, frame: Frame) -> Iterator[Markup]:
    yield frame.upright(moment, "guide")
    place = {"x": frame.x(moment), "y": frame.y.last - 8.0}
    yield tag("text", "now", class_="label", text_anchor="middle", **place)


def _points(said: Said, frame: Frame) -> Iterator[Markup]:
    """A mark at each forecast of a person; at the end of what is computed."""
    look, steps = look_of(said.name), said.steps
    if said.name in _WORDS:
        place = {"cx": frame.x(steps.end[-1]), "cy": frame.y(steps.value[-1]), "r": 3.5}
        yield tag("circle", class_=f"end {look.style}", **place)
    elif steps.value.size <= _MOST_POINTS:
        places = zip(frame.x(steps.start).tolist(), frame.y(steps.value).tolist(), strict=True)
        yield from (mark(look, x, y) for x, y in places)


def _notes(history: History, frame: Frame) -> Markup:
    """Notes in the middle of the plot area."""
    x = (frame.x.first + frame.x.last) / 2
    top = frame.y(_NOTE) - _ROW * (len(history.notes) - 1) / 2
    return joined(
        tag("text", note, class_="note label halo", x=x, y=top + row * _ROW, text_anchor="middle")
        for row, note in enumerate(history.notes)
    )


def _words(history: History) -> str:
    """What can be read off the chart."""
    opens, closes = (day(int(at * _MICRO)) for at in (history.opens, history.closes))
    told = [history.title, f"From {opens} to {closes}.", *map(_path, history.said)]
    if history.spread is not None:
        low, high = (percent(edge.last) for edge in history.spread)
        people = counted(history.people, "person", "people")
        told.append(f"In the end, {people} stood, the middle half from {low} to {high}.")
    if history.outcome is not None:
        told.append(f"Resolved {_verdict(history)}.")
    return " ".join([*told, *(f"{note}." for note in history.notes)])


def _path(said: Said) -> str:
    value = said.steps.value
    first, last, low, high = map(percent, (value[0], value[-1], value.min(), value.max()))
    name = f"The {said.label}" if said.name in _WORDS else said.label
    if value.size == 1:
        return f"{name}: {first}."
    return f"{name}: from {first} at first to {last} at last, between {low} and {high}."


def _verdict(history: History) -> str:
    return "YES" if history.outcome else "NO"
