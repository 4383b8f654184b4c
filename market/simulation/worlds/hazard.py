"""Early resolution: an event that may come at any moment, at a rate that nobody knows for sure.

When it comes the question closes, with YES; if it has not come by the end, NO. Rates differ from
question to question by a gamma distribution, and each of the people has watched the like for some
time, and counted. As nothing happens, everybody comes to think that it is less likely, and that the
rate is low. Gamma and Poisson are conjugate, so that all of this is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.parameters import between
from market.simulation.worlds.world import Truth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.layout import Layout

    Floats = NDArray[np.float64]

__all__ = ["Hazard"]

_LONGEST, _RATES, _SHAPES = 1e6, (1e-6, 1e6), (1e-3, 1e9)


@dataclass(frozen=True, slots=True)
class Hazard:
    """Events at a rate from a gamma distribution.

    Attributes:
        rate: Mean of the rates, events in a lifetime, above 0.
        shape: Shape of their distribution, above 0: the larger, the more alike they are.
        watched: Lifetimes of the like that each of the people has watched alone.
    """

    rate: float = 0.7
    shape: float = 1.0
    watched: float = 2.0

    def __post_init__(self) -> None:
        between("rate", self.rate, *_RATES)
        between("shape", self.shape, *_SHAPES)
        between("watched", self.watched, 0.0, _LONGEST)

    def draw(self, layout: Layout, rng: np.random.Generator) -> Truth:
        """Questions of a block. What is believed after a question has closed means nothing."""
        people, columns = layout.forecasters, layout.columns
        rate = rng.gamma(self.shape, self.rate / self.shape, columns)
        needed = rng.standard_exponential(columns)
        counted = rng.poisson(rate * self.watched, (people, columns))
        times = layout.times[:, None]
        return Truth(
            outcome=(needed < rate).astype(np.float64),
            closes=needed / np.maximum(needed, rate),
            ideal=self._belief(counted.sum(axis=0), people * self.watched, times),
            signal=self._belief(counted, self.watched, times[..., None]),
        )

    def _belief(self, events: NDArray[np.int64], watched: float, times: Floats) -> Floats:
        """Log-odds that the event still comes, of who counted so many events in so long a time.

        The rate then has a gamma distribution, of which the probability that nothing happens in
        the rest is a power.
        """
        waited = self.shape / self.rate + watched + times
        expected = (self.shape + events) * np.log1p((1.0 - times) / waited)
        belief: Floats = expected + np.log(-np.expm1(-expected))
        return belief
