"""A capital that bets fixed stakes on bounded differences, all stakes at once.

Let x lie in [-1, 1], and its conditional means be mu_1, mu_2, ... with running average M_t. A
capital that always stakes a, -1 < a < 1, has multiplied itself by the product of
(1 + a x_i) / (1 + a mu_i) after t steps: a martingale that starts at 1, whatever the means. The
logarithm is concave, so that the product of (1 + a mu_i) is at most (1 + a M_t)^t, and

    K_t(m) = mean over a of the product of (1 + a x_i) / (1 + a m),  taken at m = M_t,

is never above a martingale. By Ville's inequality K_t(M_t) reaches 1 / alpha at any time with
probability alpha at most. Hence what holds here holds for the *running average* of means that
change; stakes that follow the data (Waudby-Smith & Ramdas 2024, JRSS B 86:1) need a constant one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Capital"]

_LARGEST = 0.99
"""Largest stake: so much of the capital is at risk in one step."""

_STAKES = _LARGEST * 2.0 ** (-0.5 * np.arange(16))
"""Stakes half an octave apart, down to what suits some ten thousand steps."""

_SHARES = _STAKES / _STAKES.sum()
"""Shares of the capital in proportion, so that the law of stakes is nearly uniform."""

_ROUNDS = 100
"""Newton's rounds, of which some ten are needed."""

_EXACT = 1e-13
"""A step so small is none."""


class Capital:
    """What every stake has made of its share of the capital, after each of n steps."""

    def __init__(self, x: Floats, sides: tuple[int, ...]) -> None:
        """Bet on differences.

        Args:
            x: Differences in [-1, 1], in their order.
            sides: 1 to bet on positive ones, -1 on negative ones; each side gets its part.
        """
        self._stakes = np.concatenate([side * _STAKES for side in sides])
        share = np.log(np.tile(_SHARES, len(sides)) / len(sides))
        self._made = share + np.cumsum(np.log1p(x[:, None] * self._stakes), axis=0)
        self._steps = np.arange(1.0, x.size + 1.0)[:, None]

    def log_capital(self, mean: float) -> Floats:
        """Logarithm of K_t of a mean, after each step."""
        parts = self._parts(np.full(self._steps.size, mean))
        return _log_sum(parts)[0]

    def lower(self, level: float) -> Floats:
        """Least mean in [-1, 1] with ln K_t at most a level, after each step."""
        return self._root(-1.0, level)

    def upper(self, level: float) -> Floats:
        """Greatest mean in [-1, 1] with ln K_t at most a level, after each step."""
        return self._root(1.0, level)

    def _parts(self, mean: Floats) -> Floats:
        parts: Floats = self._made - self._steps * np.log1p(mean[:, None] * self._stakes)
        return parts

    def _root(self, start: float, level: float) -> Floats:
        """Where ln K_t falls to a level, coming from one end.

        It is convex in the mean, so that Newton's steps never pass the root: an interval that
        is not yet exact is too wide.
        """
        mean = np.full(self._steps.size, start)
        for _ in range(_ROUNDS):
            value, weight = _log_sum(self._parts(mean))
            rate = np.sum(weight * self._stakes / (1.0 + mean[:, None] * self._stakes), axis=1)
            excess = np.maximum(value - level, 0.0)
            step = np.divide(
                excess, self._steps[:, 0] * rate, out=np.zeros(mean.size), where=excess > 0.0
            )
            mean += step
            if np.abs(step).max(initial=0.0) < _EXACT:
                break
        return mean


def _log_sum(parts: Floats) -> tuple[Floats, Floats]:
    """Logarithm of the sum of exponentials over the last axis, and each one's share of it."""
    peak = parts.max(axis=1, keepdims=True)
    terms = np.exp(parts - peak)
    total = terms.sum(axis=1, keepdims=True)
    return (peak + np.log(total))[:, 0], terms / total
