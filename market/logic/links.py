"""Logical links between questions: the types."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

__all__ = ["Link", "LinkKind"]


class LinkKind(StrEnum):
    """How the answers of linked questions hang together."""

    IMPLIES = "implies"
    EXCLUDES = "excludes"
    EXHAUSTIVE = "exhaustive"
    CONDITIONAL = "conditional"


class Link(NamedTuple):
    """One link.

    Attributes:
        kind: ``implies``: the first question cannot be YES without the second. ``excludes``: at
            most one is YES. ``exhaustive``: at least one is YES. ``conditional``: the first is
            annulled if the second is NO.
        questions: Slugs; two of them where the order counts, else two or more.
        derived: It follows from the deadlines of a family, and was not recorded.
    """

    kind: LinkKind
    questions: tuple[str, ...]
    derived: bool = False
