"""The corners of the hull of a part: all its worlds, or as many as it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.worlds.constraints import ContradictionError
from scoring.worlds.facets import facets
from scoring.worlds.inequalities import matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from scoring.worlds.inequalities import Inequality

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

__all__ = ["Corners", "SoughtCorners", "furthest_world"]

_LARGEST, _MOST = 120, 400
"""How many questions may hang together so, and the worlds that are sought: some seconds' work."""


class Corners:
    """All worlds of some questions."""

    def __init__(self, possible: Bools) -> None:
        """Take the worlds, a row each."""
        self._possible = possible

    def broken(self, point: Floats) -> list[Inequality]:
        """Inequalities of the hull that a point breaks; none if it is within."""
        return facets(self._possible, point)


class SoughtCorners:
    """Worlds of some questions, sought by integer programs where a point asks for them."""

    def __init__(self, rows: Sequence[Inequality], size: int) -> None:
        """Take inequalities whose integer solutions are the worlds.

        Raises:
            ValueError: There are too many questions.
        """
        if size > _LARGEST:
            raise ValueError(_tangled(size))
        self._rows, self._bounds = matrix(rows, size)
        self._possible = furthest_world(np.zeros(size), self._rows, self._bounds)[None, :]

    def broken(self, point: Floats) -> list[Inequality]:
        """Inequalities of the hull that a point breaks; none if it is within.

        An inequality of the worlds found so far holds for all of them, or the one that breaks it
        most is found next.

        Raises:
            ValueError: It takes too many worlds to say.
        """
        while len(self._possible) < _MOST:
            found = facets(self._possible, point)[:1]
            fresh = [world for one in found if (world := self._beyond(one)) is not None]
            if not fresh:
                return found
            self._possible = np.unique(np.vstack([self._possible, *fresh]), axis=0)
        raise ValueError(_tangled(point.size))

    def _beyond(self, one: Inequality) -> Bools | None:
        """A world that breaks an inequality."""
        direction = np.zeros(self._rows.shape[1])
        direction[list(one.questions)] = one.factors
        world = furthest_world(direction, self._rows, self._bounds)
        return world if one.excess(world.astype(np.float64)) > 1e-7 else None  # noqa: PLR2004 - beyond rounding


def furthest_world(direction: Floats, rows: csr_array, bounds: Floats) -> Bools:
    """A world that is furthest in a direction, by an integer program.

    Args:
        direction: A factor for each question.
        rows: Inequalities by questions, whose integer solutions are the worlds.
        bounds: What each may be at most.

    Raises:
        ContradictionError: There is no world.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    found = milp(
        -direction,
        integrality=np.ones(direction.size, np.intp),
        bounds=Bounds(0.0, 1.0),
        constraints=LinearConstraint(rows, ub=bounds),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise ContradictionError
    return np.asarray(found.x > 0.5, np.bool_)  # noqa: PLR2004 - each is 0 or 1


def _tangled(size: int) -> str:
    return f"{size} questions hang together in too many ways to tell: leave some links out"
