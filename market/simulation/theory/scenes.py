"""People of known beliefs on the floor of a simulated market: the engine that scenarios run on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.layout import Layout
from market.simulation.people.groups import Group, draw_people
from market.simulation.scene import scene_of
from market.simulation.worlds.world import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from market.simulation.scene import Scene
    from market.simulation.streams import Streams

    Floats = NDArray[np.float64]

__all__ = ["scene_of_beliefs"]

_EVEN = 0.5


def scene_of_beliefs(log_odds: Floats, traits: Mapping[str, float], streams: Streams) -> Scene:
    """A scene of one moment.

    Args:
        log_odds: What each of the people believes: people, questions.
        traits: What all of them are like.
        streams: Randomness of the outcomes, and of whoever has some.
    """
    people, questions = log_odds.shape
    layout = Layout(people, 1, questions, 1)
    outcome = streams.rng("verify outcome").binomial(1, _EVEN, (questions,)).astype(np.float64)
    mean: Floats = np.mean(log_odds, axis=0, keepdims=True)
    truth = Truth(outcome, np.ones(questions), mean, log_odds[None])
    group = Group("crowd", people, dict(traits))
    return scene_of(truth, draw_people([group], layout, streams), layout, streams)
