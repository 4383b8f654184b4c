"""Front matter: what stands between two lines of ``---`` or ``+++`` above a text."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from market.articles.drafting.reading.dates import date_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

__all__ = ["FrontMatter", "front_matter"]

_LARGEST = 200
"""How many lines it may take."""

_FENCE = re.compile(r"(?:---|\+\+\+)\s*")
_END = re.compile(r"(?:---|\+\+\+|\.\.\.)\s*")
_ENTRY = re.compile(r"(?P<key>[A-Za-z_]+)\s*[:=]\s*(?P<value>.*)")
_ITEM = re.compile(r"\s*-\s+(?P<value>.*)")


class FrontMatter(NamedTuple):
    """What it says, and how many lines it takes."""

    lines: int = 0
    title: str = ""
    authors: tuple[str, ...] = ()
    published: date | None = None


def front_matter(lines: Iterable[str]) -> FrontMatter:
    """Read the front matter, if there is any.

    Example:
        >>> front_matter(["---", "title: 'Rain'", "author: A. Wren", "---", "It will."]).title
        'Rain'
    """
    head = list(islice(lines, _LARGEST))
    if head and _FENCE.fullmatch(head[0]):
        for index, line in enumerate(head[1:], start=1):
            if _END.fullmatch(line):
                return _read(index + 1, _entries(head[1:index]))
    return FrontMatter()


def _read(lines: int, entries: dict[str, list[str]]) -> FrontMatter:
    title = next(iter(entries.get("title", ())), "")
    authors = tuple(name for key in ("author", "authors") for name in entries.get(key, ()))
    said = [day for key in ("published", "date", "pubdate") for day in entries.get(key, ())]
    return FrontMatter(lines, title, authors, next(filter(None, map(date_in, said)), None))


def _entries(lines: list[str]) -> dict[str, list[str]]:
    """Each key with its values: one, or those of a list in brackets or beneath it."""
    entries: dict[str, list[str]] = {}
    key = ""
    for line in lines:
        if entry := _ENTRY.fullmatch(line):
            key, values = entry["key"].casefold(), entry["value"]
            listed = values[1:-1].split(",") if values.startswith("[") else [values]
        elif item := _ITEM.fullmatch(line):
            listed = [item["value"]]
        else:
            continue
        entries.setdefault(key, []).extend(filter(None, (one.strip(" \t'\"") for one in listed)))
    return entries
