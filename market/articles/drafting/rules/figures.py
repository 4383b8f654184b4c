"""Chances that an author states in figures: "a 70 % chance", "one chance in three"."""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING

from market.articles.drafting.times.words import CARDINALS
from market.articles.phrases import LEAST, MOST, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["stated_chances"]

_WORTH = {word: number for number, word in enumerate(CARDINALS)} | {"a": 1, "hundred": 100}
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(_WORTH)})"
_PERCENT = r"\d{1,3}(?:\.\d{1,2})?"
_SIGN = r" ?(?:%|per ?cent|pc\b|-per-cent|-percent)"
_CHANCE = r"(?:chances?|probability|likelihood|odds|confidence)"
_FIGURE = (
    rf"(?:about |around |roughly |between )?(?:(?P<low>{_PERCENT})(?: ?%)?"
    rf"(?: ?[-\u2013] ?| to | or | and ))?(?P<high>{_PERCENT}){_SIGN}"
)
_OF = r"\b(?: (?:of|that))?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # such as: a 60 to 70 % chance of; 70 per cent likely to; 80 % sure that
        (
            rf"(?:\ba |\ban |\bthe )?\b{_FIGURE}[ -](?:\w+ )?"
            r"(?:chance|probability|likelihood|odds|likely|certain|sure|confident|confidence)\b"
            r"(?: (?:of|that|to)\b)?"
        ),
        # such as: the probability of a recession is 30 %, or 0.3; put it at 40 %; (30 %)
        rf"\b{_CHANCE}\b[^.;%\d]{{0,60}}?\b(?:is|at|of|to be|now|around|about|between) {_FIGURE}",
        rf"\b{_CHANCE}\b[^.;%\d]{{0,60}}?\b(?:is|at|of) (?P<share>0?\.\d{{1,3}})\b",
        rf"\b(?:put (?:it|that|this) at|give (?:it|that|this)) {_FIGURE}(?: that\b)?",
        rf"^\W*(?:my )?{_CHANCE}\W{{1,4}}{_FIGURE}",
        rf"\((?:{_CHANCE}\W{{1,3}})?{_FIGURE}\)",
        # such as: a one-in-three chance; two chances in five; odds of three in four
        rf"\b(?P<count>{_COUNT})[- ](?:in|out of)[- ](?P<whole>{_COUNT})[- ]{_CHANCE}{_OF}",
        rf"\b(?P<count>{_COUNT}) {_CHANCE} (?:in|out of) (?P<whole>{_COUNT}){_OF}",
        rf"\b{_CHANCE}\b[^.;\d]{{0,30}}? (?P<count>{_COUNT}) (?:in|out of) (?P<whole>{_COUNT})\b",
    )
)
_HINT = re.compile(rf"\d|{_CHANCE}", re.IGNORECASE)
"""What every pattern asks for: a sentence without it need not be looked at."""


def stated_chances(text: str) -> Iterator[tuple[int, int, Reading]]:
    """Find chances in figures: where they begin and end, and what they say.

    A range is read as its middle, its ends as the quartiles.

    Examples:
        >>> list(stated_chances("We see a 60 to 70 % chance of rain."))
        [(7, 29, Reading(probability=0.65, low=0.6, high=0.7))]
        >>> list(stated_chances("It has one chance in four."))
        [(7, 25, Reading(probability=0.25, low=0.25, high=0.25))]
    """
    if not _HINT.search(text):
        return
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if (reading := _reading(match)) is not None:
                yield match.start(), match.end(), reading


def _reading(match: re.Match[str]) -> Reading | None:
    groups = match.groupdict()
    if groups.get("high"):
        high = float(groups["high"]) / 100
        low = float(groups["low"]) / 100 if groups["low"] else high
    elif groups.get("share"):
        low = high = float(groups["share"])
    else:
        whole = _number(groups["whole"])
        low = high = _number(groups["count"]) / whole if whole else inf
    if not 0 <= low <= high <= 1:
        return None
    middle, low, high = (min(max(p, LEAST), MOST) for p in ((low + high) / 2, low, high))
    return Reading(round(middle, 4), low, high)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _WORTH[word.lower()]
