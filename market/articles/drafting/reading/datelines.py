"""Lines near the top that are no part of a text but say when it appeared and who wrote it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from market.articles.drafting.reading.dates import MONTH, date_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from market.articles.drafting.reading.blocks import Block

__all__ = ["credited", "is_credit", "without_credits"]

_TOP = 8
"""Among how many blocks from the top they are looked for."""

_LONGEST = 160
"""How long such a line may be, in characters."""

_CLOCK = r"[\s\d:.,|()+APMGUTCESZ-]{0,30}"
_DATELINE = re.compile(
    r"(?:(?:first |last )?(?:published|posted|updated|dated?)\b.{0,80}"
    r"|(?:\w{3,9}day,? )?"
    rf"(?:\d{{1,2}}\w{{0,2}} {MONTH}|{MONTH} \d{{1,2}}\w{{0,2}}),? \d{{4}}{_CLOCK}"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}T?{_CLOCK})",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"[^\W\d_][^.!?]{2,60}?\b\d{4}\)?(?: \([^)]{1,20}\))? ?[-\u2013\u2014:] ",
)
"""How reports of news agencies begin: place and date, and a dash."""

_NAME = r"[^\W\d_a-z][\w.'\u2019-]*(?: (?:de|van|von|der|al|bin)\b)*"
_PERSON = rf"{_NAME}(?: {_NAME}){{1,4}}"
_BYLINE = re.compile(
    rf"[Bb][Yy]:? (?P<names>{_PERSON}(?:(?:, {_PERSON})*,? (?:and|&) {_PERSON})?)"
    r"(?: ?[,|(\u00b7\u2022\u2013\u2014](?P<rest>.*))?"
)
_BETWEEN = re.compile(r",? (?:and|&) |, ")


def is_credit(text: str) -> bool:
    """Whether a whole line says nothing else but a date or an author."""
    return bool(_names(text) or _date(text))


def credited(texts: Sequence[str]) -> tuple[tuple[str, ...], date | None]:
    """The authors and the date that the first lines of a text tell, as far as they do."""
    authors = next((names for text in texts if (names := _names(text))), ())
    published = next((day for text in texts if (day := _date(text) or _news_date(text))), None)
    return authors, published


def without_credits(
    blocks: Sequence[Block],
) -> tuple[list[Block], tuple[str, ...], date | None]:
    """Part the first blocks that are credits from the rest, and return what they tell."""
    top = [block.text for block in blocks[:_TOP] if not block.level]
    kept = [block for block in blocks[:_TOP] if block.level or not is_credit(block.text)]
    return [*kept, *blocks[_TOP:]], *credited(top)


def _date(text: str) -> date | None:
    """The date that a line is about, be it after the name of the author."""
    if len(text) > _LONGEST:
        return None
    byline = _BYLINE.fullmatch(text)
    if byline and byline["rest"]:
        return date_in(byline["rest"])
    return date_in(text) if _DATELINE.fullmatch(text) else None


def _news_date(text: str) -> date | None:
    found = _NEWS.match(text)
    return date_in(found[0]) if found else None


def _names(text: str) -> tuple[str, ...]:
    found = _BYLINE.fullmatch(text) if len(text) <= _LONGEST else None
    return tuple(_BETWEEN.split(found["names"])) if found else ()
