"""How much is drawn for the laws that are checked by drawing, and from which seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from market.simulation.layout import Layout
from market.simulation.streams import Streams

if TYPE_CHECKING:
    import numpy as np

    from market.simulation.worlds.world import Truth, World

__all__ = ["Effort"]


class Effort(NamedTuple):
    """How thoroughly laws are checked.

    Attributes:
        seed: Seed of whatever is drawn.
        quick: Whether some seconds must do for all.
    """

    seed: int = 7
    quick: bool = False

    def size(self, full: int, quick: int) -> int:
        """One of two numbers of draws."""
        return quick if self.quick else full

    def rng(self, purpose: str) -> np.random.Generator:
        """A stream for a purpose."""
        return Streams(self.seed, 0).rng(f"verify {purpose}")

    def truth(
        self, world: World, questions: int, *, people: int = 1, moments: int = 1, purpose: str = ""
    ) -> Truth:
        """Questions of a world, each to people of its own.

        Args:
            world: The world.
            questions: How many.
            people: How many people know of each.
            moments: Moments at which they know it.
            purpose: What tells apart draws of one kind of world.
        """
        layout = Layout(people, 1, questions, moments)
        return world.draw(layout, self.rng(f"{type(world).__name__} {purpose}"))
