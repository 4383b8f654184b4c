"""One block of one point: drawn, played, emitted, scored. All that a sweep does, many times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.simulation.emission import emit
from market.simulation.layout import Layout
from market.simulation.measures.questions import tally_questions
from market.simulation.mechanisms.poll import poll
from market.simulation.scene import set_scene
from market.simulation.streams import Streams

if TYPE_CHECKING:
    from market.simulation.experiments.scenario import Point
    from market.simulation.measures.tally import Tally

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
    priced = [market.run(scene, streams) for market in point.markets]
    emitted = emit(scene, poll(scene), priced)
    markets = [(market.name, found) for market, found in zip(point.markets, priced, strict=True)]
    return tally_questions(emitted, point.groups, point.pools, markets)
