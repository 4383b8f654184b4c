"""E-values for two probability forecasts of the same events, valid without any bound on losses.

The hypothesis is the strong one: at every step, given the past, the first forecaster's expected
loss is no lower than the second's. For forecasts p and q it says on which side of a point between
them, kappa, the true probability lies; the likelihood ratio of p against kappa is an e-value
(Henzi & Ziegel 2022, Biometrika 109:647).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from scoring.comparison.e_values import EProcess
from scoring.rules import BRIER

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.rules import Rule

    Floats = NDArray[np.float64]

__all__ = ["e_dominance", "indifference"]

_TRUST = np.arange(0.05, 1.0, 0.1)
"""How far the first forecaster's own probability is believed: all of these at once, none fully."""


def indifference(p: ArrayLike, q: ArrayLike, rule: Rule = BRIER) -> Floats:
    """The probability kappa at which two forecasts have the same expected loss.

    Under the Brier rule it is their mean.

    Args:
        p: Probabilities of one forecaster.
        q: Probabilities of the other.
        rule: A strictly proper rule.

    Returns:
        A value between p and q; p where they are equal, NaN where both losses are infinite
        whatever happens.

    Examples:
        >>> indifference(0.3, 0.8).round(3).item()
        0.55
    """
    first, second = np.broadcast_arrays(np.asarray(p, np.float64), np.asarray(q, np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        no = rule.loss(first, 0.0) - rule.loss(second, 0.0)
        yes = rule.loss(second, 1.0) - rule.loss(first, 1.0)
        kappa = np.where(np.isinf(no), np.where(np.isinf(yes), np.nan, 1.0), no / (no + yes))
    # Of forecasts that hardly differ, the losses differ by rounding alone.
    kappa = np.where((first == second) | (no + yes == 0.0), first, kappa)
    return np.clip(kappa, np.minimum(first, second), np.maximum(first, second))


def e_dominance(
    first: ArrayLike, second: ArrayLike, outcome: ArrayLike, *, rule: Rule = BRIER, lag: int = 1
) -> EProcess:
    """Evidence that the first of two forecasters is better, after each question.

    Several degrees of trust in the first forecaster's own probabilities each get a tenth of the
    capital. With a lag h, forecasts are made before the last h - 1 outcomes are known: the
    questions make h interleaved processes, whose mean is told. Its p-value merges theirs by the
    harmonic mean (Vovk & Wang 2020, Biometrika 107:791), which costs a factor of e ln h, or 2 for
    two of them.

    Args:
        first: Probabilities of the first forecaster, in the order of the questions.
        second: Those of the second.
        outcome: Outcomes, 1 or 0.
        rule: A strictly proper rule.
        lag: How many questions after a forecast its outcome is known.

    Raises:
        ValueError: Lengths differ, a value is out of its domain, or the lag is below 1.

    Examples:
        >>> e_dominance([0.9] * 40, [0.6] * 40, [1] * 36 + [0] * 4).p[-1].round(3).item()
        0.009
    """
    p, q, y = (np.ravel(np.asarray(column, np.float64)) for column in (first, second, outcome))
    if not p.size == q.size == y.size:
        raise ValueError("columns must have one length")
    if not np.all((y == 0.0) | (y == 1.0)):
        raise ValueError("outcomes must be 0 or 1")
    if lag < 1:
        raise ValueError("a lag is 1 or more")
    growth = _growth(_gain(p, q, y, rule))
    turn = np.arange(p.size) % lag
    shares = [_capital(np.where((turn == k)[:, None], growth, 0.0)) for k in range(lag)]
    log_e = np.logaddexp.reduce(shares, axis=0) - math.log(lag)
    if lag == 1:
        return EProcess.of(log_e)
    reached = np.maximum.accumulate(np.maximum(shares, 0.0), axis=1)
    merged = np.logaddexp.reduce(reached, axis=0) - math.log(lag)
    factor = 2.0 if lag == 2 else math.e * math.log(lag)  # noqa: PLR2004 - from three on
    return EProcess(log_e, np.minimum(factor * np.exp(-merged), 1.0))


def _gain(p: Floats, q: Floats, y: Floats, rule: Rule) -> Floats:
    """Likelihood ratio of p against kappa, less 1; 0 where there is nothing to bet on."""
    kappa = indifference(p, q, rule)
    believed, neutral = np.where(y == 1.0, p, 1.0 - p), np.where(y == 1.0, kappa, 1.0 - kappa)
    bets = (p != q) & ~np.isnan(kappa) & ~((believed == 0.0) & (neutral == 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        gain: Floats = np.where(bets, believed / neutral - 1.0, 0.0)
    return gain


def _growth(gain: Floats) -> Floats:
    """Logarithm of what each degree of trust makes of its capital at each step."""
    grown: Floats = np.log1p(gain[:, None] * _TRUST)
    return grown


def _capital(growth: Floats) -> Floats:
    capital: Floats = np.logaddexp.reduce(np.cumsum(growth, axis=0), axis=1)
    return capital - math.log(_TRUST.size)
