"""The sentences of a paragraph."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from market.articles.drafting.document import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.articles.drafting.document import Paragraph

__all__ = ["sentences"]

_WINDOW = 3000
"""How much is split at once, in characters: runs of quotation marks slow the splitter down.

A longer sentence is cut at white space.
"""

_MISSED = re.compile(
    r"(?:\w\w[.!?]|\.[A-Za-z]\.|…|[.!?][\"”\u2019)\]]{1,2}) "
    r"(?=[\"“\u2018(]?(?:A|An|And|As|At|But|By|For|From|He|Her|His|I|If|In|It|Its|Most|My|Nobody|No|Not|On"
    r"|One|Or|Our|She|So|Some|That|The|Their|Then|There|These|They|This|Those|We|What|When|Who|Why"
    r"|With|Yet|You)\b)"
)
"""Ends that the splitter takes for abbreviations or keeps together in a quotation.

The next word is one that begins sentences: so `U.S. The talks` has two, `U.S. Senate` none.
"""

_ALONE = re.compile(r"\s*(?:\(?(?:\d{1,3}|[A-Za-z])[.)]|\W*)\s*")
"""The number of an item, or no word at all: no sentence by itself, but the beginning of one."""

_LONGEST = 20
"""How long such a beginning may be, in characters."""


def sentences(paragraph: Paragraph) -> Iterator[Sentence]:
    """Split a paragraph into its sentences, trimmed of white space.

    Args:
        paragraph: The paragraph; its text may be of any length.
    """
    text = paragraph.text
    for start, end in pairwise(_bounds(text)):
        stretch = text[start:end]
        begin = start + len(stretch) - len(stretch.lstrip())
        finish = start + len(stretch.rstrip())
        if begin < finish:
            yield Sentence(paragraph, begin, finish)


def _bounds(text: str) -> Iterator[int]:
    """Where sentences begin, and where the last ends."""
    begun = 0
    yield begun
    for start, end in pairwise(_split(text)):
        yield from (start + found.end() for found in _MISSED.finditer(text[start:end]))
        if end == len(text) or end - begun > _LONGEST or not _ALONE.fullmatch(text, begun, end):
            begun = end
            yield begun


def _split(text: str) -> Iterator[int]:
    """As the splitter has it, window by window; the last sentence of one begins the next."""
    from sentencex import get_sentence_boundaries

    yield 0
    start = 0
    while start < len(text):
        window = text[start : start + _WINDOW]
        ends = [found["end_index"] for found in get_sentence_boundaries("en", window)]
        if start + len(window) < len(text):
            ends = ends[:-1] or [window.rfind(" ") + 1 or len(window)]
        yield from (start + end for end in ends)
        start += ends[-1]
