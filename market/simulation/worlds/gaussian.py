"""Gaussian signals that share part of their noise: people who know partly the same.

A quantity is normal, and the event is that it reaches a bound. Each of the people sees it with
an error; of the error's variance a share is common to all. However many they are, what they
know together is then bounded: n signals are worth n / (1 + (n - 1) share) independent ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.parameters import between
from market.simulation.worlds.normal import log_odds_at
from market.simulation.worlds.world import Truth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.layout import Layout

    Floats = NDArray[np.float64]

__all__ = ["Gaussian"]

_FARTHEST, _NOISES = 8.0, (1e-6, 1e6)


@dataclass(frozen=True, slots=True)
class Gaussian:
    """A quantity with mean 0 and variance 1, and the event that it is at least ``bound``.

    Attributes:
        noise: Standard deviation of a signal's error, above 0.
        shared: Share of the error's variance that is common to all, in [0, 1].
        bound: What the quantity must reach.
    """

    noise: float = 1.0
    shared: float = 0.0
    bound: float = 0.0

    def __post_init__(self) -> None:
        between("noise", self.noise, *_NOISES)
        between("shared", self.shared, 0.0, 1.0)
        between("bound", self.bound, -_FARTHEST, _FARTHEST)

    def draw(self, layout: Layout, rng: np.random.Generator) -> Truth:
        """Questions of a block; nothing changes while they are open."""
        people, columns = layout.forecasters, layout.columns
        quantity = rng.standard_normal(columns)
        common = np.sqrt(self.shared) * rng.standard_normal(columns)
        own = np.sqrt(1.0 - self.shared) * rng.standard_normal((people, columns))
        seen = quantity + self.noise * (common + own)
        error = self.noise**2
        of_mean = error * (self.shared + (1.0 - self.shared) / people)
        return Truth(
            outcome=(quantity >= self.bound).astype(np.float64),
            closes=np.ones(columns),
            ideal=self._belief(seen.mean(axis=0), of_mean)[None],
            signal=self._belief(seen, error)[None],
        )

    def _belief(self, seen: Floats, error: float) -> Floats:
        """Log-odds of the event after a sight of the quantity with an error of a variance."""
        z = (seen / (1.0 + error) - self.bound) / np.sqrt(error / (1.0 + error))
        return log_odds_at(z)
