"""What every mechanism with a price offers: parameters of a scenario, and a run on a scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from market.simulation.scene import Scene
    from market.simulation.streams import Streams

    Floats = NDArray[np.float64]

__all__ = ["SWEEPS", "Mechanism", "Priced"]

SWEEPS = 1, 1_000
"""How often, at least and at most, everybody may come to trade at a moment."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What a mechanism made of a block.

    Attributes:
        log_odds: Those of its price once all have acted who look at each moment: moments, columns;
            NaN where there is no price yet. It is constant once a question has closed.
        figures: Further figures, a value for each column, by name: ``trades``, ``volume`` (credits
            paid by buyers), ``maker_loss`` (credits) and what else the mechanism knows.
        profit: What each has gained once the questions are settled, credits: forecasters, columns;
            None where nobody kept an account.
    """

    log_odds: Floats
    figures: Mapping[str, Floats]
    profit: Floats | None = None


class Mechanism(Protocol):
    """A mechanism with a price: frozen parameters that a scenario writes, and a run.

    Its constructor raises `ParameterError` for parameters that it cannot have.
    """

    @property
    def name(self) -> str:
        """What results call it; its price is the forecaster ``@name``."""
        ...

    def run(self, scene: Scene, streams: Streams) -> Priced:
        """Play a block.

        Args:
            scene: The block.
            streams: Its randomness; what is drawn here alone has the mechanism's name in its
                purpose.
        """
        ...
