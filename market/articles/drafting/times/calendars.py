"""Periods of the calendar, and what is early, late, before or after in them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from market.articles.drafting.reading.dates import day_of

__all__ = [
    "Period",
    "apply_preposition",
    "day_near",
    "months_from",
    "part_of",
    "shifted",
    "year_of_month",
]

_DAY = timedelta(days=1)
_RECENT = timedelta(days=30)
"""How long ago a date without a year may lie: one that is longer ago means the next year's."""

_SHARES = {
    "early": (0, 1, 3),
    "mid": (1, 2, 3),
    "late": (2, 3, 3),
    "end": (2, 3, 3),
    "first half": (0, 1, 2),
    "second half": (1, 2, 2),
}
"""Where a part of a period begins and ends, and in parts of what size."""


class Period(NamedTuple):
    """The first and the last day; none where there is no such end."""

    first: date | None
    last: date | None


def shifted(day: date, *, months: int = 0, days: int = 0) -> date | None:
    """A day so much later; none beyond the calendar.

    Example:
        >>> shifted(date(2027, 1, 31), months=1)
        datetime.date(2027, 2, 28)
    """
    from dateutil.relativedelta import relativedelta

    try:
        moved: date = day + relativedelta(months=months, days=days)
    except (OverflowError, ValueError):
        return None
    return moved


def months_from(year: int, month: int, count: int) -> Period:
    """A period of whole months; its first may lie in another year, as month 13 does.

    Example:
        >>> months_from(2027, 12, 3).last
        datetime.date(2028, 2, 29)
    """
    years, month = divmod(month - 1, 12)
    first = date(year + years, month + 1, 1)
    after = shifted(first, months=count)
    return Period(first, after and after - _DAY)


def year_of_month(month: int, published: date) -> int:
    """The year of a month that is named without one: this month is meant, or the next so called."""
    return published.year + (month < published.month)


def day_near(month: int, day: int, published: date) -> date | None:
    """A day that is written without its year: the coming one, or one of the last thirty days."""
    for year in range(published.year - 1, published.year + 9):  # a leap day may be eight years off
        found = day_of(year, month, day)
        if found is not None and found >= published - _RECENT:
            return found
    return None


def part_of(period: Period, part: str, published: date) -> Period:
    """The early, middle or late third of a period, one of its halves, or the rest of it.

    Args:
        period: The whole.
        part: ``early``, ``mid``, ``late``, ``end``, ``first half``,
            ``second half``, ``rest`` or ``so far``.
        published: The date of the text.
    """
    first, last = period
    if first is None or last is None:
        return period
    if part == "rest":
        return Period(max(first, published), last)
    if part == "so far":
        return Period(first, min(last, published))
    begin, end, of = _SHARES[part]
    return Period(_cut(first, last, begin, of), _cut(first, last, end, of) - _DAY)


def _cut(first: date, last: date, share: int, of: int) -> date:
    """The day after so many parts of a period, in whole months where it has them."""
    after = last + _DAY
    months = 12 * (after.year - first.year) + after.month - first.month
    if after.day == first.day and months % of == 0 and months:
        return shifted(first, months=share * months // of) or after
    return first + timedelta(days=share * (after - first).days // of)


def apply_preposition(period: Period, preposition: str, published: date) -> Period:
    """What "by", "before", "after" and the like make of a period.

    What is to happen by a year or a day may happen on its last: the generous reading.

    Args:
        period: The period.
        preposition: ``by``, ``before``, ``after``, ``since`` or ``from``; others leave it alone.
        published: The date of the text.
    """
    first, last = period
    match preposition:
        case "by":
            return Period(None, last)
        case "before":
            return Period(None, first and first - _DAY)
        case "after":
            return Period(last and last + _DAY, None)
        case "since":  # in November "since March" is not that of next year
            begun = shifted(first, months=-12) if first and first > published else first
            return Period(begun, published)
        case "from":
            return Period(first, None)
    return period
