"""How far a point is run: whole blocks are drawn, and whole lanes of them count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from market.simulation.experiments.block import layout_of

if TYPE_CHECKING:
    from market.simulation.layout import Layout
    from market.simulation.scenarios.scenario import Point

__all__ = ["Extent"]


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a point is run.

    Attributes:
        layout: Sizes of its blocks.
        lanes: How many lanes count, from the first of block 0 on.
    """

    layout: Layout
    lanes: int

    @classmethod
    def of(cls, point: Point, panels: int) -> Self:
        """As many lanes as hold so many panels."""
        layout = layout_of(point)
        return cls(layout, -(-panels * layout.questions // layout.lane))

    @property
    def panels(self) -> int:
        """Panels that count: those asked for, rounded up to whole lanes."""
        return self.lanes * self.layout.lane // self.layout.questions

    @property
    def blocks(self) -> int:
        """Blocks that are drawn."""
        return -(-self.lanes // self.layout.lanes)
