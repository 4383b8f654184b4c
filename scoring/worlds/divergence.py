"""How far one vector of probabilities is from another: what projecting it gains.

Each is the Bregman divergence of a proper score, so that the nearest coherent vector scores
better than what it is nearest to by at least the divergence, in every possible world (Predd,
Seiringer, Lieb, Osherson, Poor & Kulkarni 2009, IEEE Trans. Inf. Theory 55:4786).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from scoring.odds import logit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Divergence", "KullbackLeibler", "Squares"]


class Divergence(Protocol):
    """A convex function of probabilities q, a sum over questions."""

    @property
    def weights(self) -> Floats:
        """Weights of the questions, 0 where any probability is as good as another."""

    def value(self, q: Floats) -> float:
        """The divergence itself."""

    def gradient(self, q: Floats) -> Floats:
        """Its first derivative by each probability."""

    def curvature(self, q: Floats) -> Floats:
        """Its second derivative by each."""

    def reach(self, q: Floats, step: Floats) -> float:
        """How much of a step, all of it at most, stays where the function is finite."""


@dataclass(frozen=True, slots=True)
class Squares:
    """Weighted sum of (q - p)^2: the divergence of the Brier score.

    Attributes:
        p: The forecasts; anything where the weight is 0.
        weights: Weights of the questions.
    """

    p: Floats
    weights: Floats

    def value(self, q: Floats) -> float:
        """The weighted sum of squares."""
        return float(np.nansum(self.weights * (q - self.p) ** 2))

    def gradient(self, q: Floats) -> Floats:
        """Twice the weighted differences."""
        return 2.0 * self.weights * (q - self.p)

    def curvature(self, q: Floats) -> Floats:  # noqa: ARG002 - it is the same everywhere
        """Twice the weights."""
        return 2.0 * self.weights

    def reach(self, q: Floats, step: Floats) -> float:  # noqa: ARG002 - squares have no edge
        """All of it."""
        return 1.0


@dataclass(frozen=True, slots=True)
class KullbackLeibler:
    """Weighted sum of q ln(q/p) + (1-q) ln((1-q)/(1-p)): the divergence of the log score.

    Attributes:
        p: The forecasts; anything where the weight is 0.
        weights: Weights of the questions.
    """

    p: Floats
    weights: Floats

    def value(self, q: Floats) -> float:
        """The weighted sum of divergences; infinite if q leaves a certainty."""
        said = self.weights > 0.0
        p, q = self.p[said], q[said]
        return float(self.weights[said] @ (_entropic(q, p) + _entropic(1.0 - q, 1.0 - p)))

    def gradient(self, q: Floats) -> Floats:
        """Weighted differences of log-odds."""
        slope = np.zeros_like(q)
        said = self.weights > 0.0
        slope[said] = self.weights[said] * (logit(_inner(q[said])) - logit(self.p[said]))
        return slope

    def curvature(self, q: Floats) -> Floats:
        """Weights over variances."""
        bend = np.zeros_like(q)
        said = self.weights > 0.0
        inner = _inner(q[said])
        bend[said] = self.weights[said] / (inner * (1.0 - inner))
        return bend

    def reach(self, q: Floats, step: Floats) -> float:
        """Most of the way to 0 or 1 at most."""
        moves = (self.weights > 0.0) & (step != 0.0)
        room = np.where(step > 0.0, 1.0 - q, q)[moves] / np.abs(step[moves])
        return float(min(1.0, 0.9 * np.min(room, initial=np.inf)))


def _inner(q: Floats) -> Floats:
    """The nearest probabilities whose log-odds are finite."""
    return np.clip(q, np.finfo(np.float64).tiny, 1.0 - np.finfo(np.float64).epsneg)


def _entropic(q: Floats, p: Floats) -> Floats:
    """Each q ln(q/p), which is 0 where q is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        told: Floats = np.where(q > 0.0, q * np.log(q / p), 0.0)
    return told
