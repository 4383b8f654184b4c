"""Character references such as ``&amp;``: each character with the place of its reference."""

from __future__ import annotations

import html
import re
from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["places_of", "unescaped"]

_REFERENCE = re.compile(r"&(?:#\d{1,10}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?")


def unescaped(source: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    """Return a stretch of the source with its references resolved, and the places of its text.

    Example:
        >>> text, places = unescaped("AT&amp;T", 0, 8)
        >>> text, list(places)
        ('AT&T', [0, 1, 2, 7])
    """
    text = html.unescape(source[start:end])
    return text, places_of(text, source, start)


def places_of(text: str, source: str, start: int) -> Sequence[int]:
    """Where each character of a text stands in the source, whose references were resolved in it.

    Args:
        text: What was read.
        source: What it was read from.
        start: Where in the source it begins.
    """
    if source.startswith(text, start):
        return range(start, start + len(text))
    places, at = array("I"), start
    while len(places) < len(text):
        left = len(text) - len(places)
        reference = source.find("&", at, at + left)
        plain = left if reference < 0 else reference - at
        places.extend(range(at, at + plain))
        at += plain
        if reference >= 0:
            length, at = _resolve(text, len(places), source, at)
            places.extend([reference] * length)
    return places


def _resolve(text: str, done: int, source: str, at: int) -> tuple[int, int]:
    """How many characters a reference gave, and where the source goes on."""
    found = _REFERENCE.match(source, at)
    if found is None:
        return 1, at + 1
    gave = html.unescape(found[0])
    return len(gave) if gave and text.startswith(gave, done) else 1, found.end()
