"""Blocks of text: a heading, a paragraph or an item of a list, each character with its place."""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

__all__ = ["Block", "BlockBuilder", "Contents"]

_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # control characters that are no white space
    "\xad\u200b\u2060\ufeff"  # soft hyphens and spaces without width
    "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # directions of writing
)
_WORD = re.compile(rf"[^\s{_UNSEEN}]+")
_SPACE = re.compile(r"\s")


class Block(NamedTuple):
    """A stretch of text that stands by itself.

    Attributes:
        text: Its words; every run of white space is one space.
        places: For each character of the text its offset in the source.
        level: The rank of a heading, from 1; 0 is no heading.
    """

    text: str
    places: Sequence[int]
    level: int = 0


class Contents(NamedTuple):
    """What a format gives: the blocks in their order, and what the text says of itself."""

    blocks: Sequence[Block]
    title: str = ""
    authors: tuple[str, ...] = ()
    published: date | None = None


class BlockBuilder:
    """Makes a block of pieces, and one space of every run of white space in and between them."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._places = array("I")
        self._space: int | None = None

    def add(self, text: str, places: Sequence[int]) -> None:
        """Append a piece.

        Args:
            text: Its characters, as they stand.
            places: The offset of each in the source: a range where they stand side by side.
        """
        end = 0
        for word in _WORD.finditer(text):
            self._note_space(text, places, end, word.start())
            self._append(word[0], places[word.start() : word.end()])
            end = word.end()
        self._note_space(text, places, end, len(text))

    def space(self, place: int) -> None:
        """Part what comes from what was, as a line break does."""
        if self._space is None and self._words:
            self._space = place

    def take(self, level: int = 0) -> Block | None:
        """Return the block, none if nothing was in it, and begin the next."""
        text, places = "".join(self._words), self._places
        self._words, self._places, self._space = [], array("I"), None
        return Block(text, places, level) if text else None

    def _note_space(self, text: str, places: Sequence[int], start: int, end: int) -> None:
        if start < end and (found := _SPACE.search(text, start, end)):
            self.space(places[found.start()])

    def _append(self, word: str, places: Sequence[int]) -> None:
        if self._space is not None:
            self._words.append(" ")
            self._places.append(self._space)
            self._space = None
        self._words.append(word)
        self._places.extend(places)
