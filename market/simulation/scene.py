"""The scene of a block: what is true, who is there, what they think, and when they look.

Nothing in it depends on a mechanism. Every poll and every market of a run plays in the same scene.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from market.simulation.people.attention import looks_of
from market.simulation.people.groups import draw_people
from market.simulation.people.opinions import opinions

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from market.simulation.layout import Layout
    from market.simulation.people.columns import People
    from market.simulation.people.groups import Group
    from market.simulation.streams import Streams
    from market.simulation.worlds.world import Truth, World

    Floats = NDArray[np.float64]

__all__ = ["Scene", "scene_of", "set_scene"]


@dataclass(frozen=True, slots=True)
class Scene:
    """A block before anybody has spoken.

    Attributes:
        layout: Its sizes.
        truth: Its questions.
        people: Who is there.
        opinion: What each thinks for himself, log-odds; moments (or one), forecasters, columns.
        looks: Who looks when, while the question is open; moments, forecasters, columns.
    """

    layout: Layout
    truth: Truth
    people: People
    opinion: Floats
    looks: NDArray[np.bool_]

    @property
    def shape(self) -> tuple[int, int]:
        """Forecasters and columns."""
        return self.layout.forecasters, self.layout.columns

    def opinion_at(self, moment: int) -> Floats:
        """What each thinks at a moment: forecasters, columns."""
        opinion: Floats = self.opinion[min(moment, len(self.opinion) - 1)]
        return opinion

    def only(self, rows: NDArray[np.intp]) -> Scene:
        """The scene without the others: what somebody thinks, and when he looks, stays as it is.

        Args:
            rows: Who is there.
        """
        signal = self.truth.signal
        return Scene(
            layout=replace(self.layout, forecasters=rows.size),
            truth=replace(self.truth, signal=signal if signal.shape[1] == 1 else signal[:, rows]),
            people=self.people.only(rows),
            opinion=self.opinion[:, rows],
            looks=self.looks[:, rows],
        )


def set_scene(world: World, groups: Sequence[Group], layout: Layout, streams: Streams) -> Scene:
    """Draw a block.

    Args:
        world: The world.
        groups: Who is in it.
        layout: Sizes of the block.
        streams: Randomness of the block.
    """
    truth = world.draw(layout, streams.rng("world"))
    return scene_of(truth, draw_people(groups, layout, streams), layout, streams)


def scene_of(truth: Truth, people: People, layout: Layout, streams: Streams) -> Scene:
    """The scene of questions and people that are there already.

    Args:
        truth: The questions.
        people: Who is there.
        layout: Sizes of the block.
        streams: Randomness of the block.
    """
    opinion = opinions(truth, people, layout, streams)
    return Scene(layout, truth, people, opinion, looks_of(truth, people, layout, streams))
