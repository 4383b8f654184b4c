"""Lines of which parts are painted: what a part stands for decides its colour.

The colours are of the sixteen that every terminal has, those that can be read on black and on
white. None stands for anything that a sign or a word does not tell as well.
"""

from __future__ import annotations

from enum import Enum, auto
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Ink", "Line", "Painted", "Span", "coloured", "painted"]


class Ink(Enum):
    """What a painted part stands for."""

    YOU = auto()
    MARKET = auto()
    GOOD = auto()
    BAD = auto()
    FAINT = auto()


class Span(NamedTuple):
    """A part of a line.

    Attributes:
        text: What it says.
        ink: What it stands for, if it is painted.
    """

    text: str
    ink: Ink | None = None


Painted = tuple[Span, ...]
"""The parts of a line, from the left."""

Line = str | Painted
"""A line as commands give it to :func:`cli.output.emit.emit`."""

_BLUE, _MAGENTA, _RED, _GREY = 94, 35, 31, 90
_COLOURS = {
    Ink.YOU: _BLUE,
    Ink.MARKET: _MAGENTA,
    Ink.GOOD: _BLUE,
    Ink.BAD: _RED,
    Ink.FAINT: _GREY,
}


def painted(signs: str, inks: Mapping[str, Ink]) -> Painted:
    """Signs, each painted as what it stands for.

    >>> [(span.text, span.ink) for span in painted("··──", {"─": Ink.YOU})]
    [('··', None), ('──', <Ink.YOU: 1>)]
    """
    return tuple(Span("".join(run), ink) for ink, run in groupby(signs, inks.get))


def coloured(text: str, ink: Ink) -> str:
    r"""A harmless text in its colour, for a terminal.

    >>> coloured("you", Ink.YOU)
    '\x1b[94myou\x1b[39m'
    """
    return f"\x1b[{_COLOURS[ink]}m{text}\x1b[39m"
