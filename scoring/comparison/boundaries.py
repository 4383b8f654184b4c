"""Boundaries that a sum of centred differences crosses at any time with a given probability only.

Each is a function of intrinsic time, the variance gathered so far: with probability 1 - alpha
the sum stays below ``bound(v_t)`` at *all* times t together (Howard, Ramdas, McAuliffe & Sekhon
2021, Annals of Statistics 49:1055). Sums need not be of independent differences.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "best_rho",
    "gamma_exponential",
    "gamma_exponential_log_mixture",
    "normal_mixture",
    "stitched",
]

_HALVINGS = 100
"""Enough for the last digit of a double, from any bracket."""


def best_rho(v: float, alpha: float, *, two_sided: bool = False) -> float:
    """Parameter of a mixture whose boundary is near its lowest at intrinsic time v.

    The closed approximation of Howard et al. (2021), as in their program ``confseq``.

    Args:
        v: Intrinsic time.
        alpha: Probability of crossing; below 1/2 for a one-sided boundary.
        two_sided: Whether alpha covers both sides.

    Raises:
        ValueError: v is not positive, or alpha out of range.
    """
    tail = alpha if two_sided else 2.0 * alpha
    if not (v > 0.0 and 0.0 < tail < 1.0):
        raise ValueError("v must be positive, and alpha a probability that is small enough")
    logs = 2.0 * math.log(1.0 / tail)
    return v / (logs + math.log1p(logs))


def stitched(
    v: ArrayLike,
    alpha: float,
    *,
    c: float = 0.0,
    v_min: float = 1.0,
    s: float = 1.4,
    eta: float = 2.0,
) -> Floats:
    """Polynomial stitched boundary: closed, of the order of sqrt(v log log v).

    Howard et al. (2021), equation 10.

    Args:
        v: Intrinsic time; below ``v_min`` the boundary is flat.
        alpha: Probability of crossing.
        c: Scale of a sub-gamma sum; 0 for a sub-Gaussian one.
        v_min: Where the boundary begins.
        s: How fast later epochs get less of alpha, above 1.
        eta: Ratio of one epoch's length to that before, above 1.
    """
    from scipy.special import zeta

    time = np.maximum(np.asarray(v, np.float64), v_min)
    k1 = (eta**0.25 + eta**-0.25) / math.sqrt(2.0)
    k2 = (math.sqrt(eta) + 1.0) / 2.0
    share = math.log(float(zeta(s)) / (alpha * math.log(eta) ** s))
    ell = s * np.log(np.log(eta * time / v_min)) + share
    bound: Floats = np.sqrt(k1**2 * time * ell + (k2 * c * ell) ** 2) + k2 * c * ell
    return bound


def normal_mixture(v: ArrayLike, alpha: float, *, rho: float) -> Floats:
    """Two-sided boundary of a sub-Gaussian sum, from a normal mixture.

    Howard et al. (2021), equation 14; Robbins 1970, Annals of Mathematical Statistics 41:1397.

    Args:
        v: Intrinsic time: the sum of the variance proxies.
        alpha: Probability that the sum's absolute value crosses.
        rho: Precision of the mixture, see :func:`best_rho`.
    """
    time = np.asarray(v, np.float64) + rho
    bound: Floats = np.sqrt(time * np.log(time / (rho * alpha**2)))
    return bound


def gamma_exponential_log_mixture(
    total: ArrayLike, v: ArrayLike, *, rho: float | Floats, c: float | Floats
) -> Floats:
    """Logarithm of the gamma-exponential mixture, an e-process of a sub-exponential sum.

    Howard et al. (2021), Proposition 9. It is the mean, over a truncated gamma law, of
    exp(stake x total - psi(stake) v) with psi(x) = (-ln(1 - c x) - c x) / c^2. Written as an
    integral over the rest 1 - c x in (0, 1), so that it is exact for negative sums too.

    Args:
        total: The sum, of differences whose sum is not positive by hypothesis.
        v: Its intrinsic time, 0 or more.
        rho: Parameter of the mixture.
        c: Scale: no difference is farther than c from its prediction.

    Examples:
        >>> gamma_exponential_log_mixture([0.0, 5.0], [0.0, 10.0], rho=2.0, c=1.0).round(3).tolist()
        [0.0, 0.322]
    """
    time, square = np.asarray(v, np.float64), np.square(c)
    gain = (c * np.asarray(total, np.float64) + time) / square
    first = rho / square
    start = _log_integral(first, first)
    mixture: Floats = _log_integral(time / square + first, gain + first) - start + gain
    return mixture


def gamma_exponential(v: ArrayLike, alpha: float, *, rho: float, c: float) -> Floats:
    """One-sided boundary of a sub-exponential sum: where the gamma-exponential mixture is 1/alpha.

    Args:
        v: Intrinsic time.
        alpha: Probability of crossing.
        rho: Parameter of the mixture, see :func:`best_rho`.
        c: Scale.
    """
    time = np.asarray(v, np.float64)
    level = math.log(1.0 / alpha)

    def below(total: Floats) -> NDArray[np.bool_]:
        return gamma_exponential_log_mixture(total, time, rho=rho, c=c) < level

    low, high = np.zeros(time.shape), np.ones(time.shape)
    while np.any(short := below(high)):
        high[short] *= 2.0
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        inside = below(middle)
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return high


def _log_integral(q: ArrayLike, x: ArrayLike) -> Floats:
    """Logarithm of the integral of z^(q-1) exp(-x z) over (0, 1), for q > 0 and any x.

    Where x is large the lower gamma function is exact; elsewhere that would underflow, and
    Kummer's function of the same integral does not.
    """
    from scipy.special import gammainc, gammaln, hyp1f1

    order, rate = np.broadcast_arrays(np.asarray(q, np.float64), np.asarray(x, np.float64))
    value = np.empty(order.shape)
    large = rate > order
    a, b = order[large], rate[large]
    value[large] = gammaln(a) + np.log(gammainc(a, b)) - a * np.log(b)
    a, b = order[~large], rate[~large]
    value[~large] = np.log(hyp1f1(1.0, a + 1.0, b)) - b - np.log(a)
    return value
