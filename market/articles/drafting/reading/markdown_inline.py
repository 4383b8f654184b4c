"""The words of a line of Markdown, without what marks them up."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from market.articles.drafting.reading.entities import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from market.articles.drafting.reading.blocks import BlockBuilder
    from market.articles.drafting.reading.lines import Line

__all__ = ["add_words"]

_MARKUP = re.compile(
    r"(?P<escape>\\)[!-/:-@\[-`{-~]"
    r"|(?P<open>!?\[(?!\^))"
    r"|(?P<close>\](?:\([^()\[\]]*(?:\([^()\[\]]*\)[^()\[\]]*)?\)|\[[^\[\]]*\])?)"
    r"|(?P<note>\[\^[^\[\]\s]{1,40}\])"
    r"|(?P<tag></?[A-Za-z][^<>]*>|<!--[^<>]*-->)"
    r"|(?P<stress>\*{1,3}|_{1,3}|~~|`+)"
)


def add_words(builder: BlockBuilder, source: str, lines: Sequence[Line]) -> None:
    """Add the words of some lines to a block.

    The text of links, images and code stays; addresses, tags and footnote marks go.

    Args:
        builder: The block.
        source: The whole text.
        lines: What is read of it; what stands between them, such as the mark of a quotation, is
            not.
    """
    start, end = lines[0].start, lines[-1].end
    gaps = [(line.end + 1, following.start) for line, following in pairwise(lines)]
    for first, last in sorted((*gaps, *_cuts(source, start, end))):
        _add(builder, source, start, first)
        start = max(start, last)
    _add(builder, source, start, end)


def _add(builder: BlockBuilder, source: str, start: int, end: int) -> None:
    if start < end:
        builder.add(*unescaped(source, start, end))


def _cuts(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches that are markup."""
    brackets: list[tuple[int, int]] = []
    for found in _MARKUP.finditer(source, start, end):
        kind = found.lastgroup
        if kind == "open":
            brackets.append(found.span())
        elif kind == "close":
            opened = brackets.pop() if brackets else None
            if opened and len(found[0]) > 1:
                yield opened
                yield found.span()
        elif kind == "escape":
            yield found.start(), found.start() + 1
        elif kind != "stress" or _stresses(source, found, start, end):
            yield found.span()


def _stresses(source: str, found: re.Match[str], start: int, end: int) -> bool:
    """Whether stars and the like are markup: not between spaces, nor within words and figures."""
    before = source[found.start() - 1] if found.start() > start else " "
    after = source[found.end()] if found.end() < end else " "
    if before.isspace() and after.isspace():
        return False
    inside = before.isalnum() and after.isalnum()
    return not inside or (found[0][0] == "*" and not (before.isdigit() and after.isdigit()))
