"""The liquidity-sensitive LMSR on questions with any number of outcomes, by its cost function.

C(q) = b ln sum(e^(q_i / b)), where b is alpha times the sum of q; what its market needs of it
stands in ``market.makers.ls_lmsr``. Source: Othman, Pennock, Reeves & Sandholm 2013, ACM
Transactions on Economics and Computation 1(3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["alpha_for", "cost", "price_sum_bound", "prices"]


def cost(q: ArrayLike, alpha: ArrayLike) -> Floats:
    """C(q): what has been paid in all once q is outstanding, from nothing.

    A maker that starts from q0 and counts those shares as owed loses C(q0) at most.

    Args:
        q: Shares outstanding of each outcome, on the last axis, not below 0.
        alpha: Liquidity for each share outstanding, above 0.

    >>> cost([100, 100], 0.05).round(6).item()
    106.931472
    """
    held, deepening = np.asarray(q, np.float64), np.asarray(alpha, np.float64)
    rest = _rest(held, deepening)
    paid: Floats = held.max(axis=-1) + deepening * held.sum(axis=-1) * np.log1p(rest)
    return paid


def prices(q: ArrayLike, alpha: ArrayLike) -> Floats:
    """What the next share of each outcome costs: the slopes of C.

    Args:
        q: Shares outstanding of each outcome, on the last axis, not below 0.
        alpha: Liquidity for each share outstanding, above 0.

    >>> prices([150, 100], 0.05).round(6).tolist()
    [0.986519, 0.022491]
    """
    held, deepening = np.asarray(q, np.float64), np.asarray(alpha, np.float64)[..., None]
    total, most = held.sum(axis=-1, keepdims=True), held.max(axis=-1, keepdims=True)
    rest = _rest(held, deepening[..., 0])[..., None]
    weight = np.exp((held - most) / (deepening * total)) / (1.0 + rest)
    # Three terms, none below 0: nothing cancels.
    behind = np.sum(weight * (most - held), axis=-1, keepdims=True) / total
    slopes: Floats = weight + behind + deepening * np.log1p(rest)
    return slopes


def price_sum_bound(n: ArrayLike, alpha: ArrayLike) -> Floats:
    """The most that a share of each of n outcomes costs together, when all stand alike.

    >>> price_sum_bound(2, 0.05).round(6).item()
    1.069315
    """
    outcomes = np.asarray(n, np.float64)
    bound: Floats = 1.0 + np.asarray(alpha) * outcomes * np.log(outcomes)
    return bound


def alpha_for(vig: ArrayLike, n: ArrayLike) -> Floats:
    """The alpha with which the prices of n outcomes sum to 1 and a vig at most.

    >>> alpha_for(0.1, 2).round(6).item()
    0.072135
    """
    outcomes = np.asarray(n, np.float64)
    alpha: Floats = np.asarray(vig) / (outcomes * np.log(outcomes))
    return alpha


def _rest(q: Floats, alpha: Floats) -> Floats:
    """Sum of e^(q_i / b) over all outcomes but the one ahead, divided by that of the one ahead."""
    ordered = np.sort(q, axis=-1)
    liquidity = (alpha * q.sum(axis=-1))[..., None]
    rest: Floats = np.exp((ordered[..., :-1] - ordered[..., -1:]) / liquidity).sum(axis=-1)
    return rest
