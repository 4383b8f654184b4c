"""Evidence that comes in bit by bit: to all, and to each of the people alone.

The logarithm of the likelihood ratio is normal with variance v, and its mean is v / 2 if yes and
-v / 2 if no. A belief that adds it to the log-odds of the prior is a martingale, and means what it
says. Given the outcome, what different people find is independent, so that all of it adds up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.parameters import between, inside
from market.simulation.worlds.world import Truth
from scoring.odds import logit

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from market.simulation.layout import Layout

    Floats = NDArray[np.float64]

__all__ = ["Evidence", "expected_brier"]

_POINTS = 2001
_REACH = 9.0
"""Standard deviations beyond which a normal density is nothing to a double."""
_MOST = 100.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A prior, and evidence for each of the people.

    Attributes:
        prior: Probability of YES before all evidence.
        evidence: Variance of the log-likelihood ratio of all that one of the people learns.
        shared: Share of it that all learn alike, in [0, 1].
        early: Share of it that is out at the open; the rest comes evenly over the lifetime.
    """

    prior: float = 0.5
    evidence: float = 2.0
    shared: float = 0.5
    early: float = 0.0

    def __post_init__(self) -> None:
        inside("prior", self.prior, 0.0, 1.0)
        between("evidence", self.evidence, 0.0, _MOST)
        between("shared", self.shared, 0.0, 1.0)
        between("early", self.early, 0.0, 1.0)

    def draw(self, layout: Layout, rng: np.random.Generator) -> Truth:
        """Questions of a block."""
        outcome = rng.random(layout.columns) < self.prior
        side = np.where(outcome, 1.0, -1.0)
        public = logit(self.prior) + self._found(self.shared, side, layout, rng, people=1)
        own = self._found(1.0 - self.shared, side, layout, rng, people=layout.forecasters)
        return Truth(
            outcome=outcome.astype(np.float64),
            closes=np.ones(layout.columns),
            ideal=public[:, 0] + own.sum(axis=1),
            signal=public + own,
        )

    def _found(
        self, share: float, side: Floats, layout: Layout, rng: np.random.Generator, people: int
    ) -> Floats:
        """Log-likelihood ratio of what was found by each moment: moments, people, columns.

        One row of people does for all if there is nothing to find.
        """
        if share == 0.0:
            return np.zeros((1, 1, side.size))
        news = np.full((layout.moments, 1, 1), (1.0 - self.early) / layout.moments)
        news[0] = self.early
        variance = self.evidence * share * news
        shocks = rng.standard_normal((layout.moments, people, side.size))
        found: Floats = np.cumsum(0.5 * variance * side + np.sqrt(variance) * shocks, axis=0)
        return found


def expected_brier(prior: ArrayLike, evidence: ArrayLike) -> Floats:
    """Expected Brier score of a prior with calibrated evidence: the mean of p (1 - p).

    With the densities f1 and f0 of the log-likelihood ratio, belief p and mixture f, p f is
    prior f1 and (1 - p) f is (1 - prior) f0; their product gives p (1 - p) f as sqrt(prior
    (1 - prior)) e^(-v / 8) sqrt(p (1 - p)) times the normal density with mean 0 and variance v.
    What is integrated is smooth, so that the trapezoidal rule is exact to rounding for v up to
    some hundreds.

    Args:
        prior: The prior, in (0, 1).
        evidence: The variance v, not below 0.

    >>> expected_brier(0.5, [0.0, 0.5, 2.0]).round(6).tolist()
    [0.25, 0.22203, 0.162472]
    """
    before, variance = np.asarray(prior, np.float64), np.asarray(evidence, np.float64)
    deviation = np.sqrt(variance)[..., None]
    reach = _REACH + 0.5 * deviation
    z = np.linspace(-1.0, 1.0, _POINTS) * reach
    spread = 0.5 / np.cosh(0.5 * (logit(before)[..., None] + deviation * z))
    weight = np.exp(-0.5 * np.square(z)) / np.sqrt(2.0 * np.pi)
    mean = np.sum(weight * spread, axis=-1) * 2.0 * reach[..., 0] / (_POINTS - 1)
    score: Floats = np.sqrt(before * (1.0 - before)) * np.exp(-variance / 8.0) * mean
    return score
