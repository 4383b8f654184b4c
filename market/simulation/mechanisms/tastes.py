"""What people want of a market: traits of theirs, each a single number if all are alike in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.scene import Scene

    Floats = NDArray[np.float64]

__all__ = ["Tastes", "tastes_of"]


class Tastes(NamedTuple):
    """Traits of traders: forecasters, columns; or of one element.

    Attributes:
        wealth: Credits at the open.
        relative: Constant relative risk aversion.
        absolute: Constant absolute risk aversion, per credit.
        fraction: Share of one's belief in what is traded on; the rest is the price.
        herd: Share of the price in what is traded on, log-odds.
        adopt: Share of it that becomes one's own opinion for good.
        gap: Difference from the price, in probability, that one trades for.
    """

    wealth: Floats
    relative: Floats
    absolute: Floats
    fraction: Floats
    herd: Floats
    adopt: Floats
    gap: Floats


def tastes_of(scene: Scene) -> Tastes:
    """The traits of a block's people."""
    people = scene.people
    traits = (
        people.wealth,
        people.aversion,
        people.absolute,
        people.fraction,
        people.herd,
        people.adopt,
        people.gap,
    )
    return Tastes(*(_table(trait, scene.shape) for trait in traits))


def _table(trait: Floats, shape: tuple[int, int]) -> Floats:
    """One number if there is but one, else a table that can be cut into lanes."""
    if trait.size and np.all(trait == trait.flat[0]):
        return trait.reshape(-1)[:1]
    return np.ascontiguousarray(np.broadcast_to(trait, shape))
