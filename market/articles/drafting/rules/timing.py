"""Which of the times in a paragraph is that of a claim."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from market.articles.drafting.claim import ClaimKind
from market.articles.drafting.times.finding import times_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from market.articles.drafting.claim import Time
    from market.articles.drafting.document import Paragraph

__all__ = ["Clock"]

_TENSELESS = re.compile(r"\b(?:would|could|might)\b", re.IGNORECASE)
_NO_DEADLINE = re.compile(
    r"since\b|for (?:the (?:first|last) |\w+ (?:years|months|weeks)$)", re.IGNORECASE
)
_YEAR = re.compile(r"\b\d{4}\b")
_EXAMINED = 2_000
"""How much of a heading is examined, in characters."""

_SPOKE = r"(?:said|announced|confirmed|warned|added|promised|pledged|vowed|insisted|stated|wrote)"
_SAID_THEN = re.compile(
    rf"\b(?:{_SPOKE}(?: (?:again|early|late|earlier|so|it|this|publicly))?|told (?:(?!that\b|to\b|"
    r"[\w\u2019']*(?:will|would|ll)\b)[\w\u2019'-]+ ?){1,6}),? ?$"
)
_THEN_SAID = re.compile(
    rf",?(?: [\w\u2019'-]+){{1,6}} (?:{_SPOKE}(?= (?:that|he|she|it|they|we)\b)|told (?=\w))"
)
_REACH = 60
"""How far before a time its verb of saying may begin, in characters."""


class Clock:
    """The times of one paragraph, found once and only if somebody asks."""

    def __init__(self, paragraph: Paragraph, title: str, published: date) -> None:
        self._paragraph = paragraph
        self._title = title
        self._published = published

    def is_over(self, words: str, start: int, end: int) -> bool:
        """Whether a "would" or "could" in a stretch of the paragraph speaks of a time gone by."""
        if not _TENSELESS.search(words):
            return False
        times = self._within(start, end)
        return any(map(self._is_past, times)) and not any(map(self._is_to_come, times))

    def time_within(self, start: int, end: int, cue: int, kind: ClaimKind) -> Time | None:
        """The time in a stretch of the paragraph: rather one with an end, and after the cue.

        Of "she said in June that she plans to" only what follows, or leads in, is meant; a time
        beside a verb of saying is that of the saying.
        """
        times = [
            time
            for time in self._within(start, end)
            if self._is_to_come(time) and not self._is_apart(time, cue)
        ]
        if kind is ClaimKind.INTENTION:
            times = [time for time in times if time.start >= cue or time.start <= start + 1]
        return min(times, key=lambda time: (time.last is None, time.start < cue), default=None)

    def behind_time(self, start: int) -> int:
        """Where a time ends that begins at a place of the paragraph; the place itself without."""
        return next((time.end for time in self._times if time.start == start), start)

    def time_around(self, kind: ClaimKind, before: int) -> tuple[Time, str] | None:
        """The only year named earlier in the paragraph, else in the heading, else in the title.

        Facts and norms need none.
        """
        if not kind.is_ahead:
            return None
        if self._years and self._years[0].start < before <= self._second_year:
            return self._years[0], "time of the paragraph"
        for text in (self._paragraph.heading or "", self._title):
            years = self._years_of(_times_of_heading(text, self._published))
            if len(set(map(_days, years))) == 1:
                return years[0], "time of the heading"
        return None

    @cached_property
    def _times(self) -> list[Time]:
        return times_in(self._paragraph.text, self._published)

    @cached_property
    def _years(self) -> list[Time]:
        return self._years_of(self._times)

    @cached_property
    def _second_year(self) -> int:
        """Where the paragraph first names a year that is not the first that it names."""
        others = (time.start for time in self._years if _days(time) != _days(self._years[0]))
        return next(others, len(self._paragraph.text))

    def _years_of(self, times: Iterable[Time]) -> list[Time]:
        """The times to come that name a year."""
        return [time for time in times if _YEAR.search(time.words) and self._is_to_come(time)]

    def _within(self, start: int, end: int) -> list[Time]:
        first = bisect_left(self._times, start, key=attrgetter("start"))
        return self._times[first : bisect_right(self._times, end, lo=first, key=attrgetter("end"))]

    def _is_apart(self, time: Time, cue: int) -> bool:
        """Whether it is "said on Friday that", "on Friday she said", or behind a semicolon."""
        text = self._paragraph.text
        said_then = _SAID_THEN.search(text, max(0, time.start - _REACH), time.start)
        then_said = _THEN_SAID.match(text, time.end, max(cue, time.end))
        return bool(said_then or then_said or ";" in text[cue : time.start])

    def _is_to_come(self, time: Time) -> bool:
        if _NO_DEADLINE.match(time.words):
            return False
        return time.last is None or time.last > self._published or time.first == self._published

    def _is_past(self, time: Time) -> bool:
        return time.last is not None and time.last < self._published


@lru_cache(maxsize=64)
def _times_of_heading(text: str, published: date) -> tuple[Time, ...]:
    """The times of a heading or title, which every claim below it asks for again."""
    return tuple(times_in(text[:_EXAMINED], published))


def _days(time: Time) -> tuple[date | None, date | None]:
    return time.first, time.last
