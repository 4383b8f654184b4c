"""Beta-Bernoulli signals: people who have seen the same coin fall, each at other times.

A question has a chance of its own; each of the people saw what came of a few like cases, and all
saw a few alike. The more of these, the more their knowledge overlaps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.parameters import between, whole
from market.simulation.worlds.world import Truth

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from market.simulation.layout import Layout

    Floats = NDArray[np.float64]

__all__ = ["Beta", "expected_brier"]

_SHAPES = 1e-6, 1e6


@dataclass(frozen=True, slots=True)
class Beta:
    """Chances from a beta distribution, and an outcome and cases drawn from each.

    Attributes:
        alpha: Shape of the distribution, above 0: as if so many cases had ended in YES.
        beta: Shape of the distribution, above 0: as if so many had ended in NO.
        draws: Cases that each of the people saw alone.
        common: Cases that all of them saw.
    """

    alpha: float = 1.0
    beta: float = 1.0
    draws: int = 5
    common: int = 0

    def __post_init__(self) -> None:
        between("alpha", self.alpha, *_SHAPES)
        between("beta", self.beta, *_SHAPES)
        whole("draws", self.draws)
        whole("common", self.common)

    def draw(self, layout: Layout, rng: np.random.Generator) -> Truth:
        """Questions of a block; nothing changes while they are open."""
        people, columns = layout.forecasters, layout.columns
        chance = rng.beta(self.alpha, self.beta, columns)
        common = rng.binomial(self.common, chance)
        own = rng.binomial(self.draws, chance, (people, columns))
        return Truth(
            outcome=(rng.random(columns) < chance).astype(np.float64),
            closes=np.ones(columns),
            ideal=self._belief(common + own.sum(axis=0), self.common + people * self.draws)[None],
            signal=self._belief(common + own, self.common + self.draws)[None],
        )

    def _belief(self, yes: NDArray[np.int64], cases: int) -> Floats:
        """Log-odds of who saw so many cases, and so many end in YES."""
        belief: Floats = np.log((self.alpha + yes) / (self.beta + cases - yes))
        return belief


def expected_brier(alpha: ArrayLike, beta: ArrayLike, cases: ArrayLike) -> Floats:
    """Expected Brier score of who saw some cases and knows the distribution of chances.

    It is the chance's own uncertainty, the mean of p (1 - p), and one part in alpha + beta + cases
    more for not knowing p.

    Args:
        alpha: Shape of the distribution.
        beta: Shape of the distribution.
        cases: How many were seen; infinite for who knows the chance itself.

    >>> expected_brier(1, 1, [0, 4, float("inf")]).round(6).tolist()
    [0.25, 0.194444, 0.166667]
    """
    a, b, seen = (np.asarray(value, np.float64) for value in (alpha, beta, cases))
    both = a + b
    score: Floats = a * b / (both * (both + 1.0)) * (1.0 + 1.0 / (both + seen))
    return score
