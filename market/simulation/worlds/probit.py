"""Belief paths: news that comes in all the time, and a belief that is calibrated at every moment.

A quantity does a Brownian motion over the lifetime of a question, and the event is that it ends
above a bound. Everybody sees where it stands, and believes Phi((it - bound) / sqrt(1 - t)) at time
t. Where people know something of their own besides, each has seen the end with an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.parameters import between
from market.simulation.worlds.normal import log_odds_at
from market.simulation.worlds.world import Truth

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from market.simulation.layout import Layout

    Floats = NDArray[np.float64]

__all__ = ["Probit"]

_WIDEST, _FARTHEST, _SHARPEST = 100.0, 8.0, 1e6


@dataclass(frozen=True, slots=True)
class Probit:
    """Brownian motions from a place known at the open; their variance over a lifetime is 1.

    Attributes:
        spread: Standard deviation of the places at which they begin: 0 for questions that all open
            at the same odds.
        bound: What they must end above.
        private: What each of the people knows alone, in advance: the inverse of the variance of an
            error with which the end is seen. 0 if all know the same; 1 halves what is uncertain at
            the open.
    """

    spread: float = 1.0
    bound: float = 0.0
    private: float = 0.0

    def __post_init__(self) -> None:
        between("spread", self.spread, 0.0, _WIDEST)
        between("bound", self.bound, -_FARTHEST, _FARTHEST)
        between("private", self.private, 0.0, _SHARPEST)

    def draw(self, layout: Layout, rng: np.random.Generator) -> Truth:
        """Questions of a block."""
        end = np.sqrt(self._variance) * rng.standard_normal(layout.columns)
        return self._ending(end, layout, rng)

    def given(self, outcome: ArrayLike, layout: Layout, rng: np.random.Generator) -> Truth:
        """Paths that lead to given outcomes.

        They are calibrated if the outcomes are those of questions like this world's: half of them
        YES if the bound is 0.

        Args:
            outcome: 1 or 0 for each column.
            layout: Sizes of the block.
            rng: Source of randomness.
        """
        from scipy.special import ndtr, ndtri

        side = np.where(np.asarray(outcome, np.float64) > 0.0, 1.0, -1.0)
        deviation = np.sqrt(self._variance)
        beyond = ndtr(-side * self.bound / deviation)
        end = -side * deviation * ndtri(beyond * rng.uniform(1e-9, 1.0, layout.columns))
        return self._ending(end, layout, rng)

    @property
    def _variance(self) -> float:
        """Variance of the ends."""
        return 1.0 + self.spread**2

    def _ending(self, end: Floats, layout: Layout, rng: np.random.Generator) -> Truth:
        """Paths to known ends, and what people believe on the way."""
        path, hunches = self._paths(end, layout, rng), self._hunches(end, layout, rng)
        left = 1.0 - layout.times[:, None]
        together = self.private * len(hunches)
        return Truth(
            outcome=(end > self.bound).astype(np.float64),
            closes=np.ones(end.size),
            ideal=self._belief(path, left, hunches.mean(axis=0), together),
            signal=self._belief(path[:, None], left[..., None], hunches, self.private),
        )

    def _paths(self, end: Floats, layout: Layout, rng: np.random.Generator) -> Floats:
        """Bridges to known ends: moments, columns."""
        share = self.spread**2 / self._variance
        begin = share * end + np.sqrt(share) * rng.standard_normal(end.size)
        shape = layout.moments, end.size
        shocks = rng.standard_normal(shape) / np.sqrt(layout.moments)
        walk = np.cumsum(shocks, axis=0)
        bridge: Floats = begin + walk - shocks + layout.times[:, None] * (end - begin - walk[-1])
        return bridge

    def _hunches(self, end: Floats, layout: Layout, rng: np.random.Generator) -> Floats:
        """Ends as each of the people sees them: forecasters, columns; one row if nobody does."""
        if self.private == 0.0:
            return np.zeros((1, end.size))
        error = rng.standard_normal((layout.forecasters, end.size)) / np.sqrt(self.private)
        seen: Floats = end + error
        return seen

    def _belief(self, path: Floats, left: Floats, hunch: Floats, precision: float) -> Floats:
        """Log-odds of who knows the path, and its end with an error of a precision."""
        gain = left * precision
        above_bound = path - self.bound + gain * (hunch - self.bound)
        return log_odds_at(above_bound / np.sqrt(left * (1.0 + gain)))
