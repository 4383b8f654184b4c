"""The bets against probabilities that win in every world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.worlds.inequalities import matrix
from scoring.worlds.linear import least

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scoring.worlds.hull import Hull
    from scoring.worlds.inequalities import Inequality

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["wager"]


def wager(p: Floats, hull: Hull) -> tuple[Floats, Floats]:
    """The stakes, each within [-1, 1], that win most in the worst world.

    A stake s on a question wins s (w - p) in a world where its answer is w. What the best stakes
    win whatever happens is the least sum of absolute differences between p and any coherent
    vector: each is the dual of the other's linear program.

    Args:
        p: Probabilities; NaN where nobody bets.
        hull: What is coherent.

    Returns:
        A nearest coherent vector, and the stakes: 0 where nobody bets.
    """
    stakes = np.zeros_like(p)

    def solve(rows: list[Inequality], questions: Index) -> Floats:
        point, stakes[questions] = _solve(p[questions], rows)
        return point

    return hull.within(p, solve), stakes


def _solve(p: Floats, rows: Sequence[Inequality]) -> tuple[Floats, Floats]:
    """Least sum of absolute differences, with the prices of what makes it no less."""
    from scipy.sparse import block_array, eye_array

    said = np.flatnonzero(np.isfinite(p))
    factors, bounds = matrix(rows, p.size)
    own, apart = eye_array(p.size, format="csr")[said], eye_array(said.size)
    limits = np.tile([0.0, 1.0], (p.size + said.size, 1))
    x, prices = least(
        np.concatenate([np.zeros(p.size), np.ones(said.size)]),
        block_array([[own, -apart], [-own, -apart], [factors, None]], format="csr"),
        np.concatenate([p[said], -p[said], bounds]),
        limits,
    )
    above, below = prices[: 2 * said.size].reshape(2, -1)
    stakes = np.zeros_like(p)
    stakes[said] = np.clip(above - below, -1.0, 1.0)
    return x[: p.size], stakes
