"""What a row of the tables of wordings is, and the parts that their expressions share.

A row is a rule, a regular expression and, where the words give a strength, the surveyed phrase that
they are read as. Where two wordings overlap the longer one counts, so that "highly unlikely" is not
"likely"; what only looks like a prediction ("had been expected to") is a longer wording that says
nothing.

An expression is matched against a sentence in small letters, from the beginning of a word. One that
begins with ``BE`` needs a form of "to be" before it, with ``BE?`` it takes one along. A group named
``no`` is where a wording is denied.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SAID", "Role", "Wording", "readings", "rows"]


class Role(Enum):
    """What a wording does in its clause."""

    NOTHING = auto()  # it only keeps others from being seen in these words
    MODAL = auto()  # foretells; an adverb or opinion beside it is stronger
    STRENGTH = auto()  # foretells, with a strength of its own
    SUPPOSED = auto()  # foretells what something else would bring about
    ADVERB = auto()  # gives a modal its strength; alone it is nothing
    OPINION = auto()  # gives a plain "will" its strength; alone it is nothing
    NORM = auto()
    INTENTION = auto()
    FACT = auto()


class Wording(NamedTuple):
    """One row of a table."""

    role: Role
    rule: str
    pattern: re.Pattern[str]
    read_as: str | None
    needs_be: bool
    takes_be: bool


SAID = (
    r"(?:sa(?:ys?|id)|saying|insist(?:s|ed)|confirm(?:s|ed)|indicat(?:es|ed|ing)|add(?:s|ed)|"
    r"declare[sd]|warn(?:s|ed)|hint(?:s|ed|ing)|signall?ed|stress(?:es|ed)|reckons|claim(?:s|ed)|"
    r"(?:told|tells|assured) (?:\w+ ){1,4}?|announce[sd]|promise[sd]|pledge[sd]|vow(?:s|ed))"
)
"""A verb of reported speech, with the one who was told."""


def rows(role: Role, rule: str, *patterns: str) -> tuple[Wording, ...]:
    """Make rows of wordings that give no strength."""
    return tuple(_row(role, rule, pattern, None) for pattern in patterns)


def readings(role: Role, rule: str, table: Mapping[str, tuple[str, ...]]) -> tuple[Wording, ...]:
    """Make rows of wordings, given by the surveyed phrase that they are read as."""
    return tuple(
        _row(role, rule, pattern, read_as)
        for read_as, patterns in table.items()
        for pattern in patterns
    )


def _row(role: Role, rule: str, pattern: str, read_as: str | None) -> Wording:
    needs, takes = pattern.startswith("BE "), pattern.startswith(("BE ", "BE? "))
    bare = pattern.partition(" ")[2] if takes else pattern
    return Wording(role, rule, re.compile(bare), read_as, needs, takes)
