"""Any text as a document: plain text, Markdown or a page."""

from __future__ import annotations

import re
from array import array
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING

from market.articles.drafting.document import Document, Paragraph
from market.articles.drafting.reading.encoding import decode
from market.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from market.articles.drafting.reading.blocks import Block, Contents

__all__ = ["LARGEST", "read_document"]

LARGEST = 5 * 2**20
"""How large a text may be, in bytes."""

_PAGES = frozenset((".htm", ".html", ".xhtml"))
_MARKDOWN = frozenset((".markdown", ".md", ".mdown", ".mkd"))
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?"
    r"<(?:!doctype\s+html|html|head|body|article|main|div|h1|p|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKED_DOWN = re.compile(r"\A(?:---|\+\+\+)[ \t]*\r?\n|^#{1,6}[ \t]+\S", re.MULTILINE)
"""Front matter, or a heading."""

_LINE_END = re.compile(r"\r\n|\r|\n")


def read_document(content: bytes, *, name: str) -> Document:
    """Read a text.

    Args:
        content: Its bytes.
        name: The name of its file, whose suffix tells its format; ``-`` for what was typed or
            piped, whose format shows in how it begins.

    Raises:
        Refused: It is larger than 5 MB, is no text, or has nothing to read in it.
    """
    called = "The text on standard input" if name == "-" else name
    if len(content) > LARGEST:
        raise Refused(f"{called} is larger than 5 MB.", "Give the article alone, or a part of it.")
    suffix = PurePath(name).suffix.casefold()
    source = decode(content, name=called, declares=suffix in _PAGES or b"<" in content[:100])
    read = _reader(source, suffix)(source)
    paragraphs = tuple(_paragraphs(read.blocks, read.title))
    if not paragraphs:
        raise Refused(f"{called} holds no text.", "Give an article that says something.")
    digest = sha256(content).hexdigest()
    return Document(
        read.title, read.authors, read.published, digest, paragraphs, _line_starts(source)
    )


def _reader(source: str, suffix: str) -> Callable[[str], Contents]:
    """The reader of the format that the suffix names or, without one, the text shows."""
    if suffix in _PAGES or (suffix not in _MARKDOWN and _PAGE.match(source)):
        from market.articles.drafting.reading.html_page import read_html

        return read_html
    if suffix in _MARKDOWN or _MARKED_DOWN.search(source):
        from market.articles.drafting.reading.markdown import read_markdown

        return read_markdown
    from market.articles.drafting.reading.plain import read_plain

    return read_plain


def _paragraphs(blocks: Iterable[Block], title: str) -> Iterator[Paragraph]:
    """Number the paragraphs, and give each its heading; the title is nobody's heading."""
    heading, number = None, 0
    for block in blocks:
        if block.level:
            heading = None if block.text == title else block.text
        else:
            number += 1
            yield Paragraph(number, heading, block.text, block.places)


def _line_starts(source: str) -> array[int]:
    starts = array("I", [0])
    starts.extend(end.end() for end in _LINE_END.finditer(source))
    return starts
