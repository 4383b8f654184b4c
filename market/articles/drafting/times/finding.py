"""The times that a text names, resolved against its date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.articles.drafting.claim import Time
from market.articles.drafting.times.counted import SPANS
from market.articles.drafting.times.named import PERIODS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from datetime import date

    from market.articles.drafting.times.calendars import Period
    from market.articles.drafting.times.form import Form

__all__ = ["FORMS", "times_in"]

FORMS: tuple[Form, ...] = (*PERIODS, *SPANS)
"""Every way of writing a time that is understood."""


def times_in(text: str, published: date) -> list[Time]:
    """Find the time expressions of a text, past ones too.

    Where two begin together the longer counts, and no two overlap.

    Args:
        text: A sentence or a paragraph, every run of white space one space.
        published: The date of the text, against which "next year" is resolved.

    Example:
        >>> from datetime import date
        >>> [time] = times_in("It will end by the end of next year.", date(2026, 11, 20))
        >>> time.words, str(time.last)
        ('by the end of next year', '2027-12-31')
    """
    kept: list[Time] = []
    for time in sorted(_all_times(text, published), key=lambda time: (time.start, -time.end)):
        if not kept or time.start >= kept[-1].end:
            kept.append(time)
    return kept


def _all_times(text: str, published: date) -> Iterator[Time]:
    small = text.casefold()
    for form in FORMS:
        if not (any(cue in small for cue in form.cues) and form.core.search(text)):
            continue
        for found in form.pattern.finditer(text):
            if period := _period(form, found, published):
                yield Time(found[0], found.start(), found.end(), *period)


def _period(form: Form, found: re.Match[str], published: date) -> Period | None:
    """The days; none of what lies beyond the calendar, or would end before it begins."""
    try:
        period = form.meaning(found, published)
    except (OverflowError, ValueError):
        return None
    if period and period.first and period.last and period.first > period.last:
        return None
    return period
