"""Bands in closed form, for samples whose forecasts are independent and weigh 1."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "binomial_band",
    "chernoff_quantile",
    "continuous_half_width",
    "density",
    "discrete_band",
]

_BEYOND = 25.0
"""Beyond this frequency Chernoff's characteristic function is below 1e-16."""

_FREQUENCIES = 501
_NODES = 40
_PRECISE = 1e-12

_CELLS = 1000
"""Cells of [0, 1] in which a density is estimated."""


def binomial_band(
    low: ArrayLike, high: ArrayLike, n: ArrayLike, level: float
) -> tuple[Floats, Floats]:
    """Range of the share that comes true of n independent forecasts between two probabilities.

    The lower end is the (1 - level) / 2 quantile of the binomial distribution with the lower
    probability, the upper end the (1 + level) / 2 quantile with the higher one, both divided by
    n. Where both are alike this is the exact band of n forecasts that say the same.

    Args:
        low: Least that is said.
        high: Most that is said.
        n: Number of forecasts, 1 or more.
        level: Probability of lying in it.

    >>> [end.tolist() for end in binomial_band(0.475, 0.525, 40, 0.9)]
    [0.35, 0.65]
    """
    trials = np.asarray(n, np.int64)
    lower = _binomial_quantile(0.5 - 0.5 * level, trials, np.asarray(low, np.float64))
    upper = _binomial_quantile(0.5 + 0.5 * level, trials, np.asarray(high, np.float64))
    return lower / trials, upper / trials


def _binomial_quantile(probability: float, n: NDArray[np.int64], chance: Floats) -> Floats:
    """Least number of successes whose distribution function reaches a probability."""
    from scipy.special import bdtr, bdtrik

    number = np.ceil(np.nan_to_num(bdtrik(probability, n, chance)))
    less = np.maximum(number - 1.0, 0.0)
    number = np.where(bdtr(less, n, chance) >= probability, less, number)
    return np.clip(number, 0.0, n)


def discrete_band(x: ArrayLike, n: ArrayLike, level: float) -> tuple[Floats, Floats]:
    """Consistency band at a probability that is said often: x -+ z sqrt(x (1 - x) / n), clipped.

    Args:
        x: Probabilities said.
        n: How often each is said.
        level: Probability of lying in it.

    >>> lower, upper = discrete_band([0.5, 0.0], [50, 10], 0.9)
    >>> lower.round(4).tolist(), upper.round(4).tolist()
    ([0.3837, 0.0], [0.6163, 0.0])
    """
    from scipy.special import ndtri

    said = np.asarray(x, np.float64)
    half = ndtri(0.5 + 0.5 * level) * np.sqrt(said * (1.0 - said) / np.asarray(n, np.float64))
    return np.maximum(said - half, 0.0), np.minimum(said + half, 1.0)


def continuous_half_width(x: ArrayLike, density: ArrayLike, n: float, level: float) -> Floats:
    """Half the width of the consistency band of an isotonic fit where nothing is said twice.

    (4 x (1 - x) / (n f(x)))^(1/3) times the quantile of Chernoff's distribution (Wright 1981,
    Ann. Stat. 9:443; as in Dimitriadis, Gneiting & Jordan 2021).

    Args:
        x: Probabilities.
        density: Density f of what is said at each.
        n: Number of forecasts.
        level: Probability of lying in the band.

    >>> continuous_half_width(0.2, 1.0, 1000, 0.9).round(5).item()
    0.07283
    """
    said = np.asarray(x, np.float64)
    rate = 4.0 * said * (1.0 - said) / (n * np.asarray(density, np.float64))
    return np.cbrt(rate) * chernoff_quantile(0.5 + 0.5 * level)


def density(p: ArrayLike, at: ArrayLike) -> Floats:
    """Kernel estimate of the density of what is said, mirrored at 0 and 1.

    Gaussian, with Silverman's bandwidth (1986), on a fine histogram.

    Args:
        p: Probabilities said, at least one.
        at: Where to read it.

    >>> density(np.linspace(0.0, 1.0, 10_001), [0.0, 0.3, 1.0]).round(2).tolist()
    [1.0, 1.0, 1.0]
    """
    said = np.asarray(p, np.float64)
    low, high = np.quantile(said, [0.25, 0.75])
    spread = min(float(said.std()), (high - low) / 1.34) or float(said.std())
    width = max(0.9 * spread * said.size**-0.2, 1.0 / _CELLS)
    share = np.histogram(said, _CELLS, (0.0, 1.0))[0] * (_CELLS / said.size)
    step = np.arange(1 - _CELLS, _CELLS) / _CELLS
    kernel = np.exp(-0.5 * np.square(step / width))
    mirrored = np.concatenate([share[::-1], share, share[::-1]])
    smooth = np.convolve(mirrored, kernel / kernel.sum(), "same")[_CELLS : 2 * _CELLS]
    centres = (np.arange(_CELLS) + 0.5) / _CELLS
    return np.asarray(np.interp(np.asarray(at, np.float64), centres, smooth), np.float64)


@cache
def chernoff_quantile(probability: float) -> float:
    """Quantile of Chernoff's distribution: where two-sided Brownian motion less t^2 is highest.

    Its density is g(z) g(-z) / 2, where g has the Fourier transform 2^(1/3) / Ai(i 2^(-1/3) s)
    (Groeneboom & Wellner 2001, JCGS 10:388).

    Args:
        probability: Between 0 and 1.

    >>> round(chernoff_quantile(0.95), 6), round(chernoff_quantile(0.975), 6)
    (0.845081, 0.998181)
    """
    node, weight = np.polynomial.legendre.leggauss(_NODES)
    wanted = abs(probability - 0.5)
    z, step = 0.0, 1.0
    # The density falls from 0 on: every step of Newton's method stays on the near side.
    while step > _PRECISE:
        below = 0.5 * z * float(weight @ _chernoff_density(0.5 * z * (node + 1.0)))
        step = (wanted - below) / float(_chernoff_density(np.array([z]))[0])
        z += step
    return math.copysign(z, probability - 0.5)


def _chernoff_density(z: Floats) -> Floats:
    s, transform = _chernoff_transform()
    wave = np.exp(1j * np.outer(z, s))
    left, right = (np.real(w @ transform) for w in (wave, wave.conj()))
    return np.asarray(0.5 * left * right, np.float64)


@cache
def _chernoff_transform() -> tuple[Floats, NDArray[np.complex128]]:
    """Frequencies, and the transform of g at each, with the weights of the inverse transform."""
    from scipy.special import airy

    s, step = np.linspace(-_BEYOND, _BEYOND, _FREQUENCIES, retstep=True)
    scale = float(np.cbrt(2.0))
    return s, step / (2.0 * np.pi) * scale / airy(1j / scale * s)[0]
