"""Dates as they are written in full."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["MONTH", "date_in", "day_of", "month_number"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sep(?:tember|t?\.|t)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
"""A month by its name or in short, as a regular expression."""

_FULL = re.compile(
    r"\b(?P<iso>\d{4}-\d{2}-\d{2})(?!\d)"
    rf"|\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{MONTH}),?\s+(?P<year>\d{{4}})\b"
    rf"|\b(?P<us_month>{MONTH})\s+(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<us_year>\d{{4}})\b",
    re.IGNORECASE,
)


def month_number(name: str) -> int:
    """The number of a month, from 1, by its name.

    Example:
        >>> month_number("Sept.")
        9
    """
    return _MONTHS.index(name[:3].casefold()) + 1


def day_of(year: int, month: int, day: int) -> date | None:
    """A day, if the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def date_in(text: str) -> date | None:
    """The first day that is written in full; none where there is none.

    Figures alone count only in the order of ISO 8601: others are read one way here, another there.

    Example:
        >>> date_in("Published: 12 March 2026, 06:40 GMT")
        datetime.date(2026, 3, 12)
    """
    for found in _FULL.finditer(text):
        if found["iso"]:
            year, month, day = map(int, found["iso"].split("-"))
        else:
            year, day = int(found["year"] or found["us_year"]), int(found["day"] or found["us_day"])
            month = month_number(found["month"] or found["us_month"])
        if written := day_of(year, month, day):
            return written
    return None
