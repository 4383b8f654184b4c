"""Inequalities ready for a solver: what is loose, and what can only be an equation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scoring.worlds.inequalities import matrix
from scoring.worlds.interior import interior

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from scoring.worlds.inequalities import Inequality

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

__all__ = ["Program", "program"]


class Program(NamedTuple):
    """A polytope of probabilities.

    Attributes:
        loose: Inequalities that some point satisfies strictly, those of 0 and 1 among them.
        bounds: What each may be at most.
        equations: Those that hold with equality wherever all hold.
        values: What each is.
        start: A point on the edge of no loose inequality.
        fixed: Which probabilities the equations leave no choice.
    """

    loose: csr_array
    bounds: Floats
    equations: csr_array
    values: Floats
    start: Floats
    fixed: Bools


def program(rows: Sequence[Inequality], size: int) -> Program:
    """Sort inequalities between ``size`` probabilities, and add that these are within [0, 1].

    Raises:
        ContradictionError: Nothing satisfies all of them.
    """
    from scipy.sparse import eye_array, vstack

    factors, bounds = matrix(rows, size)
    one = eye_array(size, format="csr")
    everything = vstack([factors, -one, one], format="csr")
    limits = np.concatenate([bounds, np.zeros(size), np.ones(size)])
    point, tight = interior(everything, limits)
    at_edge = tight[-2 * size : -size] | tight[-size:]
    idle = np.concatenate([np.zeros(bounds.size, np.bool_), at_edge, at_edge])
    loose = ~tight & ~idle
    return Program(
        everything[loose], limits[loose], everything[tight], limits[tight], point, at_edge
    )
