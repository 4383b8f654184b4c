"""Markdown: headings, paragraphs, items, quotes and tables, each word with its place."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from market.articles.drafting.reading.blocks import BlockBuilder, Contents
from market.articles.drafting.reading.datelines import without_credits
from market.articles.drafting.reading.front_matter import front_matter
from market.articles.drafting.reading.lines import Line, lines_of
from market.articles.drafting.reading.markdown_inline import add_words

if TYPE_CHECKING:
    from market.articles.drafting.reading.blocks import Block

__all__ = ["read_markdown"]

_HEADING = re.compile(r" {0,3}(?P<rank>#{1,6})(?:[ \t]+|$)")
_CLOSING = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:(?P<first>=+)|-{2,})[ \t]*")
_BREAK = re.compile(r"[ \t]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_QUOTE = re.compile(r"(?:[ \t]{0,3}>)+[ \t]?")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+(?:\[[ xX]\][ \t]+)?|$)")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\[\]]+\]:[ \t]*\S")
_NOTE = re.compile(r" {0,3}\[\^[^\[\]\s]+\]:[ \t]*")
_UNREAD = re.compile(r"[ \t]*(?P<opening>```|~~~|<!--|<script\b|<style\b|<pre\b)", re.IGNORECASE)
_CLOSINGS = {
    "```": re.compile(r"[ \t]*`{3,}[ \t]*$"),
    "~~~": re.compile(r"[ \t]*~{3,}[ \t]*$"),
    "<!--": re.compile("-->"),
    "<script": re.compile("</script", re.IGNORECASE),
    "<style": re.compile("</style", re.IGNORECASE),
    "<pre": re.compile("</pre", re.IGNORECASE),
}
_CELL = re.compile(r"(?:[^|\\]|\\.)+")


def read_markdown(source: str) -> Contents:
    """Read Markdown.

    Args:
        source: Its characters.
    """
    front = front_matter(line.text for line in lines_of(source))
    page = _Page(source)
    for line in islice(lines_of(source), front.lines, None):
        page.read(line)
    page.end_block()
    blocks, authors, published = without_credits(page.blocks)
    first = next((block.text for block in blocks if block.level), "")
    return Contents(
        blocks, front.title or first, front.authors or authors, front.published or published
    )


class _Page:
    """What has been read of a text."""

    def __init__(self, source: str) -> None:
        self.blocks: list[Block] = []
        self._source = source
        self._lines: list[Line] = []
        self._until: re.Pattern[str] | None = None
        self._quoted = False

    def read(self, line: Line) -> None:
        """Read the next line."""
        if self._until is not None:
            self._until = None if self._until.search(line.text) else self._until
            return
        line = self._unquoted(line)
        if opening := _UNREAD.match(line.text):
            self._skip(line, opening)
        elif not self._ends_block(line):
            self._read(line)

    def end_block(self, level: int = 0) -> None:
        """What has been gathered is a paragraph, or a heading of this level."""
        if self._lines:
            builder = BlockBuilder()
            add_words(builder, self._source, self._lines)
            if block := builder.take(level):
                self.blocks.append(block)
            self._lines = []

    def _unquoted(self, line: Line) -> Line:
        """The line without the marks of a quotation; one that begins here ends what was before."""
        quote, before = _QUOTE.match(line.text), self._quoted
        self._quoted = quote is not None
        if quote and not before:
            self.end_block()
        return line.after(quote.end()) if quote else line

    def _skip(self, line: Line, opening: re.Match[str]) -> None:
        """Code, comments and scripts are not read, from here to where they end."""
        self.end_block()
        closing = _CLOSINGS[opening["opening"].casefold()]
        if not closing.search(line.text, opening.end()):
            self._until = closing

    def _ends_block(self, line: Line) -> bool:
        """Whether the line has no words but ends what was gathered."""
        if self._lines and (underline := _UNDERLINE.fullmatch(line.text)):
            self.end_block(1 if underline["first"] else 2)
            return True
        rule = "-" in line.text and not line.text.strip(" \t:|-")
        if rule or not line.text.strip() or _BREAK.fullmatch(line.text):
            self.end_block()
            return True
        if definition := _DEFINITION.match(line.text):
            self.end_block()
        return definition is not None

    def _read(self, line: Line) -> None:
        if heading := _HEADING.match(line.text):
            self._alone(_without_closing(line.after(heading.end())), len(heading["rank"]))
        elif line.text.lstrip().startswith("|"):
            for cell in _CELL.finditer(line.text):
                self._alone(Line(cell[0], line.start + cell.start()))
        elif begins := _ITEM.match(line.text) or _NOTE.match(line.text):
            self.end_block()
            self._lines = [line.after(begins.end())]
        else:
            self._lines.append(line)

    def _alone(self, line: Line, level: int = 0) -> None:
        self.end_block()
        self._lines = [line]
        self.end_block(level)


def _without_closing(heading: Line) -> Line:
    closing = _CLOSING.search(heading.text)
    return Line(heading.text[: closing.start()], heading.start) if closing else heading
