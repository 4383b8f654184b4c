"""Marks that carry the places of a page's text through a parser that forgets them.

Two characters for private use stand after every ``>`` that text may follow, and say its offset;
in a row of them after the first. The parser takes them for text and hands them on, wherever they
were: in what people read they say where it stands, in attributes and scripts they are cut out
again. So a page is read as a stream, in little memory, however deeply its elements are nested.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["located", "marked", "unmarked"]

_HIGH, _LOW, _SIZE = 0xF0000, 0x100000, 0xFFFE
_PRIVATE = re.compile("[\U000f0000-\U0010ffff]")
_MARK = re.compile("([\U000f0000-\U000ffffd])([\U00100000-\U0010fffd])")
_STRAY = re.compile(r"<(?![A-Za-z/!?])")
_NO_TAG = "\ufdd0"  # a code point that no text may hold
_END = re.compile(r"(?<!>)>(?!<[A-Za-z/!?])")
_GAP = re.compile(rf"<!--(?:-?>|.*?-->)|{_END.pattern}", re.DOTALL)


def marked(source: str) -> str:
    """Return a page with its marks, for `located` to read.

    Comments that are closed go, because the parser looks for another way to close each, to the end
    of the page; and what begins no tag is hidden from it, because it ends a text there.
    """
    clean = _PRIVATE.sub("\ufffd", source).replace("\r", " ").replace(_NO_TAG, "\ufffd")
    clean = _STRAY.sub(_NO_TAG, clean)
    closed = clean.rfind("-->") + 3 if "-->" in clean else 0  # no comment is sought in vain
    return _GAP.sub(_with_mark, clean[:closed]) + _END.sub(
        lambda end: _with_mark(end, closed), clean[closed:]
    )


def located(text: str, at: int) -> Iterator[tuple[int, str]]:
    """The pieces of a text with their places.

    Args:
        text: What the parser gave.
        at: Where the first piece stands if it has no mark, as that at the top of a page.

    Example:
        >>> page = marked("<p>one<br>two")
        >>> [place for place, _ in located(page[3:8], 0)], unmarked(page)
        ([3], '<p>one<br>two')
    """
    text, start = text.replace(_NO_TAG, "<"), 0
    for mark in _MARK.finditer(text):
        if start < mark.start():
            yield at, text[start : mark.start()]
        at, start = (ord(mark[1]) - _HIGH) * _SIZE + ord(mark[2]) - _LOW, mark.end()
    if start < len(text):
        yield at, text[start:]


def unmarked(text: str) -> str:
    """A text without marks."""
    return _PRIVATE.sub("", text).replace(_NO_TAG, "<")


def _with_mark(gap: re.Match[str], before: int = 0) -> str:
    high, low = divmod(before + gap.end(), _SIZE)
    return ("" if len(gap[0]) > 1 else ">") + chr(_HIGH + high) + chr(_LOW + low)
