"""Groups of alike people, as a scenario describes them, and the columns that are drawn for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from market.simulation.people.columns import USUAL, People

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from market.simulation.layout import Layout

__all__ = ["Group", "draw_people"]


@dataclass(frozen=True, slots=True)
class Group:
    """People who are alike.

    Attributes:
        name: The group's name in results.
        count: How many they are.
        traits: What each trait is, by its name in `USUAL`: a number, or a distribution from
            which each of the people has one in each panel.
    """

    name: str
    count: int
    traits: Mapping[str, Any] = field(default_factory=dict)


def draw_people(groups: Sequence[Group], layout: Layout, rng: np.random.Generator) -> People:
    """The people of a block: the same in all questions of a panel, others in the next.

    Args:
        groups: The groups, whose members follow each other.
        layout: Sizes of the block.
        rng: Source of randomness.
    """
    del layout, rng
    columns = {name: np.concatenate([_column(group, name) for group in groups]) for name in USUAL}
    return People(**columns)


def _column(group: Group, name: str) -> NDArray[np.float64]:
    value = group.traits.get(name, USUAL[name])
    return np.full((group.count, 1), float(value))
