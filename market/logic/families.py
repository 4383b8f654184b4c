"""What follows from the deadlines of a family."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby, pairwise, product
from operator import itemgetter
from typing import TYPE_CHECKING

from market.logic.conditions import conditions
from market.logic.links import Link, LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from market.ledger.views.questions import QuestionState

__all__ = ["deadline_links", "ladder"]

_BY_CLOSE = itemgetter(1)


def deadline_links(states: Iterable[QuestionState], links: Iterable[Link]) -> Iterator[Link]:
    """From the questions of each deadline to those of the next.

    A family is one proposition with several deadlines: what has come true by one of them has come
    true by every later one. Questions with the same deadline say nothing about each other, for
    they may differ in more than that, nor do such as are not conditional on the same questions.

    Args:
        states: The questions; annulled ones are passed over.
        links: What is on record between them, conditions among it.
    """
    presupposed = conditions(links)
    families: dict[object, list[QuestionState]] = defaultdict(list)
    for state in states:
        if state.family and state.status != "annulled":
            families[state.family, presupposed.get(state.slug)].append(state)
    for family in families.values():
        yield from ladder((state.slug, state.closes) for state in family)


def ladder(deadlines: Iterable[tuple[str, float]]) -> Iterator[Link]:
    """The same within one family.

    Args:
        deadlines: The slug of each question, and when it is due to close.
    """
    steps = groupby(sorted(deadlines, key=_BY_CLOSE), _BY_CLOSE)
    rungs = [[slug for slug, _ in rung] for _, rung in steps]
    for sooner, later in pairwise(rungs):
        for pair in product(sooner, later):
            yield Link(LinkKind.IMPLIES, pair, derived=True)
