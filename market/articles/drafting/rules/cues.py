"""Where a sentence bears wordings of the tables, each word counted once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from market.articles.drafting.rules.figures import stated_chances
from market.articles.drafting.rules.kinds import OTHER_KINDS
from market.articles.drafting.rules.strengths import STRENGTHS
from market.articles.drafting.rules.wordings import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from market.articles.drafting.rules.wordings import Wording
    from market.articles.phrases import Reading

__all__ = ["Cue", "cues_in"]

_BE = re.compile(
    r"(?:\b(?:is|are|be|being|am|looks?|seems?|appears?|remains?)|'(?:s|re|m))"
    r"(?P<no>n't| not| no longer)?(?: (?:now|still|also|almost|all but|widely|"
    r"(?!highly|extremely)\w{3,12}ly)){0,3} $"
)
_REACH = 50
"""How far before a wording its form of "to be" may begin, in characters."""


def _any_of(wordings: Iterable[Wording]) -> str:
    """An expression for all of some wordings, without their groups."""
    return "|".join(each.pattern.pattern for each in wordings).replace("(?P<no>", "(?:")


_TABLES = tuple(
    (re.compile(_any_of(table)), table)
    for table in (
        tuple(rows) for _, rows in groupby((*OTHER_KINDS, *STRENGTHS), key=attrgetter("rule"))
    )
)
_BEGINS_WORD = r"(?:(?<![^\W_])|(?=['\"\u201c]))"
_ANY = re.compile(rf"{_BEGINS_WORD}(?={_any_of((*OTHER_KINDS, *STRENGTHS))})")
"""The places at which some wording begins: one search in place of many."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A wording found in a text.

    Attributes:
        role: What it does.
        rule: The rule that it belongs to.
        start: Where it begins.
        end: Where it ends.
        denied: It holds a "not".
        read_as: The surveyed phrase that it is read as.
        stated: The probability that the author states in figures.
    """

    role: Role
    rule: str
    start: int
    end: int
    denied: bool = False
    read_as: str | None = None
    stated: Reading | None = None


def cues_in(text: str) -> list[Cue]:
    """Find the wordings in a sentence, in its order; where two overlap the longer one counts.

    Args:
        text: The sentence in small letters, its apostrophes straight.
    """
    found = sorted(chain(_stated(text), _worded(text)), key=lambda cue: cue.start - cue.end)
    return sorted(_apart(found, len(text)), key=lambda cue: cue.start)


def _worded(text: str) -> Iterator[Cue]:
    for place in map(re.Match.start, _ANY.finditer(text)):
        for wording in _wordings_at(text, place):
            if match := wording.pattern.match(text, place):
                yield from _cue(text, wording, match)


def _wordings_at(text: str, place: int) -> Iterator[Wording]:
    """Those of the tables that have one there."""
    return chain.from_iterable(table for some, table in _TABLES if some.match(text, place))


def _cue(text: str, wording: Wording, match: re.Match[str]) -> Iterator[Cue]:
    """The wording with the form of "to be" before it, where it takes one."""
    start = match.start()
    be = _BE.search(text, max(0, start - _REACH), start) if wording.takes_be else None
    if wording.needs_be and not be:
        return
    denied = bool(match.groupdict().get("no") or (be and be["no"]))
    first = be.start() if be else start
    yield Cue(wording.role, wording.rule, first, match.end(), denied, wording.read_as)


def _stated(text: str) -> Iterator[Cue]:
    for start, end, reading in stated_chances(text):
        yield Cue(Role.STRENGTH, "number", start, end, stated=reading)


def _apart(cues: Iterable[Cue], length: int) -> Iterator[Cue]:
    """Leave out what overlaps an earlier one."""
    taken = bytearray(length)
    for cue in cues:
        if not any(taken[cue.start : cue.end]):
            taken[cue.start : cue.end] = b"\1" * (cue.end - cue.start)
            yield cue
