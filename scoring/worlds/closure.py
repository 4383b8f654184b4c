"""Which answer follows from which, by constraints between two questions.

An answer is a literal: ``2 i`` that question i is YES, ``2 i + 1`` that it is NO. A constraint
between two answers is a pair of implications, and what follows from an answer is what can be
reached from it (Aspvall, Plass & Tarjan 1979, Inf. Process. Lett. 8:121).
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.worlds.constraints import Constraint

__all__ = ["Closure", "bits", "no", "yes"]


def yes(question: int) -> int:
    """The literal that a question is YES."""
    return 2 * question


def no(question: int) -> int:
    """The literal that a question is NO."""
    return 2 * question + 1


def bits(questions: Iterable[int]) -> int:
    """The literals that questions are YES, as bits of an integer."""
    return sum(1 << yes(question) for question in questions)


class Closure:
    """Everything that follows from any answer.

    >>> from scoring.worlds.constraints import Constraint
    >>> known = Closure([Constraint("implies", (0, 1)), Constraint("excludes", (1, 2))], 3)
    >>> known.follows(yes(2), no(0)), known.follows(no(2), yes(1))
    (True, False)
    """

    def __init__(self, constraints: Iterable[Constraint], size: int) -> None:
        """Close the constraints between two questions under implication."""
        successors: list[list[int]] = [[] for _ in range(2 * size)]
        for one, other in _arrows(constraints):
            successors[one].append(other)
            successors[other ^ 1].append(one ^ 1)
        self._reached = _reachable(successors)
        self._all = bits(range(size))

    def follows(self, one: int, other: int) -> bool:
        """Whether the second literal holds wherever the first does."""
        return bool(self._reached[one] >> other & 1)

    def impossible(self, literal: int) -> bool:
        """Whether a literal holds in no world, as it implies its contrary."""
        return self.follows(literal, literal ^ 1)

    def reached(self, literal: int) -> int:
        """All that follows from a literal, as bits."""
        return self._reached[literal]

    def linked(self, question: int) -> int:
        """The questions of which some answer follows from one of a question, as bits of YES."""
        found = self._reached[yes(question)] | self._reached[no(question)]
        return (found | found >> 1) & self._all

    def settle(self, literal: int, among: Sequence[int]) -> tuple[list[int], list[int]]:
        """Which of some questions must be YES, and which NO, if a literal holds."""
        reached = self._reached[literal]
        return (
            [question for question in among if reached >> yes(question) & 1],
            [question for question in among if reached >> no(question) & 1],
        )


def _arrows(constraints: Iterable[Constraint]) -> Iterator[tuple[int, int]]:
    """One of the two implications that each constraint between two answers is."""
    for kind, questions in constraints:
        if kind == "implies":
            yield yes(questions[0]), yes(questions[1])
        elif kind == "excludes":
            yield from ((yes(one), no(other)) for one, other in combinations(questions, 2))
        elif len(questions) <= 2:  # noqa: PLR2004 - one of two, or the only one
            yield no(questions[0]), yes(questions[-1])


def _reachable(successors: Sequence[Sequence[int]]) -> list[int]:
    """What can be reached from each literal, itself among it, as bits of an integer."""
    reached = [1 << literal for literal in range(len(successors))]
    order, changed = _last_first(successors), True
    while changed:
        changed = False
        for literal in order:
            found = reached[literal]
            for other in successors[literal]:
                found |= reached[other]
            changed |= found != reached[literal]
            reached[literal] = found
    return reached


def _last_first(successors: Sequence[Sequence[int]]) -> list[int]:
    """Literals in postorder: those that follow come first, but for cycles."""
    order: list[int] = []
    seen = [False] * len(successors)
    for root in range(len(successors)):
        path = [] if seen[root] else [(root, iter(successors[root]))]
        seen[root] = True
        while path:
            literal, rest = path[-1]
            fresh = next((other for other in rest if not seen[other]), None)
            if fresh is None:
                order.append(literal)
                path.pop()
            else:
                seen[fresh] = True
                path.append((fresh, iter(successors[fresh])))
    return order
