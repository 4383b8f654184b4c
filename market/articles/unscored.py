"""What of an article cannot be scored, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from market.articles.library import RecordedArticle, RecordedClaim
    from market.ledger.views.questions import QuestionState

__all__ = ["Reason", "Unscored", "unscored"]


class Reason(StrEnum):
    """Why there is no score."""

    UNRESOLVABLE = "unresolvable"
    CONTEXT = "context"
    NO_NUMBER = "no number"
    UNRESOLVED = "unresolved"
    ANNULLED = "annulled"
    TOO_LATE = "too late"
    REPLACED = "replaced"


class Unscored(NamedTuple):
    """A claim without any number, or a number without a score.

    Attributes:
        article: The article's slug.
        claim: The claim's slug.
        text: What it says.
        reason: Why it is not scored.
        why: Of a claim that no question settles, the reason that its pack gives.
        question: Of a number, its question.
        closes: The scheduled close of that, in microseconds.
    """

    article: str
    claim: str
    text: str
    reason: Reason
    why: str | None = None
    question: str | None = None
    closes: int | None = None


def unscored(
    article: RecordedArticle, states: Mapping[int, QuestionState], scored: Collection[int]
) -> Iterator[Unscored]:
    """What of an article has no score, claim by claim.

    Args:
        article: The article.
        states: All questions by number, as they stand.
        scored: The numbers of the questions on which the article has a score.
    """
    last = {question: claim.slug for claim in article.claims for question, _ in claim.numbers}
    for claim in article.claims:
        told = article.slug, claim.slug, claim.text
        numbers = list(claim.numbers)
        if not numbers:
            yield Unscored(*told, _silence(claim), why=claim.unresolvable)
        for question, _ in numbers:
            stands, state = last[question] == claim.slug, states[question]
            if not stands or question not in scored:
                reason = _fault(state) if stands else Reason.REPLACED
                yield Unscored(*told, reason, question=state.slug, closes=state.closes)


def _silence(claim: RecordedClaim) -> Reason:
    """Why a claim gives no number."""
    if claim.unresolvable is not None:
        return Reason.UNRESOLVABLE
    is_context = all(relation.kind == "context" for relation in claim.relations)
    return Reason.CONTEXT if is_context else Reason.NO_NUMBER


def _fault(state: QuestionState) -> Reason:
    """Why a number that stands has no score."""
    if state.outcome is not None:
        return Reason.TOO_LATE
    return Reason.ANNULLED if state.status == "annulled" else Reason.UNRESOLVED
