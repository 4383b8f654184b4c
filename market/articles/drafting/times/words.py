"""The words of time: numbers, units, prepositions and parts, as tables and regular expressions."""

from __future__ import annotations

import re
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from market.articles.drafting.times.calendars import shifted

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "CARDINALS",
    "NUMBER",
    "PART",
    "PREPOSITION",
    "SEVERAL",
    "UNIT",
    "later",
    "number_of",
    "part_named",
    "preposition_named",
]

_PREPOSITIONS = {
    "by": ("by", "until", "till", "through", "no later than", "not later than", "up to"),
    "before": ("before", "ahead of", "prior to"),
    "after": ("after", "beyond"),
    "since": ("since",),
    "from": ("from", "starting in", "starting from", "beginning in", "as of"),
    "in": (
        *("in", "on", "at", "during", "over", "throughout", "within", "for", "around", "about"),
        *("some time in", "sometime in", "over the course of", "in the course of", "as early as"),
    ),
}
_PARTS = {
    "end": ("end of", "very end of", "close of"),
    "late": ("late", "late in"),
    "mid": ("mid", "middle of", "midpoint of"),
    "early": ("early", "early in", "beginning of", "start of", "first months of"),
    "first half": ("first half of",),
    "second half": ("second half of", "latter half of"),
    "rest": ("rest of", "remainder of", "later", "later in"),
    "so far": ("earlier", "earlier in"),
}
CARDINALS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
)
"""The numbers from 0 on, in words."""

_NUMBERS = {
    **{word: number for number, word in enumerate(CARDINALS)},
    **dict.fromkeys(("a", "an"), 1),
    **dict.fromkeys(("a couple of", "couple of"), 2),
    **dict.fromkeys(("a few", "few"), 3),
    **dict.fromkeys(("half", "half a", "a half"), 0.5),
    "several": 5,
    "many": 10,
    "a dozen": 12,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
    "a hundred": 100,
}


class _Unit(NamedTuple):
    """A unit of time, as months and days."""

    months: int
    days: float


_UNITS = {
    "hour": _Unit(0, 1 / 24),
    "day": _Unit(0, 1),
    "week": _Unit(0, 7),
    "fortnight": _Unit(0, 14),
    "month": _Unit(1, 0),
    "quarter": _Unit(3, 0),
    "year": _Unit(12, 0),
    "decade": _Unit(120, 0),
    "generation": _Unit(300, 0),
    "century": _Unit(1200, 0),
}

SEVERAL = {"hour": 24, "day": 14, "week": 8, "month": 6, "quarter": 4, "year": 5, "decade": 3}
"""How many units "the coming weeks" are, and the like, where no number is given."""


def _alternatives(words: tuple[str, ...]) -> str:
    """A regular expression for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _flat(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: name for name, words in table.items() for word in words}


_PREPOSITION_OF, _PART_OF = _flat(_PREPOSITIONS), _flat(_PARTS)

PREPOSITION = rf"(?:(?P<preposition>{_alternatives(tuple(_PREPOSITION_OF))}) )?"
"""A preposition, perhaps, as a regular expression."""

PART = rf"(?:(?:the )?(?P<part>{_alternatives(tuple(_PART_OF))})[ -])?"
"""A part, perhaps, as a regular expression."""

NUMBER = rf"(?:\d{{1,4}}|{_alternatives(tuple(_NUMBERS))})"
"""A number in figures or words, as a regular expression."""

UNIT = r"(?:hour|day|week|fortnight|month|quarter|year|decade|generation|centur(?=y|ies))"
"""The stem of a unit, as a regular expression; the plural follows it."""


def preposition_named(words: str | None) -> str:
    """The sort of a preposition; ``in`` without one."""
    return _PREPOSITION_OF[words.casefold()] if words else "in"


def part_named(words: str | None) -> str | None:
    """The part that some words name."""
    return _PART_OF[words.casefold()] if words else None


def number_of(words: str) -> float:
    """The number that some words name."""
    return float(words) if words.isdigit() else _NUMBERS[words.casefold()]


def later(day: date, number: float, unit: str) -> date | None:
    """A day so many units later, or earlier for a negative number; none beyond the calendar.

    Example:
        >>> from datetime import date
        >>> later(date(2026, 11, 20), 0.5, "year")
        datetime.date(2027, 5, 20)
    """
    step = _UNITS["century" if unit.startswith("centur") else unit.casefold()]
    months = number * step.months
    days = number * step.days + 30 * (months - int(months))
    return shifted(day, months=int(months), days=ceil(days) if number > 0 else floor(days))
