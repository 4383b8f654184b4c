"""The reliability diagram: what was said beside what came true, and how often it was said."""

from __future__ import annotations

from math import sqrt
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.charts.frame import Frame, Margins, heading, text_width
from cli.charts.marks import mark
from cli.charts.markup import Markup, joined, number, tag
from cli.charts.palette import look_of
from cli.charts.picture import CARD, Picture, Size
from cli.charts.scales import Scale, percent_ticks, round_ticks
from cli.output.figures import counted, percent, precise_percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.charts.palette import Look

__all__ = ["Reliability", "calibration_chart"]

_SHAPE = 0.9
"""Height for each pixel of width: the diagram itself is nearly square."""

_BARS = 0.12
"""Part of the height that the histogram takes."""

_GAP = 46.0
"""Room between the diagram and the histogram, for the words above its bars."""

_LINE = 16.0
_LETTER = 7.2
_SIDES = 16.0
_LEAST = 3.0
"""Pixels that a block is wide at least: it may be made of a single probability."""

_POINTS = 4.0, 8.0
"""Radius of the lightest and of the heaviest point."""


class Reliability(NamedTuple):
    """What somebody said beside what came true.

    Attributes:
        name: Whose it is, as shown.
        people: How many people that is.
        questions: On how many questions.
        level: Level of the bands.
        rows: The bins, each with the fields that programs get of it.
        fitted: Whether they are the blocks of the isotonic fit.
    """

    name: str
    people: int
    questions: int
    level: float
    rows: Sequence[dict[str, Any]]
    fitted: bool = False

    @property
    def filled(self) -> list[dict[str, Any]]:
        """The bins in which something was said."""
        return [row for row in self.rows if row["position"]]

    @property
    def title(self) -> str:
        """What a picture of it is called."""
        who = f"{counted(self.people, 'person', 'people')} together"
        return f"Calibration of {who if self.people > 1 else self.name}"


def calibration_chart(made: Reliability, size: Size = CARD) -> Picture:
    """A calibration as a picture.

    Args:
        made: The calibration.
        size: Its width is that of the picture, which is nearly as high.
    """
    filled = made.filled
    notes = wrap(" · ".join(_notes(made)), int((size.width - 2 * _SIDES) / _LETTER))
    size = Size(size.width, int(_SHAPE * size.width + _LINE * len(notes)))
    above, below = _frames(made, size, _LINE * len(notes))
    look = look_of(made.name)
    drawn = [
        heading(made.title, size),
        above.rows(percent_ticks()),
        *(above.upright(tick.at) for tick in percent_ticks()),
        *_bands(filled, above),
        _diagonal(above),
        _fit(filled, above, look) if made.fitted else None,
        *_points(filled, above, look),
        *_histogram(filled, below, look),
        *_axes(above, below, notes),
    ]
    if not filled:
        drawn.append(_nothing(above))
    return Picture(made.title, _words(made), size, joined(drawn))


def _frames(made: Reliability, size: Size, notes: float) -> tuple[Frame, Frame]:
    """The diagram, and the histogram below it."""
    high = _BARS * size.height
    margins = Margins(top=26.0, right=24.0, bottom=46.0 + notes + high + _GAP, left=58.0)
    above = Frame.of(size, (0.0, 1.0), (0.0, 1.0), margins)
    most = max((row["weight"] for row in made.filled), default=1.0)
    bottom = above.y.first + _GAP + high
    return above, Frame(above.x, Scale(0.0, most, bottom, bottom - high))


def _bands(filled: Sequence[dict[str, Any]], frame: Frame) -> Iterator[Markup]:
    """Where each bin would lie if every probability were right."""
    for row in filled:
        left, width = _span(row, frame)
        top, bottom = frame.y(row["upper"]), frame.y(row["lower"])
        yield tag("rect", class_="band", x=left, y=top, width=width, height=bottom - top)


def _span(row: dict[str, Any], frame: Frame) -> tuple[float, float]:
    """Left edge and width of a bin."""
    left, right = frame.x(row["low"]), frame.x(row["high"])
    spare = max(_LEAST - (right - left), 0.0)
    return left - spare / 2, right - left + spare


def _diagonal(frame: Frame) -> Markup:
    """Where all lies that came true as often as it was said to."""
    ends = {"x1": frame.x.first, "x2": frame.x.last, "y1": frame.y.first, "y2": frame.y.last}
    return tag("line", class_="guide diagonal", **ends)


