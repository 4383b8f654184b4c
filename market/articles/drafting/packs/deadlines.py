"""Deadlines offered for a claim: the one that it names, else two by how sure it sounds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from market.articles.drafting.claim import DraftClaim

__all__ = ["deadline_name", "deadlines_for", "steps_from"]

_LEAST = timedelta(days=90)
"""What an undated prediction is given at the least."""

_STRONG, _LIKELY = 0.85, 0.6
_JUNE, _DECEMBER = 6, 12


def deadlines_for(claim: DraftClaim, published: date) -> tuple[date, ...]:
    """The days by which the event of a claim may be asked for, the article's own first.

    A claim with a time has its last day. One without stands on two of the four steps of
    `steps_from`: at 85 % or more, or 15 % or less, on the first and second ("expect"); above 60 %
    or below 40 % on the second and third ("likely"), as one does that says no probability; else
    on the third and fourth ("could"). What has no end ("for years") stands on the fourth alone.
    """
    steps = steps_from(published)
    if claim.time is not None:
        last = claim.time.last
        if last is None:
            return steps[-1:]
        if last > published:
            return (last,)
    return steps[_first_step(claim) :][:2]


def steps_from(published: date) -> tuple[date, date, date, date]:
    """Four deadlines for what bears no date.

    The next end of a half-year that is 90 days away or more, the end of the half-year after, the
    end of the year after that, and of the second year after that.

    >>> [day.isoformat() for day in steps_from(date(2025, 8, 16))]
    ['2025-12-31', '2026-06-30', '2027-12-31', '2029-12-31']
    """
    first = _half_year(published + _LEAST)
    second = _half_year(first + timedelta(days=1))
    third = date(second.year + 1, _DECEMBER, 31)
    return first, second, third, third.replace(year=third.year + 2)


def deadline_name(day: date) -> str:
    """What a deadline is called: no finer than it is.

    >>> [deadline_name(date(2026, *day)) for day in ((12, 31), (6, 30), (6, 29))]
    ['by-2026', 'by-2026-06', 'by-2026-06-29']
    """
    if (day.month, day.day) == (_DECEMBER, 31):
        return f"by-{day.year}"
    ends_month = (day + timedelta(days=1)).month != day.month
    return f"by-{day:%Y-%m}" if ends_month else f"by-{day}"


def _first_step(claim: DraftClaim) -> int:
    """How far from certainty, either way, a claim is: the surer, the sooner."""
    if claim.reading is None:
        return 1
    sureness = max(claim.reading.probability, 1 - claim.reading.probability)
    return 0 if sureness >= _STRONG else 1 if sureness > _LIKELY else 2


def _half_year(day: date) -> date:
    """The end of the half-year that a day lies in."""
    return date(day.year, 6, 30) if day.month <= _JUNE else date(day.year, _DECEMBER, 31)
