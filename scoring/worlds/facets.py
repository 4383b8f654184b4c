"""Facets of the hull of some worlds, between it and a point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.worlds.inequalities import Inequality
from scoring.worlds.linear import least

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

__all__ = ["facets"]

_OUTSIDE = 1e-11
"""A point is outside an inequality if it breaks it by more."""


def facets(possible: Bools, point: Floats) -> list[Inequality]:
    """Inequalities of the hull of some worlds that a point breaks; none if it is within.

    About a centre of the hull the facets are the corners of the polar body, and the one that
    is broken most in relation is found by a linear program.

    Args:
        possible: Worlds, a row each.
        point: Probabilities of the questions.
    """
    corners = possible.astype(np.float64)
    centre = corners.mean(axis=0)
    flat = _normals(corners - centre)
    signs = [side * normal for normal in flat for side in (1.0, -1.0)]
    broken = [_inequality(corners, one) for one in signs if one @ (point - centre) > _OUTSIDE]
    if broken or len(flat) == point.size:
        return broken
    if np.max(np.abs(point - centre)) <= _OUTSIDE:
        return []
    outward = _outward(corners - centre, flat, point - centre)
    found = _inequality(corners, outward)
    return [found] if found.excess(point) > _OUTSIDE else []


def _normals(spread: Floats) -> Floats:
    """Directions in which the worlds do not differ."""
    _, sizes, directions = np.linalg.svd(spread, full_matrices=True)
    rank = int(np.sum(sizes > 1e-9 * max(1.0, sizes.max(initial=0.0))))
    return directions[rank:]


def _outward(spread: Floats, flat: Floats, aim: Floats) -> Floats:
    """The facet that is broken most, its largest factor 1."""
    limits = np.tile([-np.inf, np.inf], (aim.size, 1))
    found = least(-aim, spread, np.ones(len(spread)), limits, flat if flat.size else None).x
    outward: Floats = found / np.abs(found).max()
    return outward


def _inequality(corners: Floats, outward: Floats) -> Inequality:
    """The inequality in a direction that some corner satisfies with equality."""
    kept = np.flatnonzero(np.abs(outward) > _OUTSIDE)
    bound = float((corners[:, kept] @ outward[kept]).max())
    return Inequality("jointly", tuple(kept.tolist()), tuple(outward[kept].tolist()), bound)
