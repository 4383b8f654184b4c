"""The Diebold-Mariano test of equal accuracy, corrected for small samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["DieboldMariano", "Kernel", "diebold_mariano"]

Kernel = Literal["rectangular", "bartlett"]
"""How autocovariances weigh: all 1 as in the original, or less with every lag."""


@dataclass(frozen=True, slots=True)
class DieboldMariano:
    """Outcome of a Diebold-Mariano test.

    Attributes:
        statistic: Corrected statistic, compared with Student's t; NaN where the variance is not
            positive, and where the horizon is the number of differences.
        uncorrected: The statistic as first published, compared with the normal distribution.
        p: Two-sided p-value of the corrected one.
        horizon: Differences so far apart are taken for uncorrelated.
    """

    statistic: float
    uncorrected: float
    p: float
    horizon: int


def diebold_mariano(
    difference: ArrayLike, *, horizon: int = 1, kernel: Kernel = "rectangular"
) -> DieboldMariano:
    """Test whether a series of differences of losses has mean 0.

    With the autocovariances g_k (divided by n), the variance of the mean is estimated by
    V = (g_0 + 2 sum of g_k, k below the horizon) / n, and the statistic is mean / sqrt(V) (Diebold
    & Mariano 1995, *J. Bus. Econ. Stat.* 13:253). It is multiplied by
    sqrt((n + 1 - 2h + h(h - 1) / n) / n) and compared with Student's t with n - 1 degrees of
    freedom (Harvey, Leybourne & Newbold 1997, *Int. J. Forecasting* 13:281). With horizon 1 that is
    the paired t test.

    V can be negative, and the test then says nothing. With ``kernel="bartlett"`` g_k weighs
    1 - k / h (Newey & West 1987, *Econometrica* 55:703), and V cannot.

    Args:
        difference: Differences of losses, in their order.
        horizon: From which lag h on differences are uncorrelated, 1 or more.
        kernel: How autocovariances weigh.

    Raises:
        ValueError: The horizon is not between 1 and the number of differences.

    Examples:
        >>> found = diebold_mariano([0.1, 0.3, -0.1, 0.2])
        >>> round(found.statistic, 4), round(found.p, 4)
        (1.4639, 0.2394)
    """
    d = np.ravel(np.asarray(difference, np.float64))
    n, h = d.size, horizon
    if not 1 <= h <= max(n, 1):
        raise ValueError("the horizon must lie between 1 and the number of differences")
    # One difference has no spread; a horizon of all of them leaves the correction nothing.
    if h >= n or not np.all(np.isfinite(d)):
        return DieboldMariano(np.nan, np.nan, np.nan, h)
    mean = float(d.mean())
    variance = _variance(d - mean, h, kernel)
    # What rounding leaves of equal differences is no variance.
    if not variance > (np.finfo(np.float64).eps * float(np.abs(d).max())) ** 2:
        return DieboldMariano(np.nan, np.nan, np.nan, h)
    uncorrected = mean / float(np.sqrt(variance))
    statistic = uncorrected * float(np.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n))
    return DieboldMariano(statistic, uncorrected, _two_sided(statistic, n - 1), h)


def _variance(residual: Floats, horizon: int, kernel: Kernel) -> float:
    """Estimated variance of a mean, from autocovariances below the horizon."""
    n = residual.size
    covariance = np.array([residual[lag:] @ residual[: n - lag] for lag in range(horizon)]) / n
    lags = np.arange(horizon)
    weight = np.where(lags > 0, 2.0, 1.0)
    if kernel == "bartlett":
        weight *= 1.0 - lags / horizon
    return float(weight @ covariance) / n


def _two_sided(statistic: float, freedom: int) -> float:
    from scipy.special import stdtr

    return float(2.0 * stdtr(freedom, -abs(statistic)))
