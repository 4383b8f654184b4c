"""A slug for a question that was asked without one: what its title is about, and its deadline."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["derived_slug", "title_stem"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_WORDS = 5
_LONGEST_STEM = 60  # leaves room for the deadline and a number

_LITTLE = (
    "a about after again an and any are as at be been before being but by can could did do "
    "does for from had has have he her his how i if in into is it its least many may might "
    "more most much must my of on only or our over shall she should so some than that the "
    "their them then there these they this those till to under until was we were what when "
    "where which while who whose will with would you your"
)
_STOP_WORDS = frozenset(_LITTLE.split())

# Letters that do not fall apart into one of ASCII and a mark.
_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    }
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    r"\b(?:"
    r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?"
    rf"|{_DAY} (?:of )?{_MONTH}|{_MONTH} {_DAY}"
    rf"|(?:by|before|until|till|in|of|during) {_MONTH}(?: {_DAY})?"
    r"|(?:end of )?(?:19|20)[0-9]{2}"
    r")\b"
)
"""A date, which the deadline at the slug's end makes needless. The month needs a day or a
preposition beside it: people march, and things may happen."""

_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")


def derived_slug(title: str, closes: int, taken: Container[str] = ()) -> str:
    """A slug made of a question's title and of its scheduled close.

    Args:
        title: The question in one sentence.
        closes: When it is due to close, in microseconds.
        taken: Slugs that others have, in small letters.

    Returns:
        The title's first content words in ASCII, then ``-by-`` and the year of the close, with
        its month unless the year ends with it, then a number if that slug is taken.

    >>> deadline = 1_803_859_199_000_000  # 28 February 2027
    >>> derived_slug("Will the club book Lisbon by 1 March?", deadline)
    'club-book-lisbon-by-2027-02'
    >>> derived_slug("Will Brent close above $100.50 in 2026?", 1_798_761_599_000_000)
    'brent-close-above-100.50-by-2026'
    >>> derived_slug("Gewinnt Łódź?", deadline, {"gewinnt-lodz-by-2027-02"})
    'gewinnt-lodz-by-2027-02-2'
    >>> derived_slug("会うか", deadline)
    'question-by-2027-02'
    """
    slug = f"{title_stem(title)}-by-{_deadline(closes)}"
    if slug not in taken:
        return slug
    return next(again for n in count(2) if (again := f"{slug}-{n}") not in taken)


def title_stem(title: str) -> str:
    """The first content words of a title, in ASCII and as many as there is room for; no dates.

    >>> title_stem("Will the club book Lisbon by 1 March?")
    'club-book-lisbon'
    """
    text = re.sub(r"'s\b|'", "", _ascii(title))
    text = re.sub(r"(?<=[0-9]),(?=[0-9]{3})", "", text)
    words = [word for word in _WORD.findall(_DATE.sub(" ", text)) if word not in _STOP_WORDS]
    stem = "-".join(words[:_MOST_WORDS])
    while len(stem) > _LONGEST_STEM and "-" in stem:
        stem = stem.rpartition("-")[0]
    return stem[:_LONGEST_STEM] or "question"


def _ascii(text: str) -> str:
    """The text in small letters, without the marks above and below them."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _deadline(closes: int) -> str:
    """The year of a close on its last day, else year and month."""
    last = _EPOCH + timedelta(microseconds=closes)
    return f"{last:%Y}" if (last.month, last.day) == (12, 31) else f"{last:%Y-%m}"
