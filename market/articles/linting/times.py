"""What a pack says of time, and leaves unsaid."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from market.articles.linting.rule import Rule
from market.articles.linting.wording import place_of, unsaid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.articles.pack import Pack

__all__ = ["RULES", "says_day"]

_ZONE = re.compile(
    r"\b(?:UTC|GMT|[CEW]ES?T|[ECMP][SD]?T|A[CEW][SD]T|[BIJK]ST|MSK|Zulu|time zone)\b"
    r"|\b(?!The|This|That|Any|Each|Every|First|Last)(?:[A-Z]\w+|local) [Tt]ime\b|[+-]\d\d:\d\d"
)


def says_day(text: str, day: date) -> bool:
    """Whether a text names a deadline: the day, or the period that it ends.

    >>> from datetime import date
    >>> says_day("by the end of June 2026", date(2026, 6, 30))
    True
    >>> says_day("before 1 July 2026", date(2026, 6, 30)), says_day("in June", date(2026, 6, 30))
    (True, False)
    """
    following = day + timedelta(days=day < date.max)
    forms = [_day(day), rf"before (?:the )?{_day(following)}"]
    if day.day == monthrange(day.year, day.month)[1]:
        forms += [rf"{_month(day)},? {day.year}", rf"before {_month(following)},? {following.year}"]
    if (day.month, day.day) == (12, 31):
        forms += [str(day.year), rf"before {following.year}"]
    return re.search(rf"\b(?:{'|'.join(forms)})\b", text, re.IGNORECASE) is not None


def _day(day: date) -> str:
    """A day as people write it."""
    number, month = rf"0?{day.day}(?:st|nd|rd|th)?", _month(day)
    return rf"(?:{number} (?:of )?{month},? {day.year}|{month} {number},? {day.year}|{day})"


def _month(day: date) -> str:
    return rf"(?:{day:%B}|{day:%b}\.?)"


def _deadline_unsaid(pack: Pack) -> Iterator[tuple[str, str]]:
    for question in pack.questions:
        if not says_day(f"{question.title} {question.criteria}", question.closes.date()):
            closes = f"{question.slug} closes on {question.closes:%Y-%m-%d}"
            yield place_of(question, "title"), f"{closes}, which its words do not say"


def _zone_unsaid(pack: Pack) -> Iterator[tuple[str, str]]:
    for question in unsaid(pack, _ZONE):
        yield place_of(question, "criteria"), "names no time zone, nor does the fine print"


def _opens_early(pack: Pack) -> Iterator[tuple[str, str]]:
    published = pack.article.published.date()
    for question in pack.questions:
        if question.opens.date() < published:
            yield question.slug, f"opens before its article was published, {published}"


RULES = (
    Rule(
        "T02",
        "a deadline that the words do not say",
        "Write {deadline} in title and criteria.",
        _deadline_unsaid,
    ),
    Rule(
        "T03",
        "no time zone",
        "Say it once, in the fine print: All times are UTC.",
        _zone_unsaid,
    ),
    Rule(
        "T04",
        "an opening before the article",
        "Open it when the article was published: else what had happened by then may count.",
        _opens_early,
    ),
)
