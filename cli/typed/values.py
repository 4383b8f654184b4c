"""What people type: probabilities and times."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from cli.typed.amounts import probability_value
from market.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "parse_probability",
    "parse_span",
    "parse_time",
    "past_moment",
    "time_reader",
]

_LONGEST = 40


def parse_probability(text: str) -> float:
    """Read a probability as people write it.

    Args:
        text: A percentage, a fraction of one, a ratio, or odds *for*: ``2:1`` is two thirds.

    Returns:
        The nearest double to what was written, between 0 and 1.

    Raises:
        UsageError: It is none of these; the hint says what may have been meant.

    >>> [parse_probability(text) for text in ("70%", "70 %", ".7", "7/10", "1:3", "0.1%")]
    [0.7, 0.7, 0.7, 0.7, 0.25, 0.001]
    """
    words = text.strip()
    value = probability_value(words) if len(words) <= _LONGEST else None
    if value is not None and value <= 1:
        return value
    from cli.typed.hints.probabilities import FORMS, meant_probability

    if len(words) > _LONGEST:
        raise UsageError(f"{words[:_LONGEST]}… is not a probability.", FORMS)
    raise UsageError(f"{words or 'nothing'} is not a probability.", meant_probability(words))


_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_SPAN = re.compile(r"([+-])([0-9]{1,9})([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 168}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000


def parse_time(text: str, now: int, *, ends_day: bool = False) -> int:
    """Read a moment as people write it.

    Args:
        text: ISO 8601, where a time without a zone is UTC; ``now``, ``yesterday``, ``today``,
            ``tomorrow``; or a span from now such as ``+7d``, ``-12h``, ``+2w``.
        now: The time, in microseconds since 1970, UTC.
        ends_day: Whether a day without a time means its last second, as for a close, and not its
            beginning.

    Returns:
        Microseconds since 1970, UTC.

    Raises:
        UsageError: It is none of these, or not a day of the calendar.

    >>> parse_time("1970-01-02", 0), parse_time("1970-01-01T01:00+01:00", 0), parse_time("+1d", 5)
    (86400000000, 0, 86400000005)
    """
    words = text.strip()
    try:
        moment = _moment(words, _EPOCH + timedelta(microseconds=now), ends_day=ends_day)
        return (moment.astimezone(UTC) - _EPOCH) // _MICROSECOND
    except (ValueError, OverflowError):
        from cli.typed.hints.times import FORMS, meant_time

    if len(words) > _LONGEST:
        raise UsageError(f"{words[:_LONGEST]}… is not a time.", FORMS)
    raise UsageError(f"{words or 'nothing'} is not a time.", meant_time(words, now))


def time_reader(
    text: str | None, now: int, read: Callable[[str, int], int] = parse_time
) -> Callable[[int], int | None]:
    """What reads a moment once it is known when an act is recorded; its words are judged now.

    Args:
        text: As for `parse_time`; none where no moment was given.
        now: The time, in microseconds since 1970, UTC.
        read: How it is read, given the text and the time.

    Returns:
        A function of the time at which the act is recorded.

    Raises:
        UsageError: It is no time.

    >>> time_reader("-1h", 0)(3_600_000_007), time_reader(None, 0)(7)
    (7, None)
    """
    if text is None:
        return lambda _: None
    read(text, now)
    return lambda then: read(text, then)


def past_moment(text: str, now: int) -> int:
    """Read the moment up to which things are wanted: now at the latest, of a day its very end.

    Args:
        text: As for `parse_time`.
        now: The time, in microseconds since 1970, UTC.

    Raises:
        UsageError: It is no time.

    >>> past_moment("1970-01-01", 10**12), past_moment("1970-01-01", 5)
    (86399999999, 5)
    """
    first, last = parse_time(text, now), parse_time(text, now, ends_day=True)
    return min(now, last if first == last else last + _SECOND - 1)


def parse_span(text: str) -> int:
    """Read a length of time: hours, days or weeks.

    Returns:
        Microseconds.

    Raises:
        UsageError: It is no such length; the hint says what may have been meant.

    >>> parse_span("36h"), parse_span("2w")
    (129600000000, 1209600000000)
    """
    words = text.strip()
    if span := _SPAN.fullmatch(words if words.startswith("+") else f"+{words}"):
        return timedelta(hours=int(span[2]) * _HOURS[span[3]]) // _MICROSECOND
    is_bare = words.isascii() and words.isdigit() and len(words) < _LONGEST
    raise UsageError(
        f"{words[:_LONGEST] or 'nothing'} is not a span of time.",
        f"Did you mean {words}d ?" if is_bare else "Write it as 36h, 14d or 2w.",
    )


def _moment(words: str, now: datetime, *, ends_day: bool) -> datetime:
    if words.lower() == "now":
        return now
    if span := _SPAN.fullmatch(words):
        sign, count, unit = span.groups()
        return now + timedelta(hours=int(sign + count) * _HOURS[unit])
    named = _DAYS.get(words.lower())
    if named is not None:
        return _on(now.date() + timedelta(days=named), ends_day=ends_day)
    if not words.isascii():
        raise ValueError(words)
    with suppress(ValueError):
        return _on(date.fromisoformat(words), ends_day=ends_day)
    written = datetime.fromisoformat(words)
    return written if written.tzinfo else written.replace(tzinfo=UTC)


def _on(day: date, *, ends_day: bool) -> datetime:
    return datetime.combine(day, time(23, 59, 59) if ends_day else time(), tzinfo=UTC)
