"""The links that bear on forecasts: of questions without an outcome, in one and the same world.

What is said of a conditional question is said of the worlds in which its condition holds. So only
questions that have the same conditions are compared; a condition that has come true is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.logic.conditions import conditions
from market.logic.links import PAIRED, LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from market.logic.links import Link

__all__ = ["live_links"]


def live_links(links: Iterable[Link], outcomes: Mapping[str, int]) -> list[Link]:
    """What links still say of questions that are open to doubt.

    Args:
        links: The links.
        outcomes: The outcomes, 1 or 0, that are known, by slug.

    >>> from market.logic.links import Link
    >>> [link] = live_links([Link(LinkKind.EXHAUSTIVE, ("ana", "bo", "cy"))], {"cy": 0})
    >>> link.questions
    ('ana', 'bo')
    """
    left = list(_unsettled(links, outcomes))
    within = conditions(left)
    return [
        link
        for link in left
        if link.kind is not LinkKind.CONDITIONAL
        and len({within.get(slug, frozenset()) for slug in link.questions}) == 1
    ]


def _unsettled(links: Iterable[Link], outcomes: Mapping[str, int]) -> Iterator[Link]:
    """The links without the questions that have an outcome, where they say something so."""
    for link in links:
        left = tuple(slug for slug in link.questions if slug not in outcomes)
        if left == link.questions:
            yield link
        elif (
            link.kind not in PAIRED and len(left) > 1 and not any(map(outcomes.get, link.questions))
        ):
            yield link._replace(questions=left)
