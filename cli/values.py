"""What people type: probabilities and times."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

from market.errors import UsageError

__all__ = ["parse_probability", "parse_time"]

# ASCII digits only: `float` would take the digits of every script.
_NUMBER = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_PLAIN = re.compile(_NUMBER)
_PERCENT = re.compile(rf"({_NUMBER}) ?%")
_RATIO = re.compile(rf"({_NUMBER}) ?([/:]) ?({_NUMBER})")
_LONGEST = 40

_FORMS = "Write it as 70%, 0.7, 7/10 or 2:1 (odds for)."
_RANGE = "Probabilities lie between 0% and 100%."


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
    if len(words) > _LONGEST:
        raise UsageError(f"{words[:_LONGEST]}… is not a probability.", _FORMS)
    value = _value(words)
    if value is None:
        raise UsageError(f"{words or 'nothing'} is not a probability.", _meant(words))
    if value > 1:
        raise UsageError(f"{words} is not a probability.", _too_large(words))
    return value


def _value(words: str) -> float | None:
    if _PLAIN.fullmatch(words):
        return float(words)
    if percent := _PERCENT.fullmatch(words):
        return float(percent[1] + "e-2")  # shifts the point, so that rounding happens once
    if ratio := _RATIO.fullmatch(words):
        return _ratio(*ratio.groups())
    return None


def _ratio(first: str, sign: str, second: str) -> float | None:
    from fractions import Fraction

    part, other = Fraction(first), Fraction(second)
    whole = other if sign == "/" else part + other
    return float(part / whole) if whole else None


def _meant(words: str) -> str:
    if words.startswith("-"):
        return _RANGE
    if re.fullmatch(r"[0-9]*,[0-9]+ ?%?", words):
        return f"Write it with a point: {words.replace(',', '.')}"
    if not words.isascii() and any(sign.isdecimal() for sign in words):
        return "Write it with the digits 0 to 9."
    return _FORMS


def _too_large(words: str) -> str:
    is_bare = _PLAIN.fullmatch(words) and float(words) <= 100  # noqa: PLR2004 - percent
    return f"Did you mean {words}% ?" if is_bare else _RANGE


_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_SPAN = re.compile(r"([+-])([0-9]{1,6})([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 168}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


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
        raise UsageError(
            f"{words or 'nothing'} is not a time.",
            "Write it as 2026-12-31, 2026-12-31T18:00Z, tomorrow or +7d.",
        ) from None


def _moment(words: str, now: datetime, *, ends_day: bool) -> datetime:
    if words == "now":
        return now
    if span := _SPAN.fullmatch(words):
        sign, count, unit = span.groups()
        return now + timedelta(hours=int(sign + count) * _HOURS[unit])
    named = _DAYS.get(words)
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
