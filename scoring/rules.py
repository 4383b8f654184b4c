"""Proper scoring rules for a binary event, as objects.

Every rule is a *loss* (lower is better) of a probability ``p`` for an outcome ``y`` in {0, 1}.
The pure formula stands in a small private function; :class:`Rule` adds the checks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["BRIER", "BRIER2", "LOG", "LOG_BITS", "RULES", "SPHERICAL", "Rule", "clip"]


def _brier(p: Floats, y: Floats) -> Floats:
    return np.square(p - y)


def _brier2(p: Floats, y: Floats) -> Floats:
    return 2.0 * np.square(p - y)


def _log(p: Floats, y: Floats) -> Floats:
    # 1 - p rounds; its rounding error d is known exactly and enters to first order, so that
    # both tails keep full precision with one vectorised logarithm.
    c = 1.0 - y
    a = np.abs(c - p)
    d = c * ((c - a) - p)
    with np.errstate(divide="ignore", invalid="ignore"):
        loss: Floats = 0.0 - (np.log(a) + d / a)
    loss[a == 0.0] = np.inf
    return loss


def _log_bits(p: Floats, y: Floats) -> Floats:
    return _log(p, y) / math.log(2.0)


def _spherical(p: Floats, y: Floats) -> Floats:
    c = 1.0 - y
    return 1.0 - np.abs(c - p) / np.hypot(p, 1.0 - p)


@dataclass(frozen=True, slots=True)
class Rule:
    """A scoring rule: lower is better, 0 for a certainty that came true.

    Attributes:
        name: The rule's name on boards and in files.
        unit: Unit of the loss.
        bound: Largest loss, of a certainty that was wrong.
        kernel: The bare formula on float64 arrays, without any check.
    """

    name: str
    unit: str
    bound: float
    kernel: Callable[[Floats, Floats], Floats]

    def loss(self, p: ArrayLike, y: ArrayLike) -> Floats:
        """Loss of every forecast; the arguments broadcast, NaN in either gives NaN.

        Args:
            p: Probabilities of YES, in [0, 1].
            y: Outcomes, 1 for YES and 0 for NO.

        Raises:
            ValueError: A probability lies outside [0, 1], or an outcome is neither 0 nor 1.

        >>> BRIER.loss([0.7, 0.7], [1, 0]).round(2).tolist()
        [0.09, 0.49]
        >>> LOG.loss(1e-300, 1).round(4).item()
        690.7755
        """
        forecast, outcome = _checked(p, y)
        return self.kernel(forecast, outcome).reshape(np.broadcast(p, y).shape)

    def mean(self, p: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None) -> float:
        """Weighted mean loss; forecasts of weight 0 do not count, even where infinite.

        Args:
            p: Probabilities of YES.
            y: Outcomes.
            weights: Non-negative weights, all 1 by default.

        Returns:
            The mean, NaN where nothing has weight.

        Raises:
            ValueError: As :meth:`loss`, or a weight is negative or not a number.

        >>> BRIER.mean([0.5, 1.0], [1, 0], weights=[3, 0])
        0.25
        """
        losses = self.loss(p, y)
        if weights is None:
            return float(np.mean(losses)) if losses.size else math.nan
        w = np.broadcast_to(np.asarray(weights, np.float64), losses.shape)
        if not np.all(w >= 0.0):
            raise ValueError("weights must be numbers, 0 or more")
        counts = w > 0.0
        total = float(np.sum(w[counts]))
        return float(np.sum(w[counts] * losses[counts])) / total if total else math.nan


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


BRIER = Rule("brier", "probability squared, 0 to 1", 1.0, _brier)
"""(p - y)^2, the half of Brier's own sum over both classes (Brier 1950, MWR 78:1-3)."""

BRIER2 = Rule("brier2", "probability squared, 0 to 2", 2.0, _brier2)
"""2 (p - y)^2, Brier's original sum over YES and NO."""

LOG = Rule("log", "nats", math.inf, _log)
"""-ln p(outcome) (Good 1952, JRSSB 14:107), exact in both tails and never clipped."""

LOG_BITS = Rule("log_bits", "bits", math.inf, _log_bits)
"""-log2 p(outcome)."""

SPHERICAL = Rule("spherical", "1 minus the spherical reward, 0 to 1", 1.0, _spherical)
"""1 - p(outcome) / sqrt(p^2 + (1 - p)^2) (Gneiting & Raftery 2007, JASA 102:359)."""

RULES = {rule.name: rule for rule in (BRIER, BRIER2, LOG, LOG_BITS, SPHERICAL)}
"""Every rule by its name."""
