"""Plain text: paragraphs of one line or of many, headings, items, and a date near the top."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from market.articles.drafting.reading.blocks import BlockBuilder, Contents
from market.articles.drafting.reading.datelines import credited, is_credit
from market.articles.drafting.reading.lines import Line, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from market.articles.drafting.reading.blocks import Block

__all__ = ["read_plain"]

_WIDEST = 120
"""Nobody breaks lines by hand beyond this width, in characters."""

_TOP = 1000
"""How far from the top a date and a byline may stand, in characters."""

_ITEM = re.compile(
    r"[ \t]*(?:[-*+\u2022\u2023\u25e6\u25aa\u00b7\u2013]|\(?\d{1,3}[.)]|\(?[a-z]\))[ \t]+(?=\S)"
)
_RULE = re.compile(r"\s*([-=*_~#.])(?:\s*\1){2,}\s*")
_STOPPED = re.compile(r"[.!?:;,…][\"'”\u2019»)\]]*$")
_CLOSED = re.compile(r"[.!?…:][\"'”\u2019»)\]]*\s*$")
_TITLE, _HEADING = 200, 100
"""The longest of their kind, in characters."""


def read_plain(source: str) -> Contents:
    """Read plain text.

    Blank lines part paragraphs, and lines between them belong together if somebody broke them to
    fit a page; where a line is wider than a page, each is a paragraph.

    Args:
        source: Its characters.
    """
    paragraphs = [group for stretch in _stretches(source) for group in _split(stretch)]
    authors, published = credited([_text(group) for group in paragraphs if group[0].start < _TOP])
    blocks = tuple(_blocks([group for group in paragraphs if not _is_credit(group[0])]))
    title = blocks[0].text if blocks and blocks[0].level else ""
    return Contents(blocks, title, authors, published)


def _stretches(source: str) -> Iterator[list[Line]]:
    """The lines between blank ones; a line of dashes or stars is as good as blank."""
    for blank, lines in groupby(lines_of(source), key=_is_blank):
        if not blank:
            yield list(lines)


def _is_blank(line: Line) -> bool:
    return not line.text.strip() or _RULE.fullmatch(line.text[:_WIDEST]) is not None


def _split(stretch: Sequence[Line]) -> Iterator[list[Line]]:
    """The paragraphs of a stretch: items begin anew, and so do lines that nobody broke."""
    wrapped = _is_wrapped(stretch)
    group: list[Line] = []
    for line in stretch:
        item = _ITEM.match(line.text)
        alone = _is_credit(line) or (group and _is_credit(group[-1]))
        if group and (item or alone or not wrapped or _heads(group, line)):
            yield group
            group = []
        group.append(line.after(item.end()) if item else line)
    yield group


def _is_wrapped(stretch: Sequence[Line]) -> bool:
    """Whether its lines were broken to fit a page, not where a paragraph ends."""
    *broken, _ = stretch
    narrow = all(len(line.text) <= _WIDEST for line in stretch)
    return narrow and 2 * sum(bool(_CLOSED.search(line.text[-8:])) for line in broken) < len(
        stretch
    )


def _heads(group: Sequence[Line], following: Line) -> bool:
    """Whether one short line is a heading that stands right above its paragraph."""
    first, rest = group[0].text.strip(), following.text.strip()
    short = len(group) == 1 and 2 * len(first) < len(rest)
    return short and _may_head(first, _HEADING) and not rest[0].islower()


def _may_head(text: str, longest: int) -> bool:
    """Whether it looks like a heading: short, not begun in small letters, without a stop."""
    asks = text.endswith("?") and len(text) <= longest // 2
    return len(text) <= longest and not text[0].islower() and (asks or not _STOPPED.search(text))


def _blocks(paragraphs: Sequence[Sequence[Line]]) -> Iterator[Block]:
    builder = BlockBuilder()
    for index, group in enumerate(paragraphs):
        for line in group:
            line.put_into(builder)
        if block := builder.take(_level(paragraphs, index)):
            yield block


def _level(paragraphs: Sequence[Sequence[Line]], index: int) -> int:
    """The rank of a paragraph as a heading: 1 the title, 2 another, 0 none."""
    text = _text(paragraphs[index])
    if index + 1 == len(paragraphs) or len(paragraphs[index]) > (1 if index else 2):
        return 0
    if index == 0:
        return int(_may_head(text, _TITLE))
    following = paragraphs[index + 1]
    closed = _CLOSED.search(following[-1].text[-8:]) is not None
    longer = len(_text(following)) > len(text)
    return 2 if closed and longer and _may_head(text, _HEADING) else 0


def _text(group: Sequence[Line]) -> str:
    """The beginning of a paragraph: more is never asked for."""
    return " ".join(line.text.strip() for line in group[:3]).strip()


def _is_credit(line: Line) -> bool:
    """Whether it is no part of the text but says when it appeared, or who wrote it."""
    return line.start < _TOP and is_credit(" ".join(line.text.split()))
