"""Times that the calendar has a name for: days, months, seasons, years, "the end of next year"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from market.articles.drafting.reading.dates import MONTH, day_of, month_number
from market.articles.drafting.times.calendars import (
    Period,
    apply_preposition,
    day_near,
    months_from,
    part_of,
    year_of_month,
)
from market.articles.drafting.times.form import Form, form
from market.articles.drafting.times.words import PART, PREPOSITION, part_named, preposition_named

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

__all__ = ["PERIODS"]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = r"(?-i:(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))"
_MONTH = rf"(?-i:(?P<month>{MONTH}))"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)(?![.,]?\d|%| per ?cent)"
_OF_YEAR = rf"(?:,? (?:of )?(?:(?:the )?{_YEAR}|(?P<which>this|next|last|the) year))?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WHICH = r"(?P<relative>this|next|last|the coming|coming|the current|the)"
_TWO_YEARS = (
    r"(?:between |from |in |during )?(?P<first>(?:19|20|21)\d\d)"
    r"(?:[-\u2013/]| and | to | until | through )(?P<last>(?:19|20|21)?\d\d)(?![.,]?\d|%)"
)
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
_SEASONS = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9, "fall": 9}
_FEASTS = {"christmas": (12, 25), "new year": (1, 1), "halloween": (10, 31)}
_STEPS = {"last": -1, "next": 1, "the coming": 1, "coming": 1}


def _year(found: re.Match[str], published: date) -> int | None:
    """The year that a match names, in figures or as "next year"; none if it does not."""
    if found["year"]:
        return int(found["year"])
    return published.year + _STEPS.get(found["which"].casefold(), 0) if found["which"] else None


def _is_bare(found: re.Match[str]) -> bool:
    """Whether nothing shows that "the year" is a time: "the year ended", "player of the year"."""
    told = (found["relative"] or "the").casefold() != "the"
    return not (told or found["preposition"] or found["part"])


def _new_year(_found: re.Match[str], published: date) -> Period:
    """The first quarter of the next year."""
    return months_from(published.year + 1, 1, 3)


def _day(found: re.Match[str], published: date) -> Period | None:
    month, day = month_number(found["month"]), int(found["day"])
    year = _year(found, published)
    at = day_of(year, month, day) if year else day_near(month, day, published)
    return Period(at, at) if at else None


def _figures(found: re.Match[str], _published: date) -> Period | None:
    if found["iso"]:
        at = day_of(*map(int, found["iso"].split("-")))
    else:
        first, second = int(found["a"]), int(found["b"])
        month, day = sorted((first, second))
        # 12/06 is December here and June there; 25/12 and 06/06 are one day everywhere.
        certain = day > 12 or month == day  # noqa: PLR2004 - there are twelve months
        at = day_of(int(found["full"]), month, day) if certain else None
    return Period(at, at) if at else None


def _month(found: re.Match[str], published: date) -> Period | None:
    month, relative = month_number(found["month"]), (found["relative"] or "").casefold()
    year = _year(found, published)
    if year is not None:
        return months_from(year, month, 1)
    if not (relative or found["preposition"] or found["part"]):
        return None  # "May" may be a verb, and "March" too
    return months_from(year_of_month(month, published) - (relative == "last"), month, 1)


def _quarter(found: re.Match[str], published: date) -> Period:
    quarter = _QUARTERS.get((found["q"] or found["nth"]).casefold(), 4)
    year = _year(found, published)
    if year is None:
        year = year_of_month(3 * quarter, published)
    return months_from(year, 3 * quarter - 2, 3)


def _half(found: re.Match[str], published: date) -> Period:
    half, year = int(found["h"]), _year(found, published)
    return months_from(year or year_of_month(6 * half, published), 6 * half - 5, 6)


def _season(found: re.Match[str], published: date) -> Period | None:
    """Those of the north; winter begins in the December of its year."""
    month, relative = _SEASONS[found["season"].casefold()], (found["relative"] or "").casefold()
    year = _year(found, published)
    if year is not None:
        return months_from(year, month, 3)
    if _is_bare(found):
        return None  # "to spring", "the fall"
    year = next(
        start
        for start in range(published.year - 1, published.year + 2)
        if (last := months_from(start, month, 3).last) is None or last >= published
    )
    begun = date(year, month, 1) <= published
    return months_from(year - (relative == "last") + (relative == "next" and begun), month, 3)


def _years(found: re.Match[str], published: date) -> Period | None:
    if found["year"]:
        return months_from(int(found["year"]), 1, 12)
    if _is_bare(found):
        return None
    return months_from(published.year + _STEPS.get(found["relative"].casefold(), 0), 1, 12)


def _year_end(found: re.Match[str], published: date) -> Period:
    year = months_from(_year(found, published) or published.year, 1, 12)
    return part_of(year, "end", published)


def _two_years(found: re.Match[str], _published: date) -> Period | None:
    first, last = int(found["first"]), found["last"]
    last = int(last if len(last) == len(found["first"]) else found["first"][:2] + last)
    return Period(date(first, 1, 1), date(last, 12, 31)) if first < last else None


def _decade(found: re.Match[str], published: date) -> Period:
    start, length = published.year // 10 * 10, 10
    if found["tens"]:
        start = int(found["tens"])
    elif found["unit"].casefold() == "century":
        start, length = published.year // 100 * 100, 100
    relative = (found["relative"] or "").casefold()
    step = length * _STEPS.get(relative, 0) if not found["tens"] else 0
    return months_from(start + step, 1, 12 * length)


def _century(found: re.Match[str], published: date) -> Period | None:
    return _decade(found, published) if found["part"] else None


def _unit(found: re.Match[str], published: date) -> Period | None:
    """A week, from Monday, a weekend, a month or a quarter: this one, or its neighbour."""
    if _is_bare(found):
        return None
    step = _STEPS.get(found["relative"].casefold(), 0)
    unit = found["unit"].casefold()
    if unit in ("month", "quarter"):
        months = 1 if unit == "month" else 3
        return months_from(
            published.year, (published.month - 1) // months * months + 1 + step * months, months
        )
    monday = published + timedelta(days=7 * step - published.weekday())
    return Period(monday + timedelta(days=5 * (unit == "weekend")), monday + timedelta(days=6))


def _weekday(found: re.Match[str], published: date) -> Period:
    """The coming day of that name, today included; "next Friday" is that of next week."""
    relative = (found["relative"] or "").casefold()
    wanted, today = _WEEKDAYS.index(found["weekday"].casefold()), published.weekday()
    away = (wanted - today) % 7
    if relative == "last":
        away -= 7
    elif relative == "next":
        away = wanted - today + 7
    day = published + timedelta(days=away)
    return Period(day, day)


def _near_day(found: re.Match[str], published: date) -> Period:
    away = {"yesterday": -1, "tomorrow": 1}.get(found["word"].casefold(), 0)
    day = published + timedelta(days=away)
    return Period(day, day)


def _feast(found: re.Match[str], published: date) -> Period | None:
    feast = found["feast"].casefold().replace("\u2019", "'")
    year = _year(found, published)
    if feast == "easter":
        return _easter(year, published)
    month, day = _FEASTS.get(feast.split("'")[0].removesuffix(" day").removesuffix(" eve"), (1, 1))
    at = day_of(year, month, day) if year else day_near(month, day, published)
    return Period(at, at) if at else None


def _easter(year: int | None, published: date) -> Period:
    from dateutil.easter import easter

    sunday = easter(year or published.year)
    if year is None and sunday < published:
        sunday = easter(published.year + 1)
    return Period(sunday, sunday)


def _whole(
    meaning: Callable[[re.Match[str], date], Period | None],
) -> Callable[[re.Match[str], date], Period | None]:
    """The meaning of a name together with the preposition and the part before it."""

    def mean(found: re.Match[str], published: date) -> Period | None:
        period = meaning(found, published)
        part, preposition = part_named(found["part"]), preposition_named(found["preposition"])
        if period is None:
            return None
        if preposition in ("by", "before") and part in ("end", "mid"):
            # "before the end of May" and "by mid-May": the day on which it is over, or half over
            part, preposition = ("first half" if part == "mid" else None), "by"
        if part:
            period = part_of(period, part, published)
        return apply_preposition(period, preposition, published)

    return mean


def _named(
    name: str,
    example: str,
    cues: str,
    pattern: str,
    meaning: Callable[[re.Match[str], date], Period | None],
) -> Form:
    return form(name, example, cues, pattern, _whole(meaning), lead=PREPOSITION + PART)


# An empty group stands for what a form never names, where its meaning asks for it.
_ON_WEEKDAY = rf"(?:(?:next |this )?{_WEEKDAY},? )?(?:the )?"
_DAY_MONTH = rf"{_ON_WEEKDAY}{_DAY} (?:of )?{_MONTH}{_OF_YEAR}"
_MONTH_DAY = rf"{_ON_WEEKDAY}{_MONTH} {_DAY}(?!\d|[.,]\d|%){_OF_YEAR}"
_ISO = r"(?P<iso>\d{4}-\d{2}-\d{2})(?!-|\d)"
_SLASHED = r"(?<![\d/.-])(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<full>(?:19|20|21)\d\d)(?![/.-]?\d)"
_DAY_WORD = r"(?P<word>today|tonight|tomorrow|yesterday|this (?:morning|afternoon|evening))"
_FEAST = (
    r"(?-i:(?P<feast>(?:Christmas|New Year(?:['\u2019]s)?)(?: Day| Eve)?|Easter|Halloween))"
    rf"{_OF_YEAR}"
)
_QUARTER = rf"the (?P<q>)(?P<nth>first|second|third|fourth|final|last) quarter{_OF_YEAR}"
_SEASON = rf"(?:{_WHICH} )?(?P<season>spring|summer|autumn|fall|winter){_OF_YEAR}"
_FISCAL = r"(?:the )?(?:(?:fiscal|financial|calendar) (?:year )?|FY ?|year )?"
_IN_FIGURES = rf"{_FISCAL}(?<![/.,$€£#\d])(?<!\d-){_YEAR}(?P<relative>)(?!s)"
_YEAR_END = rf"(?:the )?year(?:['\u2019]s|[ -])[ -]?end{_OF_YEAR}"
_TENS = r"(?:the )?(?P<tens>\d{3}0)['\u2019]?s(?P<unit>)(?P<relative>)"
_MONTH_CUES = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_YEAR_CUES = "19|20|21"

PERIODS = (
    _named("day", "on 12 June 2027", _MONTH_CUES, _DAY_MONTH, _day),
    _named("day", "by June 12", _MONTH_CUES, _MONTH_DAY, _day),
    _named("day in figures", "before 2027-06-12", _YEAR_CUES, rf"{_ISO}|{_SLASHED}", _figures),
    _named("day of the week", "on Friday", "day", rf"(?:{_WHICH} )?{_WEEKDAY}", _weekday),
    _named("day near by", "tomorrow", "day|tonight|tomorrow|this", _DAY_WORD, _near_day),
    _named("feast", "by Christmas", "christmas|new year|easter|halloween", _FEAST, _feast),
    _named(
        "week, month or quarter",
        "next week",
        "week|month|quarter",
        rf"{_WHICH} (?P<unit>week|weekend|month|quarter)",
        _unit,
    ),
    _named(
        "month",
        "in early March 2028",
        _MONTH_CUES,
        rf"(?:{_WHICH} )?(?<!\d ){_MONTH}{_OF_YEAR}",
        _month,
    ),
    _named("quarter", "in Q3 2027", "q", rf"Q(?P<q>[1-4])(?P<nth>){_OF_YEAR}", _quarter),
    _named("quarter", "in the third quarter of 2027", "quarter", _QUARTER, _quarter),
    _named("half-year", "in H1 2027", "h1|h2", rf"H(?P<h>[12]){_OF_YEAR}", _half),
    _named("season", "this autumn", "spring|summer|autumn|fall|winter", _SEASON, _season),
    form("two years", "from 2027 to 2030", _YEAR_CUES, _TWO_YEARS, _two_years),
    _named("year", "in 2027", _YEAR_CUES, _IN_FIGURES, _years),
    _named(
        "year",
        "by the end of next year",
        "year",
        rf"(?P<year>){_WHICH} year(?! \d| to )",
        _years,
    ),
    _named("new year", "early in the new year", "new year", "the new year", _new_year),
    _named("end of the year", "by year-end 2027", "year", _YEAR_END, _year_end),
    _named("decade", "in the 2030s", "0s|0's|0\u2019s", _TENS, _decade),
    _named(
        "decade",
        "by the end of the decade",
        "decade|century",
        rf"(?P<tens>){_WHICH} (?P<unit>decade|century)",
        _decade,
    ),
    _named(
        "middle of the century",
        "by mid-century",
        "mid",
        r"(?P<tens>)(?P<relative>)(?P<unit>century)",
        _century,
    ),
)
"""Every form, with the preposition and the part that may stand before it."""
