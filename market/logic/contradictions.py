"""Forecasts of one person that contradict each other, told link by link.

Whoever gives a forecast is told of them at once, so this is done without arrays. What all links
come to together, which may be more, is found in ``scoring.coherence``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from market.logic.conditions import steps
from market.logic.links import LinkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from market.logic.links import Link

__all__ = ["NEGLIGIBLE", "Contradiction", "contradictions", "nearest"]

NEGLIGIBLE = 1e-5
"""Probabilities so close together are one: a percentage is typed with four decimals at most."""


class Contradiction(NamedTuple):
    """Forecasts that cannot stand together.

    Attributes:
        kind: ``implies``: the first is above the second, which it implies. ``excludes``: together
            they are above 1. ``exhaustive``: together they are below 1.
        questions: Slugs of questions with a forecast.
        excess: By how much: what a bookmaker wins whatever happens who bets 1 on each.
    """

    kind: LinkKind
    questions: tuple[str, ...]
    excess: float


def contradictions(links: Iterable[Link], said: Mapping[str, float]) -> list[Contradiction]:
    """What forecasts break, the worst first.

    An implication is followed through questions without a forecast, up to the next that has one;
    such a question in a set is as likely, at least, as what implies it, and at most as what it
    implies.

    Args:
        links: The links that bear on forecasts.
        said: The forecasts, by slug.

    >>> from market.logic.links import Link
    >>> rungs = [Link(LinkKind.IMPLIES, ("may", "june")), Link(LinkKind.IMPLIES, ("june", "july"))]
    >>> [found] = contradictions(rungs, {"may": 0.45, "july": 0.41})
    >>> found.questions, round(found.excess, 9)
    (('may', 'july'), 0.04)
    """
    found = {
        (one.kind, frozenset(one.questions)): one
        for one in _Web(list(links), said).broken()
        if one.excess > NEGLIGIBLE
    }
    return sorted(found.values(), key=lambda one: -one.excess)


def nearest(kind: LinkKind, said: Sequence[float]) -> list[float]:
    """The probabilities nearest to contradicting ones, by least squares, that one link allows.

    >>> [round(p, 9) for p in nearest(LinkKind.IMPLIES, [0.45, 0.41])]
    [0.43, 0.43]
    >>> [round(p, 9) for p in nearest(LinkKind.EXCLUDES, [0.7, 0.5])]
    [0.6, 0.4]
    """
    if kind is LinkKind.IMPLIES:
        return [sum(said) / len(said)] * len(said)
    if kind is LinkKind.EXCLUDES:
        return _lowered(said, 1.0)
    return [1.0 - p for p in _lowered([1.0 - p for p in said], len(said) - 1.0)]


def _lowered(said: Sequence[float], total: float) -> list[float]:
    """All lowered by as much as brings their sum to a total, but none below 0."""
    above, cut = 0.0, 0.0
    for count, p in enumerate(sorted(said, reverse=True), 1):
        above += p
        if (level := (above - total) / count) < p:
            cut = level
    return [max(p - cut, 0.0) for p in said]


class _Web:
    """Forecasts on linked questions."""

    def __init__(self, links: Sequence[Link], said: Mapping[str, float]) -> None:
        self._links = links
        self._said = said
        self._implied = steps(links, LinkKind.IMPLIES)
        self._implying: dict[str, list[str]] = defaultdict(list)
        for one, others in self._implied.items():
            for other in others:
                self._implying[other].append(one)

    def broken(self) -> Iterator[Contradiction]:
        """What every link comes to; its excess is above 0 where it is broken."""
        for one, p in self._said.items():
            for other in self._nearest(one, self._implied):
                yield Contradiction(LinkKind.IMPLIES, (one, other), p - self._said[other])
        for link in self._links:
            if link.kind is LinkKind.EXCLUDES:
                likely = (self._bound(slug, self._implying, max) for slug in link.questions)
                yield self._sum(link.kind, [slug for slug in likely if slug is not None], 1.0)
            elif link.kind is LinkKind.EXHAUSTIVE:
                unlikely = [self._bound(slug, self._implied, min) for slug in link.questions]
                known = [slug for slug in unlikely if slug is not None]
                if len(known) == len(unlikely):
                    yield self._sum(link.kind, known, -1.0)

    def _sum(self, kind: LinkKind, slugs: Iterable[str], sign: float) -> Contradiction:
        questions = tuple(dict.fromkeys(slugs))
        return Contradiction(
            kind, questions, sign * (sum(self._said[slug] for slug in questions) - 1.0)
        )

    def _bound(
        self, slug: str, ahead: Mapping[str, Sequence[str]], choose: Callable[..., str | None]
    ) -> str | None:
        """The question whose forecast bounds what this one may be: itself, if it has one."""
        if slug in self._said:
            return slug
        return choose(self._nearest(slug, ahead), key=self._said.__getitem__, default=None)

    def _nearest(self, start: str, ahead: Mapping[str, Sequence[str]]) -> list[str]:
        """The questions with a forecast that are reached through questions without one."""
        found: list[str] = []
        seen, waiting = {start}, [start]
        while waiting:
            for there in ahead.get(waiting.pop(), ()):
                if there not in seen:
                    seen.add(there)
                    (found if there in self._said else waiting).append(there)
        return found
