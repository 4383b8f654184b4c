"""What a scenario says once it is read: one point of its grid, ready to run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from market.simulation.mechanisms.mechanism import Mechanism
    from market.simulation.people.groups import Group
    from market.simulation.worlds.world import World

__all__ = ["Measure", "Point", "Scenario"]

Measure = Literal["questions", "boards", "gaming"]


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a scenario's grid.

    Attributes:
        at: Values of the grid's keys here, by key: empty without a grid.
        world: The world.
        groups: Who is in it.
        markets: The mechanisms with a price, each under a name of its own.
        pools: Names of pools, as `scoring.pooling` has them.
        questions: Questions put to the same people.
        moments: Moments at which people may act.
        measure: What is measured: scores of questions; how well boards agree with true skill;
            whom each group outranks.
        boards: Names of boards, as `scoring.rivals` has them, for the latter two.
    """

    at: Mapping[str, Any]
    world: World
    groups: tuple[Group, ...]
    markets: tuple[Mechanism, ...] = ()
    pools: tuple[str, ...] = ()
    questions: int = 1
    moments: int = 1
    measure: Measure = "questions"
    boards: tuple[str, ...] = ()

    @property
    def forecasters(self) -> int:
        """How many people there are."""
        return sum(group.count for group in self.groups)


@dataclass(frozen=True, slots=True)
class Scenario:
    """An experiment.

    Attributes:
        name: Its name: that of its file.
        title: What it asks, in a few words.
        lesson: What it showed, in one sentence.
        panels: How often each point is repeated.
        quick: How often with ``--quick``.
        seed: Seed of its randomness.
        reference: With whom differences are taken: a group, pool or market; empty for none.
        points: The points of its grid, in the order of its keys and their values.
    """

    name: str
    title: str
    lesson: str
    panels: int
    quick: int
    seed: int
    reference: str
    points: tuple[Point, ...]
