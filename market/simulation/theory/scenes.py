"""People of known beliefs on the floor of a simulated market: the engine that scenarios run on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.layout import Layout
from market.simulation.people.groups import Group, draw_people
from market.simulation.scene import scene_of
from market.simulation.streams import Streams
from market.simulation.worlds.world import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from market.simulation.scene import Scene

    Floats = NDArray[np.float64]

__all__ = ["scene_of_beliefs"]


def scene_of_beliefs(log_odds: Floats, traits: Mapping[str, float], seed: int) -> Scene:
    """A scene of one moment.

    Args:
        log_odds: What each of the people believes: people, questions.
        traits: What all of them are like.
        seed: Seed of the outcomes and of the order in which they act.
    """
    people, questions = log_odds.shape
    layout, streams = Layout(people, 1, questions, 1), Streams(seed, 0)
    outcome = streams.rng("verify outcome").integers(0, 2, questions).astype(np.float64)
    truth = Truth(outcome, np.ones(questions), log_odds.mean(axis=0)[None], log_odds[None])
    group = Group("crowd", people, dict(traits))
    return scene_of(truth, draw_people([group], layout, streams), layout, streams)
