"""Moments and spans as people read them. A moment is microseconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

__all__ = ["MONTHS", "ago", "day", "iso", "moment", "to_go", "written"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_SECOND = 1_000_000
# From the coarsest: a unit is used from so many of it on, so that "13 months" is not "1 year".
_UNITS = (
    ("year", 365.25 * 86_400, 2),
    ("month", 365.25 * 7_200, 12),
    ("day", 86_400, 2),
    ("hour", 3_600, 2),
    ("minute", 60, 1),
)


def _utc(at: int) -> datetime:
    return EPOCH + timedelta(microseconds=at)


def day(at: int) -> str:
    """The day.

    >>> day(1_767_225_599_000_000)
    '31 Dec 2025'
    """
    return written(_utc(at))


def written(then: date) -> str:
    """A date of the calendar.

    >>> written(date(2025, 12, 31))
    '31 Dec 2025'
    """
    return f"{then.day} {MONTHS[then.month - 1]} {then.year}"


def moment(at: int) -> str:
    """The day and the time to the minute.

    >>> moment(1_767_225_599_000_000)
    '31 Dec 2025 23:59 UTC'
    """
    return f"{day(at)} {_utc(at):%H:%M} UTC"


def iso(at: int | None) -> str | None:
    """ISO 8601, for programs; exact.

    >>> iso(1_767_225_599_000_000), iso(1)
    ('2025-12-31T23:59:59Z', '1970-01-01T00:00:00.000001Z')
    """
    return None if at is None else _utc(at).replace(tzinfo=None).isoformat() + "Z"


def to_go(span: int) -> str:
    """A span that lies ahead.

    >>> to_go(17 * 86_400_000_000), to_go(404 * 86_400_000_000), to_go(30)
    ('in 17 days', 'in 13 months', 'in less than a minute')
    """
    return f"in {_span(span)}"


def ago(span: int) -> str:
    """A span that lies behind.

    >>> ago(145 * 86_400_000_000)
    '145 days ago'
    """
    return f"{_span(span)} ago"


def _span(span: int) -> str:
    seconds = span / _SECOND
    for name, length, least in _UNITS:
        count = int(seconds / length)
        if count >= least:
            return f"{count} {name}" + ("s" if count > 1 else "")
    return "less than a minute"
