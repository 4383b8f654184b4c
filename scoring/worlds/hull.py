"""The hull of all possible worlds, by inequalities that are found as they are needed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from scoring.worlds.blocks import balanced, blocks
from scoring.worlds.closure import Closure
from scoring.worlds.constraints import Constraint
from scoring.worlds.corners import Corners, SoughtCorners
from scoring.worlds.echoes import without_echoes
from scoring.worlds.inequalities import relaxation, strengthened
from scoring.worlds.listing import worlds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from scoring.worlds.blocks import Block
    from scoring.worlds.inequalities import Inequality

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Hull", "Part"]

_MOST = 10_000
"""Worlds of one part that are listed; of more, only those that matter are sought."""

_EXACT = 1e-12
"""What an inequality may be broken by rounding."""


class Part:
    """Questions that constraints link, directly or through others.

    Attributes:
        questions: Their positions, ascending.
        rows: Inequalities between them, by position among them.
    """

    def __init__(self, questions: Index, constraints: Sequence[Constraint]) -> None:
        """Take constraints that are by position among the questions."""
        self.questions = questions
        self._constraints = without_echoes(constraints, questions.size)
        self.rows: list[Inequality] = list(
            relaxation(self._constraints)
            if self._plain
            else strengthened(self._constraints, self._closure, range(questions.size))
        )

    @cached_property
    def _plain(self) -> bool:
        """Whether the inequalities at sight are those of the hull."""
        return all(len(one.questions) == 2 for one in self._constraints) and balanced(  # noqa: PLR2004 - pairs
            self._constraints
        )

    @cached_property
    def _closure(self) -> Closure:
        return Closure(self._constraints, self.questions.size)

    @cached_property
    def _blocks(self) -> list[tuple[list[int], Corners | SoughtCorners]]:
        """What has to be looked at, and its corners."""
        found = blocks(self._constraints, self._closure, self.questions.size)
        return [(list(block.questions), self._corners(block)) for block in found]

    def _corners(self, block: Block) -> Corners | SoughtCorners:
        possible = worlds(block, self._closure, _MOST)
        if possible is not None:
            return Corners(possible)
        place = {question: position for position, question in enumerate(block.questions)}
        rows = [
            row._replace(questions=tuple(place[one] for one in row.questions))
            for row in (*self.rows, *relaxation(block.pairs))
            if place.keys() >= set(row.questions)
        ]
        return SoughtCorners(rows, len(place))

    def cut(self, point: Floats) -> bool:
        """Add inequalities of the hull that a point breaks, and say if there were any.

        One that is there already is broken by rounding, and will be however often it is added.
        """
        found = [] if self._plain else list(self._broken(point))
        fresh = [row for row in found if not any(row.says_like(other) for other in self.rows)]
        self.rows += fresh
        return bool(fresh)

    def _broken(self, point: Floats) -> Iterator[Inequality]:
        for questions, corners in self._blocks:
            for row in corners.broken(point[questions]):
                yield row._replace(questions=tuple(questions[one] for one in row.questions))

    def holds(self, point: Floats) -> bool:
        """Whether a point, complete, is in the hull."""
        complete = bool(np.isfinite(point).all())
        return (
            complete
            and max(row.excess(point) for row in self.rows) <= _EXACT
            and not self.cut(point)
        )


class Hull:
    """The coherent probabilities of a number of questions.

    Attributes:
        parts: What is linked; all other questions are free.
    """

    def __init__(self, constraints: Sequence[Constraint], size: int) -> None:
        """Divide constraints into parts."""
        self.parts = list(_parts(constraints, size))

    def within(self, start: Floats, solve: Callable[[list[Inequality], Index], Floats]) -> Floats:
        """The solution of a convex problem over the hull.

        Args:
            start: What solves it where nothing is linked; where a linked part is coherent,
                that is its solution, too.
            solve: Solves it for some questions under inequalities, which are by their position
                among these.
        """
        point = start.copy()
        pending = [part for part in self.parts if not part.holds(start[part.questions])]
        while pending:
            questions = np.concatenate([part.questions for part in pending])
            point[questions] = solve(list(_together(pending)), questions)
            pending = [part for part in pending if part.cut(point[part.questions])]
        return point


def _together(parts: Iterable[Part]) -> Iterator[Inequality]:
    """The inequalities of parts, by position among the questions of all of them."""
    first = 0
    for part in parts:
        for row in part.rows:
            yield row._replace(questions=tuple(first + question for question in row.questions))
        first += part.questions.size


def _parts(constraints: Sequence[Constraint], size: int) -> Iterator[Part]:
    """Connected questions with their constraints, by position among them."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not constraints:
        return
    edges = [(one.questions[0], other) for one in constraints for other in one.questions]
    row, column = np.array(edges, np.intp).reshape(-1, 2).T
    graph = coo_array((np.ones(row.size), (row, column)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    grouped: dict[int, list[Constraint]] = {}
    for one in constraints:
        grouped.setdefault(int(labels[one.questions[0]]), []).append(one)
    place = np.zeros(size, np.intp)
    for label, own in grouped.items():
        questions = np.flatnonzero(labels == label)
        place[questions] = np.arange(questions.size)
        yield Part(
            questions,
            [Constraint(one.kind, tuple(place[list(one.questions)].tolist())) for one in own],
        )
