"""Worlds: what a perfect observer would believe, at every moment, of known outcomes.

A question asks whether a Brownian motion ends above 0. At time t the observer has seen the path
so far, and believes Phi((mu + W(t)) / sqrt(1 - t)), which is calibrated at every moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["BeliefPaths"]

_STEPS = 400
_LATEST = 1.0 - 1.0 / _STEPS


@dataclass(frozen=True, slots=True)
class BeliefPaths:
    """Probits of the ideal belief, on a grid of the time between open and close.

    Attributes:
        probit: A row for each question, a column for each moment from 0 to just before 1.
    """

    probit: Floats

    @classmethod
    def given(cls, outcome: ArrayLike, rng: np.random.Generator, spread: float = 1.0) -> Self:
        """Paths that lead to given outcomes.

        Args:
            outcome: 1 or 0 for each question.
            rng: Source of randomness.
            spread: Standard deviation of the beliefs' prior probits.
        """
        from scipy.special import ndtri

        yes = np.asarray(outcome, np.float64) > 0.0
        variance = 1.0 + spread**2
        # Where the whole motion ends lies on the outcome's side of 0; what was known before the
        # open is a part of it, and the path is a bridge over the rest.
        half = 0.5 * rng.uniform(1e-9, 1.0, yes.size)
        end = np.sqrt(variance) * np.where(yes, -ndtri(half), ndtri(half))
        share = spread**2 / variance
        prior = share * end + np.sqrt(share) * rng.standard_normal(yes.size)
        moments = np.linspace(0.0, _LATEST, _STEPS)
        shocks = rng.standard_normal((yes.size, _STEPS)) / np.sqrt(_STEPS)
        walk = np.cumsum(shocks, axis=1) - shocks
        bridge = walk + moments * (end - prior - shocks.sum(axis=1))[:, None]
        return cls((prior[:, None] + bridge) / np.sqrt(1.0 - moments))

    def at(self, question: NDArray[np.intp], moment: Floats) -> Floats:
        """Probit of the belief at some moments in [0, 1] of some questions."""
        return self.probit[question, np.minimum(moment * _STEPS, _STEPS - 1).astype(np.intp)]
