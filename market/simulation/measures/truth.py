"""True skill: the loss to be expected of people who stand from open to close."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.emission import emit
from market.simulation.mechanisms.poll import poll
from market.simulation.scene import scene_of
from market.simulation.streams import Streams
from scoring.kinds import Kind
from scoring.sorting import sums_by
from scoring.timeline import cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.layout import Layout
    from market.simulation.people.columns import People
    from market.simulation.worlds.world import World
    from scoring.cells import Cells

    Floats = NDArray[np.float64]

__all__ = ["true_losses"]

_ALWAYS_THERE = {
    "start": 0.0,
    "stop": 1.0,
    "share": 1.0,
    "picks": 0.0,
    "gap": 0.0,
    "polled": 1.0,
}
"""Traits of who answers every question from its open to its close."""

_QUESTIONS, _TIMES = 1_000, 10
"""Fresh questions for each panel, at least, and how many times its own."""


@dataclass(frozen=True, slots=True)
class _Fresh(Streams):
    """Streams of questions that nobody is asked but to learn how good he is.

    Attributes:
        series: Number of the series of such questions.
    """

    series: int

    def rng(self, purpose: str) -> np.random.Generator:
        """A generator at the begin of the stream for a purpose."""
        return Streams(self.seed, self.block).rng(f"{purpose} of fresh questions {self.series}")


def true_losses(world: World, people: People, layout: Layout, streams: Streams) -> Floats:
    """Expected Brier loss per time stood of each of the people, a row for each panel.

    The same people answer all of some fresh questions of the same world, from open to close and
    as often as is their way. Neither when they come to the panel's own questions matters, nor which
    of these they choose.

    Args:
        world: The world.
        people: Who is in it.
        layout: Sizes of the block.
        streams: Randomness of the block.
    """
    column = layout.forecasters, 1
    always = {name: np.full(column, value) for name, value in _ALWAYS_THERE.items()}
    present = replace(people, **always)
    shape = layout.panels, layout.forecasters
    loss, time = np.zeros(shape), np.zeros(shape)
    wanted = max(_QUESTIONS, _TIMES * layout.questions)
    for series in range(-(-wanted // layout.questions)):
        found = _cells(world, present, layout, _Fresh(streams.seed, streams.block, series))
        rows = np.flatnonzero(found.forecaster < layout.forecasters)
        place = found.question[rows] // layout.questions * shape[1] + found.forecaster[rows]
        loss += sums_by(place, found.brier_time[rows], loss.size).reshape(shape)
        time += sums_by(place, found.time[rows], time.size).reshape(shape)
    return loss / time


def _cells(world: World, people: People, layout: Layout, streams: Streams) -> Cells:
    """Cells of some fresh questions, all forecasters being outsiders: nobody is compared."""
    scene = scene_of(world.draw(layout, streams.rng("world")), people, layout, streams)
    panel = emit(scene, poll(scene), ()).panel
    return cells(replace(panel, kind=np.full_like(panel.kind, Kind.COMPUTED.code)))
