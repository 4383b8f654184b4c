"""How many calibrated forecasts come true: the exact distribution of that number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.calibration.evidence import Finding

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.sample import Sample

    Floats = NDArray[np.float64]

__all__ = ["MOST", "exact_in_the_large", "poisson_binomial"]

MOST = 5000
"""Forecasts up to which the exact distribution is worth its while."""


def poisson_binomial(p: ArrayLike) -> Floats:
    """Probability of every number of independent events that may happen, from none to all.

    Generating functions are multiplied pair by pair with the fast Fourier transform, in
    O(n log^2 n). Errors are of the order of 1e-16, absolutely: smaller probabilities are noise.

    Args:
        p: Probability of each event.

    >>> poisson_binomial([0.5, 0.5, 1.0]).round(12).tolist()
    [0.0, 0.25, 0.5, 0.25]
    """
    chance = np.ravel(np.asarray(p, np.float64))
    factors = np.zeros((1 << max(chance.size - 1, 0).bit_length(), 2))
    factors[:, 0] = 1.0
    factors[: chance.size] = np.column_stack([1.0 - chance, chance])
    while len(factors) > 1:
        length = 2 * factors.shape[1] - 1
        padded = 1 << (length - 1).bit_length()
        spectrum = np.fft.rfft(factors, padded, axis=1)
        factors = np.fft.irfft(spectrum[::2] * spectrum[1::2], padded, axis=1)[:, :length]
    return np.clip(factors[0, : chance.size + 1], 0.0, 1.0)


def exact_in_the_large(sample: Sample) -> Finding:
    """Exact test of calibration in the large: twice the smaller tail of the number that came true.

    Args:
        sample: The forecasts: each in a cluster of its own, all of the same weight.

    >>> from scoring.sample import Sample
    >>> round(exact_in_the_large(Sample.of([0.5] * 5, [1] * 5)).p, 4)
    0.0625
    """
    if not sample.size:
        return Finding.missing("there are no forecasts")
    if sample.clusters < sample.size:
        return Finding.missing("forecasts share clusters, so their outcomes may depend")
    if np.ptp(sample.weight) > 0.0:
        return Finding.missing("forecasts have different weights")
    if sample.size > MOST:
        return Finding.missing(f"there are more than {MOST} forecasts: the normal test does")
    chance, count = poisson_binomial(sample.probability), int(sample.outcome.sum())
    tails = chance[: count + 1].sum(), chance[count:].sum()
    return Finding(float(count), min(1.0, 2.0 * float(min(tails))), "Poisson binomial")
