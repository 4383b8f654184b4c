"""Parts of linked questions that can be looked at alone.

A tree decomposition puts the questions into bags, so that each constraint is within a bag and
bags meet only in what separates them. Where every two questions of a separator are linked (some
pair of their answers is impossible), its k questions have k + 1 answers together at most, and
the probabilities of the questions are those of the answers: two distributions that agree on
the questions agree on the separator, and can be glued there (Vorob'ev 1962, Theory Probab. Appl.
7:147). Then a point lies in the hull of all worlds if it does in that of each part. Bags that no
such separator divides are put together.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from scoring.worlds.closure import Closure, bits, no, yes
from scoring.worlds.constraints import Constraint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Block", "balanced", "blocks"]


class Block(NamedTuple):
    """Questions that are looked at together.

    Attributes:
        questions: Their positions, ascending.
        covers: Sets of them of which at least one is YES, of three or more.
        pairs: All that follows for two of them.
    """

    questions: tuple[int, ...]
    covers: tuple[tuple[int, ...], ...]
    pairs: tuple[Constraint, ...]


def blocks(constraints: Sequence[Constraint], closure: Closure, size: int) -> list[Block]:
    """The parts whose inequalities may not be enough.

    Args:
        constraints: Constraints on ``size`` questions.
        closure: What follows from them.
        size: How many questions there are.
    """
    covers = [set(one.questions) for one in constraints if _is_cover(one)]
    exclusive = [set(one.questions) for one in constraints if one.kind == "excludes"]
    found = []
    for members in _parts(constraints, closure, size):
        if any(members <= one for one in exclusive):
            continue
        questions = tuple(sorted(members))
        within = tuple(tuple(sorted(cover)) for cover in covers if cover <= members)
        pairs = tuple(_pairs(questions, closure))
        if within or not balanced(pairs):
            found.append(Block(questions, within, pairs))
    return found


def _is_cover(one: Constraint) -> bool:
    return one.kind == "exhaustive" and len(one.questions) > 2  # noqa: PLR2004 - two are a pair of answers


def _pairs(questions: Sequence[int], closure: Closure) -> Iterator[Constraint]:
    """What follows for every two questions."""
    for one, other in combinations(questions, 2):
        if closure.follows(yes(one), yes(other)):
            yield Constraint("implies", (one, other))
        if closure.follows(yes(other), yes(one)):
            yield Constraint("implies", (other, one))
        if closure.follows(yes(one), no(other)):
            yield Constraint("excludes", (one, other))
        if closure.follows(no(one), yes(other)):
            yield Constraint("exhaustive", (one, other))


def balanced(pairs: Sequence[Constraint]) -> bool:
    """Whether questions have two sides, so that only implications keep to one side.

    Then NO for YES on one side makes an implication of every pair, and the inequalities of
    implications are totally unimodular: all their corners are worlds.

    Args:
        pairs: Constraints between two questions.
    """
    neighbours: dict[int, list[tuple[int, bool]]] = {}
    for kind, (one, other) in pairs:
        neighbours.setdefault(one, []).append((other, kind != "implies"))
        neighbours.setdefault(other, []).append((one, kind != "implies"))
    side: dict[int, bool] = {}
    for root in neighbours:
        waiting = [] if root in side else [root]
        side.setdefault(root, False)
        while waiting:
            here = waiting.pop()
            for other, apart in neighbours[here]:
                if other not in side:
                    side[other] = side[here] ^ apart
                    waiting.append(other)
                elif side[other] != side[here] ^ apart:
                    return False
    return True


def _parts(constraints: Sequence[Constraint], closure: Closure, size: int) -> Iterator[set[int]]:
    """Bags of a tree decomposition, put together where their separator is not linked."""
    bags, parents = _bags(_neighbours(constraints, size))
    whole = list(range(size))

    def top(bag: int) -> int:
        while whole[bag] != bag:
            bag = whole[bag]
        return bag

    for bag, parent in parents.items():
        separator = bags[bag] & ~(1 << yes(bag))
        if not _clique(separator, closure) or bags[parent] & ~separator == 0:
            whole[top(bag)] = top(parent)
    joined: dict[int, int] = {}
    for bag, members in bags.items():
        joined[top(bag)] = joined.get(top(bag), 0) | members
    return (set(_members(members)) for members in joined.values())


def _neighbours(constraints: Sequence[Constraint], size: int) -> list[int]:
    """Who meets whom in a constraint: as bits."""
    meets = [0] * size
    for _, questions in constraints:
        together = bits(questions)
        for question in questions:
            meets[question] |= together & ~(1 << yes(question))
    return meets


def _bags(meets: list[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Eliminate the question with the fewest neighbours, again and again.

    Returns:
        Each question with its neighbours at that time, and whose bag comes next to its own.
    """
    left = dict(enumerate(meets))
    bags: dict[int, int] = {}
    while left:
        question = min(left, key=lambda one: left[one].bit_count())
        around = left.pop(question)
        bags[question] = around | 1 << yes(question)
        for other in _members(around):
            left[other] = (left[other] | around) & ~(1 << yes(other)) & ~(1 << yes(question))
    turn = {question: position for position, question in enumerate(bags)}
    parents = {
        question: min(_members(bag & ~(1 << yes(question))), key=turn.__getitem__)
        for question, bag in bags.items()
        if bag != 1 << yes(question)
    }
    return bags, parents


def _members(bits: int) -> Iterator[int]:
    """The questions of a set, ascending."""
    while bits:
        lowest = bits & -bits
        yield (lowest.bit_length() - 1) // 2
        bits ^= lowest


def _clique(separator: int, closure: Closure) -> bool:
    """Whether every two questions of a set are linked."""
    return all(separator & ~closure.linked(question) == 0 for question in _members(separator))
