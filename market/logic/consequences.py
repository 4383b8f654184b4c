"""What follows from the outcomes on record: `market.logic.inference`, on questions and in time.

A question that was annulled decides nothing and is decided by nothing. Annulments follow from
outcomes too, but by themselves: see `market.logic.voiding`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from market.logic.inference import Answer, Inference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from market.ledger.views.questions import QuestionState
    from market.logic.inference import Fact
    from market.logic.links import Link

__all__ = ["Consequence", "Logic"]


class Consequence(NamedTuple):
    """What resolved questions make of another.

    Attributes:
        question: The other question.
        outcome: 1 or 0.
        because: The resolved questions, the one settled last as the last.
    """

    question: QuestionState
    outcome: int
    because: tuple[QuestionState, ...]

    @property
    def at(self) -> int:
        """When it was settled, in microseconds: with the last of its causes."""
        return _settled(self.because[-1])

    @property
    def opens_later(self) -> bool:
        """Whether it was settled before the question opened, so that it cannot be resolved."""
        return self.question.opens > self.at

    @property
    def contradicts(self) -> bool:
        """Whether the question has the other outcome."""
        return self.question.outcome == 1 - self.outcome

    @property
    def causes(self) -> str:
        """The slugs of the resolved questions, in the order in which they were settled."""
        return ", ".join(state.slug for state in self.because)


class Logic:
    """What the outcomes of questions say of others.

    Args:
        states: The questions, as they stand.
        links: Between them.
    """

    def __init__(self, states: Iterable[QuestionState], links: Iterable[Link]) -> None:
        self._states = {state.slug: state for state in states}
        resolved = [state for state in self._states.values() if state.outcome is not None]
        # What several say at once follows from the first on record.
        resolved.sort(key=lambda state: (_settled(state), state.ruling or 0))
        self._inferred = Inference(
            {state.slug: state.outcome for state in resolved if state.outcome is not None},
            links,
            void={state.slug for state in self._states.values() if state.status == "annulled"},
        )

    def decided_by(self, slug: str) -> list[Consequence]:
        """What a question's outcome makes of others, resolved ones among them; the nearest first.

        It may do so alone or together with other outcomes. Beyond a question that has the other
        outcome nothing is followed up: one of the two is wrong.
        """
        state = self._states.get(slug)
        if state is None or state.outcome is None:
            return []
        return [self._consequence(fact) for fact in self._inferred.following(slug)]

    def contradicting(self, slug: str) -> list[QuestionState]:
        """The resolved questions that cannot have their outcome if this one has its own."""
        decided = self.decided_by(slug)
        found = {made.question.slug: made.question for made in decided if made.contradicts}
        for fact in self._inferred.contradicted():
            if fact.slug == slug:
                against = self._consequence(fact.opposite).because
                found |= {state.slug: state for state in against}
        return list(found.values())

    def verdicts(self) -> dict[str, list[Consequence]]:
        """By the slug of each unresolved question, what the resolved ones make of it.

        That is one consequence, or two if they contradict each other.
        """
        found: dict[str, list[Consequence]] = defaultdict(list)
        for fact in self._inferred.rests_on:
            if fact.answer is not Answer.NOT_YES and self._states[fact.slug].outcome is None:
                found[fact.slug].append(self._consequence(fact))
        return dict(found)

    def consequences(self) -> list[Consequence]:
        """The outcomes of unresolved questions that follow from those on record.

        One for each question about which the resolved ones agree, with those that settled it
        first; where several did at once, the first on record.
        """
        return [made[0] for made in self.verdicts().values() if len(made) == 1]

    def _consequence(self, fact: Fact) -> Consequence:
        because = tuple(self._states[slug] for slug in self._inferred.rests_on[fact])
        return Consequence(self._states[fact.slug], int(fact.answer), because)


def _settled(state: QuestionState) -> int:
    """When a resolved question was settled, in microseconds: if it is YES, by its deadline."""
    if state.resolved_at is None:
        raise ValueError(f"{state.slug} is {state.status}")
    return min(state.resolved_at, state.closes) if state.outcome else state.resolved_at
