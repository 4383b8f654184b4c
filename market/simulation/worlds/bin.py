"""The BIN world: beliefs with bias, information and noise.

An event happens if Z0 is above 0. A forecaster sees a signal Z, of which so much is information
that its covariance with Z0 is gamma, and the rest noise of variance delta, and takes it all for
information: the report is Phi(Z / sqrt(1 - gamma)). Source: Satopää, Salikhov, Tetlock & Mellers
2021, Management Science 67:7599.

Here all forecasters are alike: their signals have one variance, and one covariance with each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.parameters import ParameterError, between, inside
from market.simulation.worlds.normal import exchangeable, log_odds_at
from market.simulation.worlds.world import Truth

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from market.simulation.layout import Layout

    Floats = NDArray[np.float64]

__all__ = ["Bin", "expected_brier"]

_FARTHEST, _LARGEST = 8.0, 1e6
_TOO_MUCH = "Together they would know more than there is: let them share more, or know less each."


@dataclass(frozen=True, slots=True)
class Bin:
    """Events that happen if a normal variable Z0 of variance 1 is above 0, and signals of it.

    What people make of their signals is not what they should: they allow neither for the noise nor
    for the bias. `Truth.signal` has their beliefs as they are; the ideal knows of both.

    Attributes:
        mean: Mean of Z0: at 0 events are as likely as not.
        bias: What a signal's mean has beyond that of Z0.
        information: Covariance of a signal with Z0, above 0 and below 1.
        noise: What a signal's variance has beyond that.
        shared: Covariance of two people's signals.
    """

    mean: float = 0.0
    bias: float = 0.0
    information: float = 0.3
    noise: float = 0.0
    shared: float = 0.1

    def __post_init__(self) -> None:
        between("mean", self.mean, -_FARTHEST, _FARTHEST)
        between("bias", self.bias, -_LARGEST, _LARGEST)
        inside("information", self.information, 0.0, 1.0)
        between("noise", self.noise, 0.0, _LARGEST)
        most = self.information + self.noise
        between("shared", self.shared, -most, most)

    def draw(self, layout: Layout, rng: np.random.Generator) -> Truth:
        """Questions of a block; nothing changes while they are open.

        Raises:
            ParameterError: No signals of so many people can have these covariances.
        """
        people, columns = layout.forecasters, layout.columns
        weight, apart, together = self._structure(people)
        latent = rng.standard_normal(columns)
        rest = exchangeable(rng.standard_normal((people, columns)), apart, together)
        centred = self.information * latent + rest
        left = together * weight / self.information
        best = self.mean + weight * centred.sum(axis=0)
        report = (self.mean + self.bias + centred) / np.sqrt(1.0 - self.information)
        return Truth(
            outcome=(self.mean + latent > 0.0).astype(np.float64),
            closes=np.ones(columns),
            ideal=log_odds_at(best / np.sqrt(left))[None],
            signal=log_odds_at(report)[None],
        )

    def _structure(self, people: int) -> tuple[float, float, float]:
        """Weight of a signal in the best estimate of Z0, and the signals' covariance given Z0.

        The covariance matrix of exchangeable signals has two eigenvalues: one of their sum, and
        one of all differences. Given Z0, the first loses what the sum tells of Z0.
        """
        apart = self.information + self.noise - self.shared
        of_sum = apart + people * self.shared
        together = of_sum - people * self.information**2
        if together <= 0.0:
            least = self.shared - together / (people - 1)
            reason = f"must be above {least:g} where {people} people have so much information each"
            raise ParameterError("shared", f"{reason}, not {self.shared:g}", _TOO_MUCH)
        return self.information / of_sum, apart, together


def expected_brier(information: ArrayLike, noise: ArrayLike) -> Floats:
    """Expected Brier score of a forecaster without bias on events as likely as not.

    Each term is the probability that two normal variables of a known correlation have the same
    sign.

    Args:
        information: Variance of the signal that is shared with the outcome, in [0, 1].
        noise: Variance that is not.

    >>> expected_brier([0.4, 0.4], [0.0, 0.3]).round(6).tolist()
    [0.184505, 0.226399]
    """
    gamma, delta = np.asarray(information, np.float64), np.asarray(noise, np.float64)
    with_itself = np.arcsin((gamma + delta) / (1.0 + delta))
    with_outcome = np.arcsin(gamma / np.sqrt(1.0 + delta))
    score: Floats = 0.25 + (with_itself - 2.0 * with_outcome) / (2.0 * np.pi)
    return score
