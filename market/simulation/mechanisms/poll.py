"""The poll: whoever looks says a probability, having seen what the crowd says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.scene import Scene

    Floats = NDArray[np.float64]

__all__ = ["Told", "poll"]


@dataclass(frozen=True, slots=True)
class Told:
    """What was said in a block; each array has moments, forecasters, columns.

    Attributes:
        log_odds: What is said where somebody speaks.
        speaks: Who says something new when.
        withdraws: Who takes back when.
    """

    log_odds: Floats
    speaks: NDArray[np.bool_]
    withdraws: NDArray[np.bool_]


def poll(scene: Scene) -> Told:
    """Let everybody speak who looks, and is polled.

    Args:
        scene: The block.
    """
    said = np.stack([scene.opinion_at(moment) for moment in range(scene.layout.moments)])
    speaks = scene.looks & (scene.people.polled > 0.0)
    return Told(said, speaks, np.zeros_like(speaks))
