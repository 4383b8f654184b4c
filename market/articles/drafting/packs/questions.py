"""A question drafted from a claim: its words as far as rules can find them, the rest a TODO."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from market.articles.drafting.claim import ClaimKind, Obstacle
from market.articles.drafting.packs.deadlines import deadline_name, deadlines_for
from market.articles.drafting.packs.subjects import asked_words, key_words
from market.ledger.acts.slugs import title_stem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from market.articles.drafting.claim import DraftClaim

__all__ = ["Draft", "draft_questions", "is_asked"]

_MENDED = frozenset({Obstacle.NO_TIME, Obstacle.NO_THRESHOLD})
_CRITERIA = (
    "YES if, by {deadline}, TODO: the event as anybody could observe it, and its threshold (a "
    "number, a signature, an announcement). TODO: what comes near and does not count."
)
_CONDITION = "Annulled if TODO: the condition does not come about by then."


class Draft(NamedTuple):
    """A claim, and the question that it becomes.

    Attributes:
        slug: The name of the claim, and of the family of its questions.
        claim: The claim.
        deadlines: The days by which the event is asked for, by name, the article's own first;
            none where the claim becomes no question.
    """

    slug: str
    claim: DraftClaim
    deadlines: dict[str, date]

    @property
    def title(self) -> str:
        """The question in a sentence, with ``{deadline}`` for its date."""
        return f"Will {asked_words(self.claim)} by {{deadline}}?"

    @property
    def criteria(self) -> str:
        """The skeleton of what makes the answer YES."""
        conditional = self.claim.kind is ClaimKind.CONDITION
        return f"{_CRITERIA} {_CONDITION}" if conditional else _CRITERIA


def is_asked(claim: DraftClaim) -> bool:
    """Whether a question is made of a claim: it says what is to come, and a person can mend it.

    A time can be given to a claim that has none, and a threshold; an event cannot.
    """
    return claim.kind.is_ahead and (claim.obstacle is None or claim.obstacle in _MENDED)


def draft_questions(claims: Iterable[DraftClaim], published: date) -> list[Draft]:
    """Name claims, and give deadlines to those of which questions are made.

    Args:
        claims: The claims, in the order of the text.
        published: The date of the text.

    Returns:
        A draft for each claim, under a slug that no other has.
    """
    names = _Names()
    return [Draft(names.of(claim), claim, _deadlines(claim, published)) for claim in claims]


def _deadlines(claim: DraftClaim, published: date) -> dict[str, date]:
    days = deadlines_for(claim, published) if is_asked(claim) else ()
    return {deadline_name(day): day for day in days}


class _Names:
    """Gives slugs, each once."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def of(self, claim: DraftClaim) -> str:
        """A slug from what a claim is about."""
        stem = slug = title_stem(key_words(claim))
        while slug in self._given:
            self._given[stem] += 1
            slug = f"{stem}-{self._given[stem]}"
        self._given[slug] += 1
        return slug
