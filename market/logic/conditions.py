"""On which questions a question is conditional, at any number of steps."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from market.logic.links import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from market.logic.links import Link

__all__ = ["conditions", "reached", "steps"]


def conditions(links: Iterable[Link]) -> dict[str, frozenset[str]]:
    """By the slug of each conditional question, all that has to come true for it to count.

    >>> from market.logic.links import Link
    >>> pairs = ("deal", "summit"), ("terms", "deal")
    >>> found = conditions(Link(LinkKind.CONDITIONAL, pair) for pair in pairs)
    >>> sorted(found["terms"])
    ['deal', 'summit']
    """
    ahead = steps(links, LinkKind.CONDITIONAL)
    return {slug: frozenset(reached(slug, ahead)) for slug in ahead}


def steps(links: Iterable[Link], kind: LinkKind) -> dict[str, list[str]]:
    """By the first question of each link of a kind whose order counts, the second ones."""
    found: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link.kind is kind:
            found[link.questions[0]].append(link.questions[1])
    return dict(found)


def reached(slug: str, ahead: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """What is reached from a question, the question itself only along a cycle."""
    seen: set[str] = set()
    waiting = [slug]
    while waiting:
        for there in ahead.get(waiting.pop(), ()):
            if there not in seen:
                seen.add(there)
                waiting.append(there)
                yield there
