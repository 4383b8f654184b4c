"""The links that a pack states: along its deadlines, between families, and one by one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from market.logic.links import Link, LinkKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from market.articles.fields import Fields

__all__ = ["FamilyLinks", "between_families", "family_links", "listed_links", "within_family"]

FamilyLinks = tuple[tuple[LinkKind, str], ...]
"""What kind of link a family has to which others."""


def family_links(fields: Fields) -> FamilyLinks:
    """Read the links that a family states, each of which holds at equal deadlines.

    Raises:
        Refused: A key has another type.
    """
    condition = fields.maybe("conditional_on", str)
    stated = {
        LinkKind.IMPLIES: fields.many("implies", str),
        LinkKind.EXCLUDES: fields.many("excludes", str),
        LinkKind.CONDITIONAL: () if condition is None else (condition,),
    }
    return tuple((kind, other) for kind, others in stated.items() for other in others)


def within_family(slugs: Collection[str]) -> Iterator[Link]:
    """From each deadline to the next; the rest follows."""
    for earlier, later in pairwise(slugs):
        yield Link(LinkKind.IMPLIES, (earlier, later))


def between_families(
    stem: str, links: FamilyLinks, deadlines: Mapping[str, Collection[str]]
) -> Iterator[Link]:
    """The links of one family, written out for the deadlines that it shares with the others.

    Args:
        stem: The family.
        links: What it states.
        deadlines: Of every family, their names.
    """
    for name in deadlines[stem]:
        for kind, other in links:
            # Without its condition a question would mean something else: that one must be there.
            if kind is LinkKind.CONDITIONAL or name in deadlines.get(other, (name,)):
                yield Link(kind, (f"{stem}-{name}", f"{other}-{name}"))


def listed_links(fields: Fields) -> Iterator[Link]:
    """The links that are stated one by one, in ``[[links]]``.

    Raises:
        Refused: One lacks its kind or its questions, or has an unknown kind.
    """
    for item in fields.listed("links"):
        with item:
            yield Link(item.word("kind", LinkKind), item.some("questions", str))
