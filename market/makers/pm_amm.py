"""The pm-AMM's static form: a pool whose depth in probits is the same at every price.

Source: Moallemi & Robinson 2024, "pm-AMM: A uniform AMM for prediction markets", Paradigm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["reserves"]


def reserves(price: ArrayLike, liquidity: ArrayLike) -> tuple[Floats, Floats]:
    """YES and NO shares x and y in the pool at a price, Phi((y - x) / L).

    They satisfy (y - x) Phi((y - x) / L) + L phi((y - x) / L) = y.

    Args:
        price: Probability of YES, in (0, 1).
        liquidity: The scale L, in shares.

    >>> [side.round(6).item() for side in reserves(0.5, 100)]
    [39.894228, 39.894228]
    """
    from scipy.special import ndtri

    probability, scale = np.asarray(price, np.float64), np.asarray(liquidity, np.float64)
    probit = ndtri(probability)
    density = np.exp(-0.5 * np.square(probit)) / np.sqrt(2.0 * np.pi)
    return scale * (density - probit * (1.0 - probability)), scale * (
        density + probit * probability
    )
