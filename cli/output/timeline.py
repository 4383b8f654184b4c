"""A question over time, drawn with signs: what the crowd, the market and the user said."""

from __future__ import annotations

from math import nextafter
from typing import TYPE_CHECKING, NamedTuple

from cli.output.dates import day
from cli.output.ink import Ink, Span, painted
from market.poll import MARKET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.charts.history import History
    from cli.charts.steps import Steps
    from cli.output.ink import Line, Painted
    from cli.output.streams import Screen

__all__ = ["has_room", "timeline"]

_LEAST = 60
_ROWS = 10
"""Rows from 0 % to 100 %: one more than that, ten points apart."""

_LEFT = 8
"""Columns of the scale at the left."""

_RIGHT = 4
"""Columns at the right, for the close or for what came true."""

_MICRO = 1_000_000
_PAIR = 2
_CROWD, _PRICE, _YOU, _MET = "•", "\N{MULTIPLICATION SIGN}", "─", "◆"
_COMPUTED = {"@median": (_CROWD, "crowd (median)"), MARKET: (_PRICE, "market")}
_INKS = {_PRICE: Ink.MARKET, _YOU: Ink.YOU}


class _Curve(NamedTuple):
    """What somebody said, sampled once a column.

    Attributes:
        sign: How it is drawn.
        name: What it is called.
        values: The probability at the end of each column; None where there was none.
    """

    sign: str
    name: str
    values: Sequence[float | None]


def has_room(screen: Screen) -> bool:
    """Whether a history is drawn on a screen."""
    return screen.draws and screen.width is not None and screen.width >= _LEAST


def timeline(history: History, columns: int) -> Iterator[Line]:
    """The history of a question; nothing where nobody said anything.

    Args:
        history: The question over time; whoever is neither crowd nor market is the user.
        columns: Those of the screen.
    """
    wide = columns - _LEFT - _RIGHT
    curves = [curve for curve in _curves(history, wide) if {*curve.values} != {None}]
    if not curves:
        return
    ahead = history.closes > history.moment
    for row, signs in enumerate(_grid(curves, wide)):
        edge = _edge(history, row, ahead=ahead)
        yield (Span(_scale(row)), *painted(signs if edge else signs.rstrip(), _INKS), Span(edge))
    yield " " * _LEFT + _dates(history, wide, ahead=ahead)
    yield (Span(" " * _LEFT), *_legend(curves))


def _curves(history: History, wide: int) -> Iterator[_Curve]:
    for name, steps in history.said:
        sign, called = _COMPUTED.get(name, (_YOU, "you"))
        yield _Curve(sign, called, _values(steps, history, wide))


def _values(steps: Steps, history: History, wide: int) -> list[float | None]:
    """What stood at the end of each column."""
    each = _span(history) / wide
    begun = [history.opens + place * each for place in range(wide)]
    return [
        _standing(steps, min(nextafter(begin + each, begin), history.moment))
        if begin <= history.moment
        else None
        for begin in begun
    ]


def _standing(steps: Steps, moment: float) -> float | None:
    """What stood at a moment, if anything did."""
    row = int(steps.start.searchsorted(moment, "right")) - 1
    return float(steps.value[row]) if row >= 0 and steps.end[row] >= moment else None


def _span(history: History) -> float:
    return max(history.closes - history.opens, 1.0)


def _grid(curves: Sequence[_Curve], wide: int) -> list[str]:
    """The signs of all curves, row by row from 100 % down."""
    grid = [[" "] * wide for _ in range(_ROWS + 1)]
    for curve in curves:
        for place, value in enumerate(curve.values):
            if value is not None:
                row = grid[_ROWS - int(value * _ROWS + 0.5)]
                row[place] = curve.sign if row[place] == " " else _MET
    return ["".join(row) for row in grid]


def _scale(row: int) -> str:
    """The left of a row: every other one is labelled."""
    share = f"{100 - 100 * row // _ROWS}%"
    return f"{share:>{_LEFT - 2}} ┤" if row % 2 == 0 else " " * (_LEFT - 1) + "│"


def _edge(history: History, row: int, *, ahead: bool) -> str:
    """The right of a row: a close that lies ahead, or what came true."""
    if ahead:
        return "│"
    if history.outcome is None or row != (_ROWS if history.outcome == 0.0 else 0):
        return ""
    return " YES" if history.outcome else " NO"


def _dates(history: History, wide: int, *, ahead: bool) -> str:
    """The days of the open and the close, and between them that of the moment, if it fits."""
    opens, closes, moment = (
        day(int(at * _MICRO)) for at in (history.opens, history.closes, history.moment)
    )
    right = wide + 1 - len(closes)
    told = opens
    if ahead:
        here = int((history.moment - history.opens) / _span(history) * wide)
        start = here - len(moment) + 1
        if len(opens) + 1 < start and here + 2 < right:
            told = told.ljust(start) + moment
    return told.ljust(right) + closes


def _legend(curves: Sequence[_Curve]) -> Painted:
    """What the signs stand for."""
    told = [f"{curve.sign} {curve.name}" for curve in curves]
    if len(curves) > 1:
        told.append(f"{_MET} {'both' if len(curves) == _PAIR else 'two or more'}")
    return painted("   ".join(told), _INKS)