def _fit(filled: Sequence[dict[str, Any]], frame: Frame, look: Look) -> Markup:
    """The isotonic fit: level within a block, and straight from one to the next."""
    ends = [(row[end], row["frequency"]) for row in filled for end in ("low", "high")]
    places = (f"{number(frame.x(said))} {number(frame.y(came))}" for said, came in ends)
    return tag("path", class_=f"line {look.style}", d=f"M{'L'.join(places)}" if ends else "")


def _points(filled: Sequence[dict[str, Any]], frame: Frame, look: Look) -> Iterator[Markup]:
    """What was said and what came true; the area of a point tells the weight."""
    most = max((row["weight"] for row in filled), default=1.0)
    least, largest = _POINTS
    for row in filled:
        x, y = frame.x(row["mean"]), frame.y(row["frequency"])
        size = max(largest * sqrt(row["weight"] / most), least)
        if row["position"] == "outside":
            yield _stray(row, frame, look, size)
        yield mark(look, x, y, size, label=_told(row), hollow=row["position"] == "thin")


def _stray(row: dict[str, Any], frame: Frame, look: Look, size: float) -> Markup:
    """A ring around a point outside its band, and how far it is from there."""
    x, y = frame.x(row["mean"]), frame.y(row["frequency"])
    near = row["upper"] if row["frequency"] > row["upper"] else row["lower"]
    style = f"whisker {look.style}"
    return joined(
        [
            tag("line", class_=f"{style} astray", x1=x, x2=x, y1=frame.y(near), y2=y),
            tag("circle", class_=f"{style} ring", cx=x, cy=y, r=size + 4.0),
        ]
    )


def _histogram(filled: Sequence[dict[str, Any]], frame: Frame, look: Look) -> Iterator[Markup]:
    """How much was said in each bin, and above that on how many questions."""
    ticks = round_ticks(0.0, frame.y.high, 3)[1:]
    yield frame.rows(ticks)
    for row in filled:
        left, width = _span(row, frame)
        top = frame.y(row["weight"])
        gap = 1.0 if width > 2 * _LEAST else 0.0
        yield tag(
            "rect",
            class_=f"bar {look.style}",
            x=left + gap / 2,
            y=top,
            width=width - gap,
            height=frame.y.first - top,
        )
        said = f"{row['questions']:,}"
        if text_width(said) <= width:
            x = left + width / 2
            yield tag("text", said, class_="label halo", x=x, y=top - 4.0, text_anchor="middle")


def _axes(above: Frame, below: Frame, notes: Sequence[str]) -> Iterator[Markup]:
    """The axes with what they show, and how to read the picture."""
    left, right = above.x.first, above.x.last
    yield below.columns(percent_ticks(), lines=False)
    yield below.across(0.0, "axis")
    yield tag("text", "came true", class_="label", x=left - 44.0, y=above.y.last - 12.0)
    words = "weight, and number of questions"
    yield tag("text", words, class_="label", x=left - 44.0, y=below.y.last - 20.0)
    base = below.y.first + 36.0
    middle = (left + right) / 2
    yield tag("text", "said", class_="label", x=middle, y=base, text_anchor="middle")
    for place, said in enumerate(notes, 1):
        yield tag("text", said, class_="label", x=_SIDES, y=base + 4.0 + place * _LINE)


def _nothing(frame: Frame) -> Markup:
    x, y = (frame.x.first + frame.x.last) / 2, (frame.y.first + frame.y.last) / 2
    said = "No forecast on a resolved question."
    return tag("text", said, class_="halo", x=x, y=y, text_anchor="middle")


def _notes(made: Reliability) -> Iterator[str]:
    """How to read the picture: only what is in it."""
    filled = made.filled
    positions = {row["position"] for row in filled}
    if filled:
        yield f"grey: where {precise_percent(made.level)} of calibrated forecasters land"
    if made.fitted and filled:
        yield "line: isotonic fit"
    if "outside" in positions:
        yield "ring: outside"
    if "thin" in positions:
        yield "hollow: too few questions to tell"


def _words(made: Reliability) -> str:
    """What can be read off the picture."""
    told = [f"{_told(row)}." for row in made.filled]
    if not told:
        return "No forecast on a resolved question."
    level = precise_percent(made.level)
    band = f"Bands hold {level} of perfectly calibrated forecasters."
    return " ".join([f"On {counted(made.questions, 'question')}.", band, *told])


def _told(row: dict[str, Any]) -> str:
    """A bin in words."""
    where = {"thin": "too few to tell", "edge": "at the edge of the band"}
    place = where.get(row["position"], f"{row['position']} the band")
    band = f"{percent(row['lower'])} to {percent(row['upper'])}"
    number_of = counted(row["questions"], "question")
    came = f"{percent(row['frequency'])} came true"
    return f"Said {percent(row['mean'])}, {came} on {number_of} (band {band}, {place})"
