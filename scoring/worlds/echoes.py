"""Exclusive sets that say nothing new.

Families that exclude each other do so at every deadline, and the last one says it all: if the
events of two families cannot both come by 2030, they cannot both come by 2027.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.worlds.closure import Closure, bits, yes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.worlds.constraints import Constraint

__all__ = ["without_echoes"]


def without_echoes(constraints: Sequence[Constraint], size: int) -> list[Constraint]:
    """The constraints without exclusive sets that follow from others and from implications.

    Args:
        constraints: Constraints on ``size`` questions, each once.
        size: How many questions there are.

    >>> from scoring.worlds.constraints import Constraint
    >>> early, late = Constraint("excludes", (0, 2)), Constraint("excludes", (1, 3))
    >>> nested = [Constraint("implies", (0, 1)), Constraint("implies", (2, 3))]
    >>> without_echoes([early, late, *nested], 4) == [late, *nested]
    True
    """
    closure = Closure([one for one in constraints if one.kind == "implies"], size)
    sets = {one: bits(one.questions) for one in constraints if one.kind == "excludes"}
    holding: dict[int, set[Constraint]] = {}
    for one in sets:
        for question in one.questions:
            holding.setdefault(question, set()).add(one)
    for one in list(sets):
        wider = closure.settle(yes(one.questions[0]), list(holding))[0]
        others = set().union(*(holding[question] for question in wider)) & sets.keys() - {one}
        if any(_echoes(one, sets[other], closure) for other in others):
            del sets[one]
    return [one for one in constraints if one.kind != "excludes" or one in sets]


def _echoes(one: Constraint, other: int, closure: Closure) -> bool:
    """Whether each question of a set implies another one of another set, given as bits."""
    implied = [closure.reached(yes(question)) & other for question in one.questions]
    alone = all(found.bit_count() == 1 for found in implied)
    return alone and len(set(implied)) == len(implied)
