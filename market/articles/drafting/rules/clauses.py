"""A sentence cut into clauses that each claim something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from market.articles.drafting.rules.wordings import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from market.articles.drafting.rules.cues import Cue

__all__ = ["FORETELLING", "Clause", "clauses"]

FORETELLING = frozenset({Role.MODAL, Role.STRENGTH, Role.SUPPOSED})
"""Roles of cues that speak of what is to come."""

_CLAIMING = FORETELLING | {Role.NORM, Role.INTENTION}
_JOINT = re.compile(
    r"(?P<weak> (?:and|but|or|because|although|though) )"
    r"|[;:] |,? ?[\u2013\u2014] ?| - "
    r"|,[\u201d\"]? (?:and|but|or|yet|so|nor|while|whereas|although|though|because|since|which|"
    r"whose) ",
)

_CIRCUMSTANCE = re.compile(
    r"(?:^|, (?:even |just )?)as (?!(?:well|soon|long|far|much|if|though|for)\b)[^,;:]*"
)
"""What goes along with what a sentence says: "as nations seek to arm"."""

_BESIDE = frozenset({Role.NORM, Role.INTENTION})
"""Roles of cues that say nothing of the sentence from within a circumstance."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence, and the cues within it."""

    start: int
    end: int
    cues: tuple[Cue, ...]

    @property
    def governing(self) -> Cue | None:
        """The cue that says what the clause does: a fact only where there is nothing else."""
        strong = (cue for cue in self.cues if cue.role in _CLAIMING)
        facts = (cue for cue in self.cues if cue.role is Role.FACT)
        return next(strong, None) or next(facts, None)


def clauses(text: str, cues: Sequence[Cue]) -> Iterator[Clause]:
    """Cut a sentence wherever both sides of a joint claim something of their own."""
    held = Clause(0, 0, ())
    for piece, is_weak in _pieces(text, list(_main(text, cues))):
        facts = not is_weak and _has_subject(text, piece)
        if _claims(held.cues) and _claims(piece.cues, facts=facts):
            yield held
            held = piece
        else:
            held = Clause(held.start, piece.end, (*held.cues, *piece.cues))
    yield held


def _main(text: str, cues: Sequence[Cue]) -> Iterator[Cue]:
    """Leave out norms and intentions of mere circumstances."""
    beside = [found.span() for found in _CIRCUMSTANCE.finditer(text)]
    for cue in cues:
        within = any(start <= cue.start < end for start, end in beside)
        if not (within and cue.role in _BESIDE):
            yield cue


def _pieces(text: str, cues: Sequence[Cue]) -> Iterator[tuple[Clause, bool]]:
    """Everything between two joints, and whether the joint before it is a mere "and"."""
    joints = [joint for joint in _JOINT.finditer(text) if not _within(joint.start(), cues)]
    marks = [(0, 0, True), *((j.start(), j.end(), bool(j["weak"])) for j in joints)]
    marks.append((len(text), len(text), True))
    for (_, start, is_weak), (end, _, _) in pairwise(marks):
        inside = tuple(cue for cue in cues if start <= cue.start < end)
        yield Clause(start, end, inside), is_weak


def _within(place: int, cues: Sequence[Cue]) -> bool:
    return any(cue.start <= place < cue.end for cue in cues)


def _has_subject(text: str, piece: Clause) -> bool:
    """Whether something stands before its first cue."""
    return bool(piece.cues) and text[piece.start : piece.cues[0].start].strip() != ""


def _claims(cues: Sequence[Cue], *, facts: bool = True) -> bool:
    return any(cue.role in _CLAIMING or (facts and cue.role is Role.FACT) for cue in cues)
