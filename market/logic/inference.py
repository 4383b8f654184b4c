"""What follows from known answers along links, as facts on slugs: forward chaining.

A link speaks of YES. What it rules out is *not YES*: NO, or annulled if the question is a
conditional one. So a denial becomes a NO only where the conditions of its question are YES. An
answer to a conditional question, YES and NO alike, says that its conditions are YES.

Both answers to a question may follow; then what is known contradicts itself. Beyond a question
that is known to have the other answer nothing is followed up: one of the two is wrong.
"""

from __future__ import annotations

from collections import defaultdict, deque
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from market.logic.conditions import steps
from market.logic.links import LinkKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from market.logic.links import Link

__all__ = ["Answer", "Fact", "Inference"]


class Answer(IntEnum):
    """What is said of a question."""

    NO = 0
    YES = 1
    NOT_YES = 2


class Fact(NamedTuple):
    """A question's slug, and what is said of it."""

    slug: str
    answer: Answer

    @property
    def opposite(self) -> Fact:
        """What it contradicts."""
        return Fact(self.slug, Answer.NO if self.answer is Answer.YES else Answer.YES)


class Inference:
    """All that follows from known answers.

    Args:
        known: The answers, 1 or 0, by slug, in the order in which they were settled.
        links: Between these and other questions.
        void: The slugs of questions of which nothing follows and that say nothing.

    Attributes:
        rests_on: By each fact, the slugs of those known answers from which it follows, the last
            settled one last; where it follows in several ways, by the one that was settled first.
    """

    def __init__(
        self, known: Mapping[str, int], links: Iterable[Link], void: Collection[str] = ()
    ) -> None:
        links = list(links)
        self._known = {slug: Fact(slug, Answer(answer)) for slug, answer in known.items()}
        self._order = {slug: place for place, slug in enumerate(known)}
        self._links: dict[str, list[Link]] = defaultdict(list)
        for link in links:
            for slug in link.questions:
                self._links[slug].append(link)
        self._conditions = steps(links, LinkKind.CONDITIONAL)
        self._void = void
        self._follows: dict[Fact, list[Fact]] = defaultdict(list)
        self.rests_on: dict[Fact, tuple[str, ...]] = {}
        for fact in self._known.values():
            self._chain(fact)

    def following(self, slug: str) -> list[Fact]:
        """What a known answer says of other questions, alone or with others; the nearest first."""
        start = self._known[slug]
        found = {start: None}
        ahead = deque([start])
        while ahead:
            for fact in self._follows[ahead.popleft()]:
                if fact not in found:
                    found[fact] = None
                    ahead.append(fact)
        return [fact for fact in found if fact.slug != slug and fact.answer is not Answer.NOT_YES]

    def contradicted(self) -> list[Fact]:
        """The known answers whose opposite follows from others."""
        return [fact for fact in self._known.values() if fact.opposite in self.rests_on]

    def _chain(self, known: Fact) -> None:
        """Follow up one known answer, given all those that were settled before."""
        if known in self.rests_on:
            return
        self.rests_on[known] = (known.slug,)
        ahead = deque([known])
        while ahead:
            for found, premises in self._steps(ahead.popleft()):
                if found.slug in self._void:
                    continue
                for premise in premises:
                    self._follows[premise].append(found)
                if found not in self.rests_on:
                    self.rests_on[found] = self._roots(premises)
                    ahead.append(found)

    def _roots(self, premises: Iterable[Fact]) -> tuple[str, ...]:
        roots = {root for premise in premises for root in self.rests_on[premise]}
        return tuple(sorted(roots, key=self._order.__getitem__))

    def _steps(self, fact: Fact) -> Iterator[tuple[Fact, Sequence[Fact]]]:
        """What follows from a fact in one step, each with all that it takes."""
        if fact.answer is Answer.NOT_YES:
            yield from self._denied(fact.slug)
        if self._known.get(fact.slug, fact) != fact:
            return
        for link in self._links[fact.slug]:
            match link.kind:
                case LinkKind.IMPLIES:
                    yield from _implied(fact, *link.questions)
                case LinkKind.EXCLUDES:
                    yield from _excluded(fact, link.questions)
                case LinkKind.EXHAUSTIVE:
                    yield from self._left_over(fact, link.questions)
                case LinkKind.CONDITIONAL:
                    yield from self._met(fact, *link.questions)

    def _left_over(
        self, fact: Fact, questions: Sequence[str]
    ) -> Iterator[tuple[Fact, Sequence[Fact]]]:
        """If all but one are NO, the last is YES."""
        if fact.answer is not Answer.NO:
            return
        denials = [Fact(slug, Answer.NO) for slug in questions]
        doubtful = [denial for denial in denials if denial not in self.rests_on]
        if len(doubtful) > 1:
            return
        # Where all are NO, each but the one in hand is contradicted by the others.
        for last in doubtful or [denial for denial in denials if denial != fact]:
            yield last.opposite, [denial for denial in denials if denial != last]

    def _met(self, fact: Fact, slug: str, condition: str) -> Iterator[tuple[Fact, Sequence[Fact]]]:
        """An answer takes its condition to be YES; that may turn a denial into a NO."""
        if fact.slug == slug and fact.answer is not Answer.NOT_YES:
            yield Fact(condition, Answer.YES), [fact]
        if fact == (condition, Answer.YES):
            yield from self._denied(slug)

    def _denied(self, slug: str) -> Iterator[tuple[Fact, Sequence[Fact]]]:
        """What is not YES is NO, once its conditions are known to be YES or it has an answer."""
        wanted = () if slug in self._known else self._conditions.get(slug, ())
        met = [Fact(condition, Answer.YES) for condition in wanted]
        premises = [Fact(slug, Answer.NOT_YES), *met]
        if all(premise in self.rests_on for premise in premises):
            yield Fact(slug, Answer.NO), premises


def _implied(fact: Fact, one: str, other: str) -> Iterator[tuple[Fact, Sequence[Fact]]]:
    if fact == (one, Answer.YES):
        yield Fact(other, Answer.YES), [fact]
    if fact == (other, Answer.NO):
        yield Fact(one, Answer.NOT_YES), [fact]


def _excluded(fact: Fact, questions: Sequence[str]) -> Iterator[tuple[Fact, Sequence[Fact]]]:
    if fact.answer is Answer.YES:
        for slug in questions:
            if slug != fact.slug:
                yield Fact(slug, Answer.NOT_YES), [fact]
