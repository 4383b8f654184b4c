"""What a Bayesian market maker believes after a trade.

The value of a share is normal to it, and so is the error of the signal by which a trader decides:
one who buys at the ask thinks it worth more, one who sells at the bid thinks it worth less, and
one who does neither lies between. What is known of the value is then a truncated normal
distribution, of which mean and deviation are kept. There is no bound of the loss. Sources: Das &
Magdon-Ismail 2008, NIPS; Brahma, Chakraborty, Das, Lavoie & Magdon-Ismail 2012, ACM Conference
on Electronic Commerce.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["NormalBelief", "after_signal"]


class NormalBelief(NamedTuple):
    """A normal belief about what a share is worth.

    Attributes:
        mean: Its mean.
        sd: Its standard deviation.
    """

    mean: Floats
    sd: Floats


def after_signal(
    mean: ArrayLike, sd: ArrayLike, noise: ArrayLike, low: ArrayLike, high: ArrayLike
) -> NormalBelief:
    """The belief once a trader's signal is known to lie in an interval.

    Args:
        mean: Mean of the belief before.
        sd: Its standard deviation, above 0.
        noise: Standard deviation of the signal's error.
        low: The signal's lower bound: the ask after somebody bought, else minus infinity.
        high: Its upper bound: the bid after somebody sold, else infinity.

    >>> belief = after_signal(0.5, 0.2, 0.3, 0.6, np.inf)
    >>> belief.mean.round(6).item(), belief.sd.round(6).item()
    (0.608991, 0.177411)
    """
    centre, variance = np.asarray(mean, np.float64), np.square(np.asarray(sd, np.float64))
    width = np.sqrt(variance + np.square(np.asarray(noise, np.float64)))
    bounds = (np.asarray(bound, np.float64) for bound in (low, high))
    shift, shrink = _truncated(*((bound - centre) / width for bound in bounds))
    share = variance / np.square(width)
    return NormalBelief(
        centre + share * width * shift,
        np.asarray(np.sqrt(variance * (1.0 - share * shrink)), np.float64),
    )


def _truncated(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Mean of a standard normal variable between two bounds, and 1 less its variance."""
    from scipy.special import ndtr

    # In the upper tail probabilities lie near 1; they are taken in the lower one.
    mass = np.where(low > 0.0, ndtr(-low) - ndtr(-high), ndtr(high) - ndtr(low))
    below, above = _density(low) / mass, _density(high) / mass
    mean = below - above
    edges = _finite(high) * above - _finite(low) * below
    return mean, edges + np.square(mean)


def _density(x: Floats) -> Floats:
    density: Floats = np.exp(-0.5 * np.square(x)) / np.sqrt(2.0 * np.pi)
    return density


def _finite(bound: Floats) -> Floats:
    """The bound, or 0 where it is infinite and has no density."""
    return np.where(np.isinf(bound), 0.0, bound)
