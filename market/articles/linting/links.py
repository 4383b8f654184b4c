"""Links that are sound and yet not what an author can have meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from market.articles.linting.rule import Rule
from market.articles.linting.wording import place_of
from market.logic.conditions import reached, steps
from market.logic.links import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.articles.pack import Pack, PackQuestion

__all__ = ["RULES"]

_ANNULLED = re.compile(r"\b(?:annul|void|cancel)", re.IGNORECASE)


def _impossible(pack: Pack) -> Iterator[tuple[str, str]]:
    ahead = steps((link for link in pack.links if len(link.questions) > 1), LinkKind.IMPLIES)
    for link in pack.links:
        if link.kind is LinkKind.EXCLUDES:
            for slug in link.questions:
                for other in sorted(set(link.questions) & set(reached(slug, ahead)) - {slug}):
                    yield slug, f"implies and excludes {other}, so it can never be YES"


def _against_time(pack: Pack) -> Iterator[tuple[str, str]]:
    for first, second in _pairs(pack, LinkKind.IMPLIES):
        ends_later = second.opens <= first.opens and second.closes >= first.closes
        if first.family != second.family and not ends_later:
            yield first.slug, f"implies {second.slug}, whose time does not contain its own"


def _decided_later(pack: Pack) -> Iterator[tuple[str, str]]:
    for first, second in _pairs(pack, LinkKind.CONDITIONAL):
        if second.closes > first.closes:
            yield first.slug, f"closes before its condition {second.slug}"


def _annulment_unsaid(pack: Pack) -> Iterator[tuple[str, str]]:
    for first, second in _pairs(pack, LinkKind.CONDITIONAL):
        if not _ANNULLED.search(f"{first.criteria} {pack.fine_print}"):
            place = place_of(first, "criteria")
            yield place, f"does not say that a NO of {second.family} annuls it"


def _pairs(pack: Pack, kind: LinkKind) -> Iterator[tuple[PackQuestion, PackQuestion]]:
    """The questions of the links of a kind whose order counts."""
    questions = {question.slug: question for question in pack.questions}
    for link in pack.links:
        match [questions[slug] for slug in link.questions if slug in questions]:
            case [first, second] if link.kind is kind:
                yield first, second


RULES = (
    Rule(
        "L05",
        "a question that excludes what it implies",
        "Take one of the two links out.",
        _impossible,
    ),
    Rule(
        "L06",
        "an implication against time",
        "Link it with a question that opens no later and closes no earlier.",
        _against_time,
    ),
    Rule(
        "L07",
        "a condition that is settled too late",
        "Let the condition close first, or at the same time.",
        _decided_later,
    ),
    Rule(
        "L08",
        "a condition of which the words are silent",
        "Say what annuls the question.",
        _annulment_unsaid,
    ),
)
