"""Linear programs, in the one form that is needed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from scoring.worlds.constraints import ContradictionError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Solution", "least"]


class Solution(NamedTuple):
    """A corner where a linear function is least.

    Attributes:
        x: The corner.
        prices: By how much the least value would fall for each bound raised by 1.
    """

    x: Floats
    prices: Floats


def least(
    cost: Floats, rows: Any, bounds: Floats, limits: Floats, flat: Floats | None = None
) -> Solution:
    """Find the least ``cost @ x`` with ``rows @ x <= bounds`` and ``flat @ x == 0``.

    Args:
        cost: A figure for each variable.
        rows: Sparse or dense, by variables.
        bounds: One for each row.
        limits: Least and greatest value of each variable, in two columns; infinite for none.
        flat: Equations by variables.

    Raises:
        ContradictionError: Nothing satisfies all rows.
    """
    from scipy.optimize import linprog

    problem: dict[str, Any] = {"A_ub": rows, "b_ub": bounds, "bounds": limits}
    if flat is not None:
        problem |= {"A_eq": flat, "b_eq": np.zeros(len(flat))}
    found = linprog(cost, method="highs", **problem)
    if found.x is None:
        raise ContradictionError
    return Solution(found.x, -found.ineqlin.marginals)
