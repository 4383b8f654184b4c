"""How the answers of linked questions hang together: the words for it."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["PAIRED", "LinkKind"]


class LinkKind(StrEnum):
    """The kind of a link.

    ``implies``: the first question cannot be YES without the second. ``excludes``: at most one is
    YES. ``exhaustive``: at least one is YES. ``conditional``: the first is annulled if the second
    is NO.
    """

    IMPLIES = "implies"
    EXCLUDES = "excludes"
    EXHAUSTIVE = "exhaustive"
    CONDITIONAL = "conditional"


PAIRED = (LinkKind.IMPLIES, LinkKind.CONDITIONAL)
"""The kinds that link two questions, whose order counts; the others link a set of them."""
