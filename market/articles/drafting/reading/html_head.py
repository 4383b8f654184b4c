"""What a page says of itself: title, authors and date."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from market.articles.drafting.reading.dates import date_in
from market.articles.drafting.reading.html_places import unmarked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from market.articles.drafting.reading.html_nesting import Nesting

__all__ = ["PageHead"]

_DATES = (
    "article:published_time",
    "json-ld",
    "datepublished",
    "date",
    "dc.date",
    "pubdate",
    "time",
)
"""Where a page may say when it was published, the surest first."""

_LARGEST = 200_000
"""How much of structured data is read, in characters."""


class PageHead:
    """Collects it while the page is read; what comes first counts."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}
        self._authors: list[str] = []
        self._structured = ""
        self._reading_data = False

    @property
    def title(self) -> str:
        """The title, as the page tells it to others or to its window."""
        return " ".join((self._found.get("og:title") or self._found.get("title", "")).split())

    @property
    def authors(self) -> tuple[str, ...]:
        """Who wrote it."""
        return tuple(dict.fromkeys(self._authors))

    @property
    def published(self) -> date | None:
        """When it was published."""
        data = _date_published(self._structured)
        said = {**self._found, "json-ld": data}
        return next((day for key in _DATES if (day := date_in(said.get(key, "")))), None)

    def start(self, name: str, attributes: Mapping[str, str | None], nesting: Nesting) -> None:
        """An element begins."""
        if name == "meta":
            self._meta(attributes)
        elif name == "time" and nesting.heard(0):
            self._found.setdefault("time", attributes.get("datetime") or "")
        kind = (attributes.get("type") or "").casefold()
        self._reading_data = name == "script" and kind == "application/ld+json"

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "script":
            self._reading_data = False

    def wants(self, nesting: Nesting) -> bool:
        """Whether the next text is not for people but for this."""
        return self._reading_data or (nesting.innermost == "title" and "title" not in self._found)

    def text(self, text: str) -> None:
        """A text that was wanted."""
        if not self._reading_data:
            self._found["title"] = text
        elif not self._structured and len(text) <= _LARGEST and '"datePublished"' in text:
            self._structured = text

    def _meta(self, attributes: Mapping[str, str | None]) -> None:
        key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        said = " ".join(unmarked(attributes.get("content") or "").split())
        if key and said:
            self._found.setdefault(key.casefold(), said)
            if key.casefold() == "author":
                self._authors.append(said)


def _date_published(data: str) -> str:
    """The date in structured data, wherever it stands there."""
    try:
        waiting: list[Any] = [json.loads(data)] if data else []
    except (ValueError, RecursionError):
        return ""
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(found := value.get("datePublished"), str):
                return found
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return ""
