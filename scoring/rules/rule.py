"""What a scoring rule is: its values, its means, and what somebody honest expects of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from scoring.rules.blocks import total

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["Missing", "Properness", "Rule", "clip"]

Properness = Literal["strict", "proper", "improper"]
"""Whether honesty alone, honesty among others, or something else has the least expected loss."""

Missing = Literal["propagate", "raise", "omit"]
"""What NaN does to a mean: makes it NaN, is an error, or is left out."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A scoring rule: a loss, lower is better, 0 for a certainty that came true.

    Attributes:
        name: The rule's name on boards and in files.
        unit: Unit of the loss.
        bound: Largest loss, of a certainty that was wrong; losses lie in [0, bound].
        kernel: The bare formula on float64 arrays of one shape, without any check.
        properness: Whether honesty has the least expected loss.
        symmetric: Whether p on YES costs what 1 - p costs on NO.
        sum_kernel: Sum of the losses of two vectors, given room of three times their length,
            where that is faster than adding up what ``kernel`` gives.
    """

    name: str
    unit: str
    bound: float
    kernel: Callable[[Floats, Floats], Floats]
    properness: Properness = "strict"
    symmetric: bool = True
    sum_kernel: Callable[[Floats, Floats, Floats], float] | None = None

    def loss(self, p: ArrayLike, y: ArrayLike) -> Floats:
        """Loss of every forecast; the arguments broadcast, NaN in either gives NaN.

        Args:
            p: Probabilities of YES, in [0, 1].
            y: Outcomes, 1 for YES and 0 for NO.

        Raises:
            ValueError: A probability lies outside [0, 1], or an outcome is neither 0 nor 1.

        >>> from scoring.rules import BRIER, LOG
        >>> BRIER.loss([0.7, 0.7], [1, 0]).round(2).tolist()
        [0.09, 0.49]
        >>> LOG.loss(1e-300, 1).round(4).item()
        690.7755
        """
        forecast, outcome = _checked(p, y)
        return self.kernel(forecast, outcome).reshape(np.broadcast(p, y).shape)

    def mean(
        self,
        p: ArrayLike,
        y: ArrayLike,
        weights: ArrayLike | None = None,
        *,
        missing: Missing = "propagate",
    ) -> float:
        """Weighted mean loss; forecasts of weight 0 do not count, even where infinite.

        Args:
            p: Probabilities of YES.
            y: Outcomes.
            weights: Non-negative weights, all 1 by default.
            missing: What NaN in a probability or outcome that has weight does.

        Returns:
            The mean, NaN where nothing has weight.

        Raises:
            ValueError: As :meth:`loss`, a weight is negative or not finite, or something is
                missing and must not be.

        >>> from scoring.rules import BRIER
        >>> BRIER.mean([0.5, 1.0], [1, 0], weights=[3, 0])
        0.25
        >>> BRIER.mean([0.5, float("nan")], [1, 1], missing="omit")
        0.25
        """
        if weights is None:
            quick = total(p, y, self.sum_kernel or self._summed)
            if quick is not None:
                return quick / np.size(p)
        losses = self.loss(p, y)
        weight = _weights(weights, losses.shape)
        counts = weight > 0.0
        if missing != "propagate":
            known = ~np.isnan(losses)
            if missing == "raise" and not np.all(known | ~counts):
                raise ValueError("a probability or outcome is NaN")
            counts &= known
        mass = float(np.sum(weight[counts]))
        return float(np.sum(weight[counts] * losses[counts])) / mass if mass else math.nan

    def _summed(self, p: Floats, y: Floats, _room: Floats) -> float:
        return float(np.sum(self.kernel(p, y)))

    def expected(self, p: ArrayLike, q: ArrayLike) -> Floats:
        """Loss that somebody who believes q expects of saying p.

        Args:
            p: Probabilities said.
            q: Probabilities believed.

        Raises:
            ValueError: A probability lies outside [0, 1].

        >>> from scoring.rules import BRIER
        >>> BRIER.expected(0.5, 0.9).item()
        0.25
        """
        said, believed = np.asarray(p, np.float64), np.asarray(q, np.float64)
        if np.any((believed < 0.0) | (believed > 1.0)):
            raise ValueError("probabilities must lie in [0, 1]")
        yes = _times(believed, self.loss(said, 1.0))
        return np.asarray(yes + _times(1.0 - believed, self.loss(said, 0.0)))

    def entropy(self, q: ArrayLike) -> Floats:
        """Loss that somebody who believes q, and says so, expects: the generalised entropy.

        Args:
            q: Probabilities believed.

        Raises:
            ValueError: A probability lies outside [0, 1].

        >>> from scoring.rules import LOG_BITS
        >>> LOG_BITS.entropy([0.0, 0.5]).tolist()
        [0.0, 1.0]
        """
        return self.expected(q, q)

    def divergence(self, p: ArrayLike, q: ArrayLike) -> Floats:
        """What saying p costs more than the q one believes, in expectation.

        At least 0 for a proper rule, up to rounding, and above 0 where p is not q for a
        strictly proper one. (p - q)^2 for Brier, Kullback and Leibler's for log.

        Args:
            p: Probabilities said.
            q: Probabilities believed.

        Raises:
            ValueError: A probability lies outside [0, 1].

        >>> from scoring.rules import BRIER
        >>> BRIER.divergence(0.5, 0.9).round(12).item()
        0.16
        """
        return np.asarray(self.expected(p, q) - self.entropy(q))

    def required_proper(self) -> Rule:
        """The rule itself, for what decomposes or ranks.

        Raises:
            ValueError: The rule is improper.
        """
        if self.properness == "improper":
            raise ValueError(f"{self.name} is improper: it is not honesty that it rewards")
        return self


def _times(probability: Floats, loss: Floats) -> Floats:
    """Product in which what cannot happen costs nothing, even where its loss is infinite."""
    return np.where(probability == 0.0, 0.0, probability) * np.where(probability == 0.0, 0.0, loss)


def _checked(p: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Both columns in float64, one-dimensional, broadcast together and within their domains."""
    forecast, outcome = np.broadcast_arrays(
        np.atleast_1d(np.asarray(p, np.float64)), np.atleast_1d(np.asarray(y, np.float64))
    )
    if np.any((forecast < 0.0) | (forecast > 1.0)):
        raise ValueError("probabilities must lie in [0, 1]")
    if np.any((outcome != 0.0) & (outcome != 1.0) & ~np.isnan(outcome)):
        raise ValueError("outcomes must be 0 or 1")
    return forecast, outcome


def _weights(weights: ArrayLike | None, shape: tuple[int, ...]) -> Floats:
    if weights is None:
        return np.ones(shape)
    weight = np.broadcast_to(np.asarray(weights, np.float64), shape)
    if not np.all((weight >= 0.0) & np.isfinite(weight)):
        raise ValueError("weights must be finite, and 0 or more")
    return weight


def clip(p: Floats, eps: float | None) -> Floats:
    """Probabilities kept within [eps, 1 - eps]; unchanged where no floor is asked for.

    Raises:
        ValueError: The floor is not in (0, 0.5).
    """
    if eps is None:
        return p
    if not 0.0 < eps < 0.5:  # noqa: PLR2004 - one half: above it the bounds would cross
        raise ValueError("eps must lie between 0 and 0.5")
    return np.clip(p, eps, 1.0 - eps)
