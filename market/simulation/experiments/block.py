"""One block of one point: drawn, played, emitted, scored. All that a sweep does, many times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.simulation.emission import emit
from market.simulation.layout import Layout
from market.simulation.measures.boards import tally_boards
from market.simulation.measures.gaming import tally_gaming
from market.simulation.measures.questions import tally_questions
from market.simulation.measures.truth import true_losses
from market.simulation.mechanisms.poll import poll
from market.simulation.scene import set_scene
from market.simulation.streams import Streams

if TYPE_CHECKING:
    from market.simulation.measures.tally import Tally
    from market.simulation.scenarios.scenario import Point
    from market.simulation.scene import Scene

__all__ = ["layout_of", "run_block"]


def layout_of(point: Point) -> Layout:
    """Sizes of each block of a point."""
    return Layout.full(point.forecasters, point.questions, point.moments)


def run_block(point: Point, seed: int, block: int) -> Tally:
    """Figures of a block; always the same for the same arguments.

    Args:
        point: What is simulated.
        seed: Seed of the run.
        block: Number of the block, from 0.
    """
    streams = Streams(seed, block)
    scene = set_scene(point.world, point.groups, layout_of(point), streams)
    return _MEASURES[point.measure](point, scene, streams)


def _questions(point: Point, scene: Scene, streams: Streams) -> Tally:
    priced = {market.name: market.run(scene, streams) for market in point.markets}
    emitted = emit(scene, poll(scene), list(priced.values()))
    return tally_questions(emitted, scene.layout, point.groups, point.pools, priced)


def _boards(point: Point, scene: Scene, streams: Streams) -> Tally:
    losses = true_losses(point.world, scene.people, scene.layout, streams)
    emitted = emit(scene, poll(scene), ())
    return tally_boards(emitted, scene.layout, losses, point.boards)


def _gaming(point: Point, scene: Scene, _streams: Streams) -> Tally:
    return tally_gaming(scene, point.groups, point.boards)


_MEASURES = {"questions": _questions, "boards": _boards, "gaming": _gaming}
