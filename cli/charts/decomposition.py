"""Miscalibration against discrimination: where everybody's score comes from.

The second of the three plots of Dimitriadis, Gneiting, Jordan & Vogel (2024, International Journal
of Forecasting 40:1101), "Evaluating probabilistic classifiers: the triptych".
"""

from __future__ import annotations

from math import isfinite
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from cli.charts.frame import Frame, Margins, fitted, heading, text_width
from cli.charts.marks import mark
from cli.charts.markup import Markup, joined, tag
from cli.charts.palette import look_of
from cli.charts.picture import CARD, Picture, Size
from cli.charts.scales import Scale, round_ticks
from cli.output.figures import counted, fixed, signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.charts.scales import Tick
    from scoring.decomposition import Corp

__all__ = ["decomposition_chart"]

_TOLD = 40
_SHAPE = 0.75
_LETTER = 7.2
_LINE = 16.0
_SIDES = 16.0
_LONGEST = 0.3
"""Part of the width that a name may take."""

_NO_LESS = 1e-6
_MARGIN = 1.08
_GAP = 9.0
_HIGH = 14.0
_GUIDES = 5


class _Box(NamedTuple):
    """Room that a text or a point takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        """Whether they have a place in common."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


def decomposition_chart(
    everybody: Sequence[tuple[str, Corp]], rule: str, size: Size = CARD
) -> Picture:
    """What miscalibration cost everybody, and what discrimination gained.

    On a guide line, the gain over always saying the base rate is the same; where all answered the
    same questions, so is the score.

    Args:
        everybody: Names with the parts of their scores, the best first.
        rule: Name of the rule.
        size: Its width is that of the picture.
    """
    known = [(name, parts) for name, parts in everybody if isfinite(parts.score)]
    notes = wrap(_note(known), int((size.width - 2 * _SIDES) / _LETTER))
    size = Size(size.width, int(_SHAPE * size.width + _LINE * len(notes)))
    frame = _framed(known, size, _LINE * len(notes))
    title = f"Miscalibration and discrimination by {rule}"
    drawn = [
        heading(title, size),
        *_guides(frame),
        frame.rows(_ticks(frame.y)),
        frame.columns(_ticks(frame.x), lines=False),
        *_axes(frame, notes),
        *(_point(name, parts, frame) for name, parts in reversed(known)),
        *_labels(known, frame, _LONGEST * size.width),
    ]
    return Picture(title, _words(known, len(everybody)), size, joined(drawn))


def _framed(known: Sequence[tuple[str, Corp]], size: Size, notes: float) -> Frame:
    """The plot area, from 0 to beyond the largest part of either kind."""
    cost = max((parts.miscalibration for _, parts in known), default=0.0)
    gain = max((parts.discrimination for _, parts in known), default=0.0)
    least = max(cost, gain, _NO_LESS) / 4
    margins = Margins(top=26.0, right=56.0, bottom=46.0 + notes, left=58.0)
    ends = (0.0, max(cost, least) * _MARGIN), (0.0, max(gain, least) * _MARGIN)
    return Frame.of(size, *ends, margins)


def _ticks(scale: Scale) -> list[Tick]:
    return round_ticks(scale.low, scale.high, 5)


def _guides(frame: Frame) -> Iterator[Markup]:
    """Lines on which discrimination less miscalibration is the same, labelled where they end."""
    for tick in round_ticks(-frame.x.high, frame.y.high, _GUIDES, gains=True):
        x1, x2 = max(0.0, -tick.at), min(frame.x.high, frame.y.high - tick.at)
        if x2 - x1 < frame.x.high / 10:
            continue
        ends = {"x1": frame.x(x1), "y1": frame.y(x1 + tick.at)}
        ends |= {"x2": frame.x(x2), "y2": frame.y(x2 + tick.at)}
        yield tag("line", class_="guide", **ends)
        above = x2 < frame.x.high
        x, y = ends["x2"] + (0.0 if above else 4.0), ends["y2"] - (5.0 if above else -4.0)
        anchor = "middle" if above else "start"
        yield tag("text", tick.label, class_="label", x=x, y=y, text_anchor=anchor)


