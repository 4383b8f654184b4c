"""The inequalities that constraints are at sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from scoring.worlds.closure import no, yes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from scoring.worlds.closure import Closure
    from scoring.worlds.constraints import Constraint

    Floats = NDArray[np.float64]

__all__ = ["Inequality", "matrix", "relaxation", "strengthened"]


_ALIKE = 1e-6
"""Factors so close together are the same."""


class Inequality(NamedTuple):
    """Probabilities, each times its factor, sum to the bound at most.

    Attributes:
        kind: The constraint that it is, or ``jointly`` if it takes several.
        questions: Positions of the questions.
        factors: A factor for each.
        bound: What the sum may be.
    """

    kind: Literal["implies", "excludes", "exhaustive", "jointly"]
    questions: tuple[int, ...]
    factors: tuple[float, ...]
    bound: float

    def excess(self, probabilities: Floats) -> float:
        """By how much probabilities break it; negative if they do not."""
        return float(probabilities[list(self.questions)] @ np.array(self.factors)) - self.bound

    def says_like(self, other: Inequality) -> bool:
        """Whether another one says the same, but for rounding."""
        return self.questions == other.questions and np.allclose(
            (*self.factors, self.bound), (*other.factors, other.bound), rtol=0.0, atol=_ALIKE
        )


def relaxation(constraints: Iterable[Constraint]) -> Iterator[Inequality]:
    """The inequality of each constraint by itself."""
    for kind, questions in constraints:
        if kind == "implies":
            yield Inequality(kind, questions, (1.0, -1.0), 0.0)
        else:
            sign = 1.0 if kind == "excludes" else -1.0
            yield Inequality(kind, questions, (sign,) * len(questions), sign)


def strengthened(
    constraints: Sequence[Constraint], closure: Closure, questions: Sequence[int]
) -> Iterator[Inequality]:
    """The same, with exclusive sets as large as they can be, and what must be as it is.

    Three questions of which each two exclude each other may sum to 1, and not to 3/2.
    """
    sets = [one for one in constraints if one.kind == "excludes"]
    yield from relaxation(one for one in constraints if one.kind != "excludes")
    yield from relaxation(_largest(sets, closure, questions))
    for question in questions:
        if closure.impossible(yes(question)):
            yield Inequality("jointly", (question,), (1.0,), 0.0)
        if closure.impossible(no(question)):
            yield Inequality("jointly", (question,), (-1.0,), -1.0)


def _largest(
    sets: Sequence[Constraint], closure: Closure, questions: Sequence[int]
) -> list[Constraint]:
    """Each exclusive set with every question that excludes all in it; none within another."""
    grown = {frozenset(_grown(one.questions, closure, questions)): one for one in sets}
    return [
        one._replace(questions=tuple(sorted(members)))
        for members, one in grown.items()
        if not any(members < other for other in grown)
    ]


def _grown(members: Iterable[int], closure: Closure, questions: Sequence[int]) -> list[int]:
    found = list(members)
    for question in questions:
        if question not in found and all(
            closure.follows(yes(question), no(other)) for other in found
        ):
            found.append(question)
    return found


def matrix(rows: Sequence[Inequality], size: int) -> tuple[csr_array, Floats]:
    """The factors of inequalities as a sparse matrix, and their bounds."""
    from scipy.sparse import csr_array

    lengths = [len(row.questions) for row in rows]
    factors = np.array([factor for row in rows for factor in row.factors], np.float64)
    columns = np.array([question for row in rows for question in row.questions], np.intp)
    starts = np.concatenate([[0], np.cumsum(lengths, dtype=np.intp)])
    bounds = np.array([row.bound for row in rows], np.float64)
    return csr_array((factors, columns, starts), shape=(len(rows), size)), bounds
