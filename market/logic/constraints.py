"""Links as constraints on the answers of questions by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.logic.links import LinkKind
from scoring.coherence import Constraint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from market.logic.links import Link
    from scoring.coherence import ConstraintKind

__all__ = ["constraints_of"]

_KINDS: dict[LinkKind, ConstraintKind] = {
    LinkKind.IMPLIES: "implies",
    LinkKind.EXCLUDES: "excludes",
    LinkKind.EXHAUSTIVE: "exhaustive",
}


def constraints_of(links: Iterable[Link], slugs: Sequence[str]) -> list[Constraint]:
    """The links as constraints.

    Args:
        links: Links that bear on forecasts: none is conditional.
        slugs: The questions, in their places.

    >>> from market.logic.links import Link
    >>> constraints_of([Link(LinkKind.IMPLIES, ("may", "june"))], ["june", "may"])
    [Constraint(kind='implies', questions=(1, 0))]
    """
    places = {slug: place for place, slug in enumerate(slugs)}
    return [
        Constraint(_KINDS[link.kind], tuple(places[slug] for slug in link.questions))
        for link in links
    ]
