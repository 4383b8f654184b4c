"""The type of a row: one way of writing a time, and the days that it means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from market.articles.drafting.times.calendars import Period

__all__ = ["Form", "form"]


class Form(NamedTuple):
    """One way of writing a time.

    Attributes:
        name: What it is called.
        example: Words of this form.
        cues: It has one of these in it, in small letters: what has none need not be looked at.
        core: What every such words have in them; it is cheaper to look for than all of them.
        pattern: All such words.
        meaning: The days that a match means in a text of some date; none if it is no time.
    """

    name: str
    example: str
    cues: tuple[str, ...]
    core: re.Pattern[str]
    pattern: re.Pattern[str]
    meaning: Callable[[re.Match[str], date], Period | None]


def form(
    name: str,
    example: str,
    cues: str,
    pattern: str,
    meaning: Callable[[re.Match[str], date], Period | None],
    lead: str = "",
) -> Form:
    """A row; capitals count only where the pattern says so, and a lead may be empty."""
    core, words = _words(pattern), _words(f"{lead}(?:{pattern})")
    return Form(name, example, tuple(cues.split("|")), core, words, meaning)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)
