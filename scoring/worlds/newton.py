"""Newton's equations for a convex function under linear equations and weighted rows."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array
    from scipy.sparse.linalg import SuperLU

    Floats = NDArray[np.float64]

__all__ = ["Newton"]

_RIDGE = 1e-9
"""Added to the curvature, so that what nobody has a say about is defined; steps are repeated."""

_GIVE = 1e-12
"""What equations give way per unit of their multiplier in one step, so that one may say twice
what another says; steps are repeated."""

_TRIES = 1.0, 1e3, 1e6
"""Factors of both, taken in turn until they are not lost beside figures that are far greater."""


class Newton:
    """The matrix of one step, factorised once."""

    def __init__(
        self, curvature: Floats, rows: csr_array, pull: Floats, equations: csr_array
    ) -> None:
        """Factorise.

        Args:
            curvature: Second derivative of the function by each of n variables.
            rows: Inequalities by variables.
            pull: How hard each of them holds against a step.
            equations: Equations by variables.
        """
        from scipy.sparse import diags_array

        self._size = curvature.size
        bend = diags_array(curvature) + rows.T @ diags_array(pull) @ rows
        self._factors = _factors(bend, equations)

    def step(self, slope: Floats, missing: Floats) -> tuple[Floats, Floats]:
        """Changes of variables and multipliers.

        Args:
            slope: What is left of the first derivative, to be made 0.
            missing: By how much equations miss what they should be.
        """
        change = self._factors.solve(-np.concatenate([slope, missing]))
        return change[: self._size], change[self._size :]


def _factors(bend: csr_array, equations: csr_array) -> SuperLU:
    from scipy.sparse import block_array, eye_array
    from scipy.sparse.linalg import splu

    ridge = _RIDGE * eye_array(bend.shape[0])
    give = -_GIVE * eye_array(equations.shape[0])
    for more in _TRIES:
        rigid = bend + more * ridge
        whole = block_array([[rigid, equations.T], [equations, more * give]], format="csc")
        with suppress(RuntimeError):
            return splu(whole)
    raise ArithmeticError("the equations of a step cannot be solved")
