"""A text as people read it, with the place of every character in the file it came from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

__all__ = ["Document", "Paragraph", "Sentence", "Span"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the source: the offsets of its first character and of the one after its last.

    Offsets count characters, not bytes, from 0.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or an item of a list, without markup.

    Attributes:
        number: Its place among the paragraphs, from 1.
        heading: The heading that it stands under, if any.
        text: Its words; every run of white space is one space.
        places: For each character of the text its offset in the source, ascending.
    """

    number: int
    heading: str | None
    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Where a stretch of the text, which is not empty, stands in the source."""
        return Span(self.places[start], self.places[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and where it stands in the text of its paragraph."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.paragraph.text[self.start : self.end]

    @property
    def span(self) -> Span:
        """Where it stands in the source."""
        return self.paragraph.span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Document:
    """A text that has been read.

    Attributes:
        title: Its title; empty where it has none.
        authors: Who wrote it, as far as it says so in its own markup.
        published: Its date, if it bears one.
        digest: The SHA-256 of the file, in hexadecimal digits.
        paragraphs: What it says, headings excluded.
        line_starts: The offsets at which the lines of the source begin.
    """

    title: str
    authors: tuple[str, ...]
    published: date | None
    digest: str
    paragraphs: tuple[Paragraph, ...]
    line_starts: Sequence[int]

    def line(self, offset: int) -> int:
        """The line, from 1, on which a character of the source stands."""
        return bisect_right(self.line_starts, offset)
