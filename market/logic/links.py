"""Logical links between questions: the types."""

from __future__ import annotations

from typing import NamedTuple

from market.ledger.link_kinds import PAIRED, LinkKind

__all__ = ["PAIRED", "Link", "LinkKind"]


class Link(NamedTuple):
    """One link.

    Attributes:
        kind: How they hang together.
        questions: Slugs; two of them where the order counts, else two or more.
        derived: It follows from the deadlines of a family, and was not recorded.
    """

    kind: LinkKind
    questions: tuple[str, ...]
    derived: bool = False

    @property
    def meaning(self) -> Link:
        """The same for all links that say the same.

        >>> one, other = (Link(LinkKind.EXCLUDES, pair) for pair in (("a", "b"), ("b", "a")))
        >>> one.meaning == other.meaning
        True
        """
        ordered = self.questions if self.kind in PAIRED else tuple(sorted(self.questions))
        return Link(self.kind, ordered)

    def __str__(self) -> str:
        """Its kind and its questions, as they are typed.

        >>> str(Link(LinkKind.IMPLIES, ("storm", "rain")))
        'implies storm rain'
        """
        return " ".join((self.kind, *self.questions))