def _axes(frame: Frame, notes: Sequence[str]) -> Iterator[Markup]:
    left, base = frame.x.first, frame.y.first + 36.0
    middle = (left + frame.x.last) / 2
    yield frame.across(0.0, "axis")
    yield frame.upright(0.0, "axis")
    words = "miscalibration: less is better"
    yield tag("text", words, class_="label", x=middle, y=base, text_anchor="middle")
    up = f"rotate(-90 {_SIDES} {(frame.y.first + frame.y.last) / 2:.1f})"
    place = {"x": _SIDES, "y": (frame.y.first + frame.y.last) / 2}
    words = "discrimination: more is better"
    yield tag("text", words, class_="label", **place, text_anchor="middle", transform=up)
    for row, said in enumerate(notes, 1):
        yield tag("text", said, class_="label", x=_SIDES, y=base + 4.0 + row * _LINE)


def _place(parts: Corp, frame: Frame) -> tuple[float, float]:
    return frame.x(parts.miscalibration), frame.y(parts.discrimination)


def _point(name: str, parts: Corp, frame: Frame) -> Markup:
    hollow = name.startswith("@")
    return mark(look_of(name), *_place(parts, frame), label=_told(name, parts), hollow=hollow)


def _labels(known: Sequence[tuple[str, Corp]], frame: Frame, room: float) -> Iterator[Markup]:
    """Names beside their points, the crowd's and the best first, while there is room."""
    places = [_place(parts, frame) for _, parts in known]
    taken = [_Box(x - 5.0, y - 5.0, x + 5.0, y + 5.0) for x, y in places]
    named = zip((name for name, _ in known), places, strict=True)
    for name, (x, y) in sorted(named, key=lambda one: one[0] != "@median"):
        said = fitted(name, room)
        free = (box for box in _around(x, y, text_width(said)) if _is_free(box, taken, frame))
        box = next(free, None)
        if box is None:
            continue
        taken.append(box)
        middle = (box.left + box.right) / 2
        style = f"name {look_of(name).style} halo"
        place = {"x": middle, "y": box.bottom - 3.0}
        bidi = {"text_anchor": "middle", "unicode_bidi": "plaintext"}
        yield tag("text", said, class_=style, **place, **bidi)


def _around(x: float, y: float, wide: float) -> Iterator[_Box]:
    """Where a label may stand: right of its point, left, above, above right, below."""
    half = _HIGH / 2
    yield _Box(x + _GAP, y - half, x + _GAP + wide, y + half)
    yield _Box(x - _GAP - wide, y - half, x - _GAP, y + half)
    yield _Box(x - wide / 2, y - _GAP - _HIGH, x + wide / 2, y - _GAP)
    yield _Box(x, y - _GAP - _HIGH, x + wide, y - _GAP)
    yield _Box(x - wide / 2, y + _GAP, x + wide / 2, y + _GAP + _HIGH)


def _is_free(box: _Box, taken: Sequence[_Box], frame: Frame) -> bool:
    across = frame.x.first <= box.left and box.right <= frame.x.last
    upright = frame.y.last <= box.top and box.bottom <= frame.y.first
    return across and upright and not any(map(box.meets, taken))


def _note(known: Sequence[tuple[str, Corp]]) -> str:
    """How to read the picture."""
    if not known:
        return "No forecast on a resolved question."
    least, most = _uncertainty(known)
    said = fixed(least) if fixed(least) == fixed(most) else f"{fixed(least)} to {fixed(most)}"
    lines = "dashed: the same gain over the base rate"
    return f"{lines} · score = uncertainty ({said}), less the gain"


def _uncertainty(known: Sequence[tuple[str, Corp]]) -> tuple[float, float]:
    found = [parts.uncertainty for _, parts in known]
    return min(found), max(found)


def _words(known: Sequence[tuple[str, Corp]], number: int) -> str:
    """What can be read off the picture."""
    told = [f"{_told(name, parts)}." for name, parts in known[:_TOLD]]
    if len(known) > _TOLD:
        told.append(f"{len(known) - _TOLD:,} more follow.")
    if len(known) < number:
        without = counted(number - len(known), "forecaster")
        told.append(f"{without} without a finite score.")
    return " ".join(told) or "No forecast on a resolved question."


def _told(name: str, parts: Corp) -> str:
    gain = signed(parts.discrimination - parts.miscalibration, 3)
    cost = f"miscalibration {fixed(parts.miscalibration)}"
    return f"{name}: {cost}, discrimination {fixed(parts.discrimination)}, gain {gain}"
