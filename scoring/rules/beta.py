"""Losses of the beta family, accurate at both ends.

By Schervish 1989 (Annals of Statistics 17:1856), YES after p costs the integral of (1 - t) over
the thresholds t from p to 1, weighed by t^(a - 1) (1 - t)^(b - 1); NO is the mirror image.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.rules.classic import LOG

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["beta_loss"]

_NEAR = 0.5
"""Ratio of each term of the series to the one before, at most."""

_TERMS = 60
"""Terms of the series, after which the rest is rounded away."""

_SMALL = 0.01
"""Size of a, beside 1 and b + 1, up to which Taylor's series in a serves."""

_ORDER = 8
"""Its terms."""


def beta_loss(a: float, b: float, p: Floats, y: Floats) -> Floats:
    """Loss of every forecast under the weights t^(a - 1) (1 - t)^(b - 1), a and b above -1.

    Args:
        a: How thresholds near 0 weigh.
        b: How thresholds near 1 weigh.
        p: Probabilities of YES.
        y: Outcomes, 1 or 0.
    """
    if a == b == 0.0:
        return LOG.kernel(p, y)
    q = 1.0 - p
    loss = np.where(y == 1.0, _cost(a, b, p, q), _cost(b, a, q, p))
    loss[np.isnan(p) | np.isnan(y)] = np.nan
    return loss


def _cost(a: float, b: float, said: Floats, rest: Floats) -> Floats:
    """Loss of having said this of what happened, and ``rest`` of what did not."""
    cost = _incomplete(a, b, said, rest) if a > 0.0 else _unbounded(a, b, said, rest)
    return np.where(rest == 0.0, 0.0, cost)


def _incomplete(a: float, b: float, said: Floats, rest: Floats) -> Floats:
    """The incomplete beta function, from the end that is near."""
    from scipy.special import beta, betainc, betaincc

    near = betainc(b + 1.0, a, rest)
    share: Floats = np.where(said < 0.5, betaincc(a, b + 1.0, said), near)  # noqa: PLR2004 - half
    return share * beta(a, b + 1.0)


def _unbounded(a: float, b: float, said: Floats, rest: Floats) -> Floats:
    """As above for a of 0 or less, where the function is infinite at 0."""
    cost = np.full(said.shape, np.inf)
    near = (said > 0.0) & (said * (b + 2.0) < _NEAR)
    far = said * (b + 2.0) >= _NEAR
    cost[near] = _near_zero(a, b, said[near])
    cost[far] = _far_from_zero(a, b, said[far], rest[far])
    return cost


def _far_from_zero(a: float, b: float, said: Floats, rest: Floats) -> Floats:
    """The integral as a hypergeometric function, after Euler's transformation."""
    from scipy.special import hyp2f1

    scale = said**a * rest ** (b + 1.0) / (b + 1.0)
    return np.asarray(scale * hyp2f1(1.0, a + b + 1.0, b + 2.0, rest))


def _near_zero(a: float, b: float, said: Floats) -> Floats:
    """The integral by the binomial series of (1 - t)^b, term by term."""
    from scipy.special import beta, exprel

    term, series = np.ones_like(said), np.zeros_like(said)
    for k in range(1, _TERMS):
        term = term * said * ((k - 1.0 - b) / k)
        series += term / (a + k)
    if abs(a) > _SMALL * min(1.0, b + 1.0):
        return float(beta(a, b + 1.0)) - said**a * (1.0 / a + series)
    # Both 1 / a would cancel: (exp(a x) - 1) / a is x where a is 0.
    x = _log_beta_slope(a, b) - np.log(said)
    return np.asarray(said**a * (x * exprel(a * x) - series))


def _log_beta_slope(a: float, b: float) -> float:
    """ln(a B(a, b + 1)) / a by Taylor's series about a = 0."""
    from scipy.special import factorial, polygamma

    k = np.arange(_ORDER)
    term: Floats = (polygamma(k, 1.0) - polygamma(k, b + 1.0)) * a**k / factorial(k + 1)
    return float(term.sum())
