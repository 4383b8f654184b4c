"""The words of a pack's questions, as rules look at them."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.articles.pack import Pack, PackQuestion

__all__ = ["asserted", "place_of", "propositions", "unsaid"]

_SENTENCE = re.compile(r"(?<=[.;?!])\s+")
_EXCEPTS = re.compile(r"\b(?:do|does|need|is|are) not\b|\bnor (?:do|does|is|are)\b")


def propositions(pack: Pack) -> Iterator[PackQuestion]:
    """One question of each family: the others differ from it in their deadline only."""
    for _, family in groupby(pack.questions, key=lambda question: question.family):
        yield next(family)


def place_of(question: PackQuestion, key: str) -> str:
    """Where a text of a question stands in the pack's file."""
    return f"questions.{question.family}.{key}"


def asserted(criteria: str) -> str:
    """The criteria without sentences that only say what does not count.

    >>> asserted("YES if rain falls. Some drops do not count.")
    'YES if rain falls.'
    """
    return " ".join(part for part in _SENTENCE.split(criteria) if not _EXCEPTS.search(part))


def unsaid(pack: Pack, said: re.Pattern[str]) -> Iterator[PackQuestion]:
    """Questions of which neither the common fine print nor their own criteria say something."""
    if not said.search(pack.fine_print):
        yield from (one for one in propositions(pack) if not said.search(one.criteria))
