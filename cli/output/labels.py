"""Lines of text with labels at their left, as on the page of a question."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from cli.output.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Labelled", "labelled"]

LABEL = 14

Labelled = tuple[str, str]
"""A label and what stands beside it."""


def labelled(words: Iterable[Labelled], columns: int) -> list[str]:
    """Each text folded beside its label; one that is empty is left out.

    >>> labelled([("You", "35% since Monday"), ("Links", "")], 26)
    ['  You         35% since', '              Monday']
    """
    return [
        f"  {label if place == 0 else '':<{LABEL - 2}}{line}"
        for label, text in words
        for place, line in enumerate(_folded(text, columns - LABEL))
    ]


def _folded(text: str, columns: int) -> list[str]:
    """Addresses and slugs stay whole."""
    return wrap(safe(text), columns, break_on_hyphens=False, break_long_words=False)
