"""Which elements of a page are open, and whether people read what stands in them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Nesting"]

_VOID = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr"),
    )
)
_SILENT = frozenset(
    (
        *("aside", "audio", "button", "canvas", "dialog", "figcaption", "iframe", "label"),
        *("legend", "math", "nav", "noscript", "object", "option", "script", "select", "style"),
        *("svg", "template", "textarea", "title", "video"),
    )
)
_OF_THE_PAGE = frozenset(("header", "footer"))
_NEVER_NESTED = frozenset(("p", "li", "dt", "dd", "tr", "td", "th", "option"))


class Nesting:
    """The open elements, and from which on nobody reads."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._count: Counter[str] = Counter()
        self._silent_from: int | None = None

    @property
    def innermost(self) -> str:
        """The name of the element that everything stands in; empty outside all."""
        return self._open[-1] if self._open else ""

    @property
    def within_article(self) -> bool:
        """Whether this is the article that the page is for."""
        return self.within("article") or self.within("main")

    def within(self, name: str) -> bool:
        """Whether an element of this name is open."""
        return self._count[name] > 0

    def open(self, name: str, attributes: Mapping[str, str | None]) -> None:
        """An element begins; one that cannot stand in its like ends that."""
        if name in _VOID:
            return
        if name in _NEVER_NESTED and self.innermost == name:
            self._pop()
        if self._silent_from is None and self._is_silent(name, attributes):
            self._silent_from = len(self._open)
        self._open.append(name)
        self._count[name] += 1

    def close(self, name: str) -> None:
        """An element ends, and with it all that were left open in it."""
        if self._count[name]:
            while self._pop() != name:
                pass

    def heard(self, level: int) -> bool:
        """Whether people read this text, in a heading of this level.

        The header of a page holds its name and its menus, and sometimes the title of the article.
        """
        start = self._silent_from
        return start is None or (level == 1 and self._open[start] == "header")

    def _is_silent(self, name: str, attributes: Mapping[str, str | None]) -> bool:
        if name in _OF_THE_PAGE:
            return not self.within_article
        hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true"
        return name in _SILENT or hidden

    def _pop(self) -> str:
        name = self._open.pop()
        self._count[name] -= 1
        if self._silent_from == len(self._open):
            self._silent_from = None
        return name
