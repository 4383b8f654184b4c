"""Times that are counted from the day of the text: "within six months", "soon", "two years ago"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.articles.drafting.times.calendars import Period
from market.articles.drafting.times.form import form
from market.articles.drafting.times.words import NUMBER, SEVERAL, UNIT, later, number_of

if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from datetime import date

__all__ = ["SPANS"]

_NUMBER = rf"(?P<number>{NUMBER})(?:(?: (?:or|to) |[-\u2013])(?P<more>{NUMBER}))?"
_ABOUT = (
    r"(?:about |around |roughly |some |at least |at most |perhaps |maybe |another |as little as )?"
)
_UNIT = rf"(?P<unit>{UNIT})(?:ies|y|s)?"
_MANY = rf"(?P<unit>{UNIT})(?:ies|s)"
_OVER = r"(?:in|over|during|within|for|throughout|across)"
_COUNTED = rf"{_ABOUT}{_NUMBER} (?:more )?{_UNIT}"

_WITHIN = r"(?:within|inside|in (?:under|less than|fewer than|at most)|less than)(?: the next)?"
_MATTER = rf"(?:within|(?:in )?a matter of|in the space of|{_OVER} (?:just|mere))"
_FROM_NOW = r"(?:from now|hence|from today|down the (?:line|road)|out)"
_FOR = r"for (?:the (?:next |coming )?)?(?:more than |less than |up to |the better part of )?"

_SOON, _SEASON, _NEAR, _MEDIUM = 3, 6, 12, 60
"""What the vaguest words are taken for, in months: a convention, and no more than that."""

_ENDLESS = (
    r"(?:in|over|for) the long(?:er)?[ -](?:run|term|haul)|for the foreseeable future|eventually"
    r"|sooner or later|one day|in the end(?! of)|ultimately|indefinitely"
    r"|for (?:years|decades|generations|centuries)(?: to come)?|(?:years|decades) from now"
)


def _ahead(found: re.Match[str], published: date) -> Period:
    """From the day of the text so many units on; the larger number of two."""
    return Period(published, later(published, _number(found), found["unit"]))


def _some_ahead(found: re.Match[str], published: date) -> Period:
    unit = found["unit"].casefold()
    return Period(published, later(published, SEVERAL.get(unit, 1), unit))


def _one_ahead(found: re.Match[str], published: date) -> Period:
    return Period(published, later(published, 1, found["unit"]))


def _back(found: re.Match[str], published: date) -> Period:
    return Period(later(published, -_number(found), found["unit"]), published)


def _some_back(found: re.Match[str], published: date) -> Period:
    unit = found["unit"].casefold()
    return Period(later(published, -SEVERAL.get(unit, 1), unit), published)


def _ago(found: re.Match[str], published: date) -> Period:
    day = later(published, -_number(found), found["unit"])
    return Period(day, day)


def _endless(_found: re.Match[str], published: date) -> Period:
    return Period(published, None)


def _number(found: re.Match[str]) -> float:
    return number_of(found["more"] or found["number"])


def _vague(months: int) -> Callable[[re.Match[str], date], Period]:
    return lambda _found, published: Period(published, later(published, months, "month"))


_CUES = "hour|day|week|fortnight|month|quarter|year|decade|generation|centur"

SPANS = (
    form("within", "within six months", _CUES, rf"{_WITHIN} {_COUNTED}(?: from now)?", _ahead),
    form(
        "next",
        "in the next five years",
        "next|coming|following",
        rf"(?:{_OVER} )?(?:the|these) (?:next|coming|following) {_COUNTED}",
        _ahead,
    ),
    form(
        "next one",
        "over the next year",
        "next|coming|following",
        rf"(?:{_OVER} )?the (?:next|coming|following) (?P<unit>{UNIT})y?",
        _one_ahead,
    ),
    form(
        "next some",
        "over the coming weeks",
        "coming|next",
        rf"(?:{_OVER} )?(?:(?:the|these) )?(?:coming|next) {_MANY}",
        _some_ahead,
    ),
    form("matter of", "within weeks", _CUES, rf"{_MATTER} {_MANY}(?! of)", _some_ahead),
    form(
        "ahead",
        "in the weeks ahead",
        "ahead|to come",
        rf"(?:{_OVER} )?the {_MANY} (?:ahead|to come)",
        _some_ahead,
    ),
    form(
        "in",
        "in two years' time",
        _CUES,
        rf"(?<!first time )in {_COUNTED}(?:['\u2019]s?)?(?: time)?",
        _ahead,
    ),
    form(
        "from now",
        "five years from now",
        "from now|hence|from today|down the| out",
        rf"(?:by )?{_COUNTED} {_FROM_NOW}",
        _ahead,
    ),
    form("for", "for another two years", "for", rf"{_FOR}{_COUNTED}", _ahead),
    form(
        "ago",
        "two years ago",
        "ago|earlier|before that",
        rf"{_COUNTED} (?:ago|earlier|before that)",
        _ago,
    ),
    form(
        "past",
        "in the past two years",
        "last|past|previous",
        rf"(?:{_OVER} )?the (?:last|past|previous) {_COUNTED}",
        _back,
    ),
    form(
        "past some",
        "in recent weeks",
        "last|past|recent|previous",
        rf"(?:{_OVER} )?(?:the )?(?:last|past|recent|previous) {_MANY}",
        _some_back,
    ),
    form(
        "soon",
        "soon",
        "soon|shortly|imminent|now|long",
        r"(?:very |quite |fairly |pretty )?soon|shortly|imminent(?:ly)?|any (?:day|week) now"
        r"|before (?:too )?long",
        _vague(_SOON),
    ),
    form(
        "near term",
        "in the near term",
        "near|short",
        r"(?:in|over|for) the (?:near(?:est)?|short(?:er)?)[ -](?:term|run|future)",
        _vague(_NEAR),
    ),
    form(
        "medium term",
        "in the medium term",
        "medium",
        r"(?:in|over|for) the medium[ -](?:term|run)",
        _vague(_MEDIUM),
    ),
    form(
        "season of sports",
        "by the end of the season",
        "season",
        r"(?:(?:by|before|until|at|in|during|for|over) )?(?:(?:the )?end of )?th(?:is|e) season",
        _vague(_SEASON),
    ),
    form(
        "without end",
        "in the long run",
        "long|future|eventually|later|one day|end|years|decades|generations|centuries|ultimately"
        "|indefinitely",
        _ENDLESS,
        _endless,
    ),
)
"""Every form."""
