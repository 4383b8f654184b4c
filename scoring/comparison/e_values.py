"""Evidence that may be looked at after every question: e-processes of differences of losses.

A difference d_i is one loss less another, in the order in which questions resolve. Its conditional
mean is what it was expected to be by all that had resolved before. Two hypotheses are told apart:

weak    the *running average* of the conditional means is 0 or less, after every step;
strong  *each* conditional mean is 0 or less.

Whoever is better on weekdays and worse on Sundays may meet the weak one without the strong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from scoring.comparison.boundaries import best_rho, gamma_exponential_log_mixture
from scoring.comparison.differences import intrinsic_time, scaled
from scoring.comparison.stakes import Capital
from scoring.grid import prefix

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["Alternative", "EProcess", "e_process", "fixed_stake"]

Alternative = Literal["greater", "less", "two-sided"]
"""Whether evidence is sought for means above 0, below 0, or either."""

_SIDES: dict[str, tuple[int, ...]] = {"greater": (1,), "less": (-1,), "two-sided": (1, -1)}

_BEST_AT, _TAIL = 10.0, 0.025
"""Intrinsic time and one-sided alpha for which the gamma-exponential mixture is at its best."""

_CAUTION = 0.5
"""Stakes that follow the data never risk more than this share of the capital."""


@dataclass(frozen=True, slots=True)
class EProcess:
    """Evidence against a hypothesis after each step.

    Whenever one stops, e is on average 1 at most if the hypothesis is true, so that it ever
    reaches 1 / alpha with probability alpha at most.

    Attributes:
        log_e: Logarithm of e.
        p: Anytime-valid p-value: the smallest alpha at which one could have stopped by now.
    """

    log_e: Floats
    p: Floats

    @classmethod
    def of(cls, log_e: Floats) -> EProcess:
        """The process of these logarithms, with p = 1 / (largest e so far)."""
        return cls(log_e, np.exp(-np.maximum.accumulate(np.maximum(log_e, 0.0))))

    def stop(self, alpha: float = 0.05) -> int | None:
        """Steps after which the hypothesis could first be rejected; None if never yet."""
        convinced = np.flatnonzero(self.p <= alpha)
        return int(convinced[0]) + 1 if convinced.size else None


def e_process(
    d: ArrayLike,
    *,
    low: float = -1.0,
    high: float = 1.0,
    alternative: Alternative = "two-sided",
    kind: Literal["betting", "bernstein", "agrapa"] = "betting",
) -> EProcess:
    """Evidence that bounded differences are above 0, or below, or either.

    ========= ========== ===================================================================
    kind      hypothesis made from
    ========= ========== ===================================================================
    betting   weak       a mixture of fixed stakes, see :mod:`scoring.comparison.stakes`
    bernstein weak       the gamma-exponential mixture (Choe & Ramdas 2024, arXiv:2110.00115)
    agrapa    strong     a stake that follows the differences so far, approximately that of
                         fastest growth (Waudby-Smith & Ramdas 2024, JRSS B 86:1)
    ========= ========== ===================================================================

    Two-sided, it is the mean of both e-processes. That of the betting kind is the dual of
    :func:`~scoring.comparison.sequential.confidence_sequence`: it stands above 1 / alpha where the
    interval leaves out 0.

    Args:
        d: Differences in their order.
        low: Least value a difference can have, below 0.
        high: Greatest value, above 0.
        alternative: What evidence is sought for.
        kind: See above.

    Raises:
        ValueError: A difference is out of bounds, or 0 is not between them.

    Examples:
        >>> e_process([0.3, 0.1, 0.2] * 20).p[-1].round(5).item()
        0.00015
    """
    if not low < 0.0 < high:
        raise ValueError("0 must lie between low and high")
    x, sides = scaled(d, low, high), _SIDES[alternative]
    if kind == "betting":
        return EProcess.of(Capital(x, sides).log_capital(-(high + low) / (high - low)))
    values = np.ravel(np.asarray(d, np.float64))
    made = [
        _bernstein(side * values, high - low)
        if kind == "bernstein"
        else _agrapa(side * values, low if side > 0 else -high, (high - low) / 2.0)
        for side in sides
    ]
    return EProcess.of(np.logaddexp.reduce(made, axis=0) - math.log(len(made)))


def fixed_stake(d: ArrayLike, stake: float, *, low: float = -1.0, high: float = 1.0) -> EProcess:
    """Product of 1 + stake x d: the plainest bet against the weak hypothesis.

    Args:
        d: Differences in their order.
        stake: Above 0 to bet on positive ones, below on negative ones.
        low: Least value a difference can have.
        high: Greatest value.

    Raises:
        ValueError: A difference is out of bounds, or the stake could lose more than there is.

    Examples:
        >>> np.exp(fixed_stake([0.5, -0.2], 0.5).log_e).round(3).tolist()
        [1.25, 1.125]
    """
    scaled(d, low, high)
    values = np.clip(np.ravel(np.asarray(d, np.float64)), low, high)
    if min(stake * low, stake * high) < -1.0:
        raise ValueError("the stake could lose more than there is")
    with np.errstate(divide="ignore"):
        return EProcess.of(np.cumsum(np.log1p(stake * values)))


def _bernstein(d: Floats, width: float) -> Floats:
    rho = best_rho(_BEST_AT, _TAIL)
    return gamma_exponential_log_mixture(np.cumsum(d), intrinsic_time(d), rho=rho, c=width)


def _agrapa(d: Floats, low: float, scale: float) -> Floats:
    """Logarithm of a capital whose stake is mean / (variance + mean^2) of what came before.

    One observation of 0 whose square is the scale's stands before all, so that it starts calmly.
    """
    count = np.arange(1.0, d.size + 1.0)
    square = (prefix(np.square(d)) + scale**2) / count
    stake = np.clip(prefix(d) / count / square, 0.0, -_CAUTION / low)
    made: Floats = np.cumsum(np.log1p(stake * d))
    return made
