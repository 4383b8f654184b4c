"""A page: what people read of it, without menus, forms and scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.articles.drafting.reading.blocks import Block, BlockBuilder, Contents
from market.articles.drafting.reading.datelines import without_credits
from market.articles.drafting.reading.entities import places_of
from market.articles.drafting.reading.html_head import PageHead
from market.articles.drafting.reading.html_nesting import Nesting
from market.articles.drafting.reading.html_places import located, marked, unmarked

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["read_html"]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(_HEADINGS) | {
    *("article", "aside", "body", "dialog", "div", "footer", "header", "main", "nav", "section"),
    *("dd", "dl", "dt", "li", "ol", "ul"),
    *("caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
    *("address", "blockquote", "center", "figcaption", "figure", "hr", "p", "pre", "summary"),
    *("details", "fieldset", "form", "title"),
}
"""The elements that begin and end paragraphs."""

_ENDS = frozenset(".!?\u201d\"'")


def read_html(source: str) -> Contents:
    """Read a page.

    Args:
        source: Its characters.
    """
    from justhtml import stream

    page = _Page(source)
    for event in stream(marked(source)):
        if event[0] == "start":
            page.start(*event[1])
        elif event[0] == "end":
            page.end(event[1])
        elif event[0] == "text":
            page.text(event[1])
    return page.contents()


class _Page:
    """What has been read of a page."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._head = PageHead()
        self._nesting = Nesting()
        self._builder = BlockBuilder()
        self._blocks: list[tuple[Block, bool]] = []
        self._level = 0
        self._inside = False
        self._breaks = 0
        self._at = 0

    def start(self, name: str, attributes: Mapping[str, str | None]) -> None:
        """An element begins."""
        self._head.start(name, attributes, self._nesting)
        if name == "br":
            self._break()
        elif name in _BLOCKS:
            self._end_block()
            self._level = _HEADINGS.get(name, self._level)
        self._nesting.open(name, attributes)

    def end(self, name: str) -> None:
        """An element ends, or a stray tag says so."""
        self._head.end(name)
        if name in _BLOCKS:
            self._end_block()
            self._level = 0 if name in _HEADINGS else self._level
        self._nesting.close(name)

    def text(self, text: str) -> None:
        """Some text: pieces, most of which begin with the mark of their place."""
        if self._head.wants(self._nesting):
            self._head.text(unmarked(text))
        elif self._nesting.heard(self._level) and not self._is_note():
            for at, piece in located(text, self._at):
                self._add(at, piece)

    def contents(self) -> Contents:
        """All of it; where most of the text is in an article, only that."""
        self._end_block()
        inside = [block for block, within in self._blocks if within]
        everything = [block for block, _ in self._blocks]
        chosen = inside if 2 * _letters(inside) > _letters(everything) else everything
        blocks, authors, published = without_credits(chosen)
        heading = next((block.text for block in blocks if block.level == 1), "")
        head = self._head
        return Contents(
            blocks, heading or head.title, head.authors or authors, head.published or published
        )

    def _is_note(self) -> bool:
        """Whether this is the number of a note: raised, and a link or after the end of a sentence.

        Other raised text is a part of the words: km², 1st.
        """
        if not self._nesting.within("sup"):
            return False
        return self._nesting.within("a") or self._source[self._at - 1] in _ENDS

    def _add(self, at: int, piece: str) -> None:
        places = places_of(piece, self._source, at)
        self._at = places[-1] + 1
        if piece.strip():
            self._breaks = 0
            self._inside = self._nesting.within_article
        self._builder.add(piece, places)

    def _break(self) -> None:
        self._breaks += 1
        self._builder.space(self._at)
        if self._breaks > 1:
            self._end_block()

    def _end_block(self) -> None:
        self._breaks = 0
        if block := self._builder.take(self._level):
            self._blocks.append((block, self._inside))


def _letters(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)
