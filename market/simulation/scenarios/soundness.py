"""What cannot be in a point of a grid though each part of it by itself could."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.layout import Layout
from market.simulation.parameters import ParameterError
from market.simulation.scenarios.typed import under

if TYPE_CHECKING:
    from market.simulation.scenarios.scenario import Point

__all__ = ["check_sound"]

_CELLS = 2**25
"""Numbers in an array of a block, of which a run holds several: 0.27 GB each."""


def check_sound(point: Point) -> None:
    """Demand that a point can be run.

    Args:
        point: The point.

    Raises:
        ParameterError: There is nobody, there is nothing to rank, it would need too much memory,
            or its world cannot have so many people.
    """
    if point.forecasters == 0:
        raise ParameterError("people", "are none", "Begin a group with [[people]]")
    if point.measure != "questions":
        _check_ranked(point)
    sizes = Layout.full(point.forecasters, point.questions, point.moments)
    cells = sizes.forecasters * sizes.columns * sizes.moments
    if cells > _CELLS:
        held = f"{sizes.forecasters:,} people, {sizes.columns:,} questions, {sizes.moments:,}"
        hint = "Lower a count of people, questions or moments"
        raise ParameterError("people", f"are too many: a block holds {held} moments", hint)
    alone = Layout(point.forecasters, 1, 1, point.moments)
    with under("world"):
        point.world.draw(alone, np.random.default_rng(0))


def _check_ranked(point: Point) -> None:
    """Demand that boards have whom to rank, and on what, and that nothing else is asked."""
    if point.questions == 1:
        raise ParameterError("questions", f"must be 2 or more where measure is {point.measure!r}")
    if point.forecasters == 1:
        raise ParameterError("people", f"must be 2 or more where measure is {point.measure!r}")
    if point.measure == "gaming" and point.groups[0].count in {0, point.forecasters}:
        raise ParameterError("people", "need a first and a second group where measure is 'gaming'")
    for part, found in (("pools", point.pools), ("market", point.markets)):
        if found:
            raise ParameterError(part, f"has no figures where measure is {point.measure!r}")
