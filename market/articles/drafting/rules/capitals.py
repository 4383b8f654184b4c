"""The capital that a subject has only because it begins its sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from market.articles.drafting.claim import DraftClaim
    from market.articles.drafting.document import Document

__all__ = ["as_within", "common_words"]

_SMALL = re.compile(r"(?<![\w'\u2019])[^\W\d_A-Z][\w\u2019'-]*")
_FIRST = re.compile(r"(?P<word>[A-Z][^\WA-Z]*(?:[-'\u2019]\w+)*)(?P<name>,? [A-Z])?")
_ABSTRACT = re.compile(r"\w{4,}(?:tion|ment|ism)s?")
_OPENING = " \u201c\u2018\"'(["
_ALWAYS_SMALL = (
    *("all", "another", "any", "at", "both", "each", "every", "few", "fewer", "her", "his", "its"),
    *("less", "many", "more", "most", "my", "no", "one", "our", "several", "some", "such", "that"),
    *("their", "these", "this", "those", "two", "three", "what", "whoever"),
)


def common_words(document: Document) -> frozenset[str]:
    """The words that a text writes with a small letter somewhere: they are no names."""
    found = (word for each in document.paragraphs for word in _SMALL.findall(each.text))
    return frozenset(_ALWAYS_SMALL).union(found)


def as_within(claim: DraftClaim, common: AbstractSet[str]) -> DraftClaim:
    """The claim with the one it speaks of as it would be written within a sentence.

    Args:
        claim: The claim.
        common: The words that are no names.
    """
    who = claim.who or ""
    first = _FIRST.match(who)
    if not first or first["name"] or not _is_common(first["word"].lower(), common):
        return claim
    if not claim.sentence.text.lstrip(_OPENING).startswith(who):
        return claim
    return replace(claim, who=who[0].lower() + who[1:])


def _is_common(word: str, common: AbstractSet[str]) -> bool:
    """Whether it is among them in either number, or has an ending that names lack."""
    forms = word, f"{word}s", word.removesuffix("s"), word.removesuffix("ies") + "y"
    return not common.isdisjoint(forms) or _ABSTRACT.fullmatch(word) is not None
