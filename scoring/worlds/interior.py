"""A point well within inequalities, and those of them that can only be equations."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scoring.worlds.linear import least

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

__all__ = ["Interior", "interior"]


class Interior(NamedTuple):
    """What the inequalities leave.

    Attributes:
        point: A point that breaks no inequality and is on the edge of no loose one.
        tight: Which inequalities hold with equality wherever all hold.
    """

    point: Floats
    tight: Bools


def interior(factors: csr_array, bounds: Floats) -> Interior:
    """Find a point within ``factors @ x <= bounds``, by one linear program.

    It looks for x and a scale z with as many slacks of 1 as there can be, and a slack that
    stays 0 is 0 in every solution (Freund, Roundy & Todd 1985, MIT Sloan WP 1674-85).

    Raises:
        ContradictionError: Nothing satisfies all of them.
    """
    from scipy.sparse import csr_array, eye_array, hstack

    count, size = factors.shape
    scale = csr_array(-bounds[:, None])
    limits = np.tile([-np.inf, np.inf], (size + 1 + count, 1))
    limits[size], limits[size + 1 :] = (1.0, np.inf), (0.0, 1.0)
    found = least(
        np.concatenate([np.zeros(size + 1), -np.ones(count)]),
        hstack([factors, scale, eye_array(count)], format="csr"),
        np.zeros(count),
        limits,
    ).x
    return Interior(found[:size] / found[size], found[size + 1 :] < 0.5)  # noqa: PLR2004 - each is 0 or 1
