"""What market makers read alike: sides, openings, budgets, and what a share pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["opening", "payout", "signs", "spending", "within"]

_ROUNDING = 1e-14
"""How far beyond an end rounding may bring a trade that goes there."""


def signs(side: ArrayLike) -> Floats:
    """1 for YES, -1 for NO.

    Args:
        side: 1 for YES, 0 for NO.

    Raises:
        ValueError: A side is neither.

    >>> signs([1, 0]).tolist()
    [1.0, -1.0]
    """
    told = np.asarray(side, np.float64)
    if np.any((told != 0.0) & (told != 1.0)):
        raise ValueError("sides must be 1 for YES or 0 for NO")
    return np.asarray(2.0 * told - 1.0)


def opening(liquidity: ArrayLike, prior: ArrayLike) -> tuple[Floats, Floats]:
    """A liquidity and a first price that a market can open with.

    Raises:
        ValueError: A liquidity is not above 0, or a price not between 0 and 1.
    """
    scale, price = np.asarray(liquidity, np.float64), np.asarray(prior, np.float64)
    if not np.all((scale > 0.0) & np.isfinite(scale)):
        raise ValueError("the liquidity must be a number above 0")
    if not np.all((price > 0.0) & (price < 1.0)):
        raise ValueError("the prior must lie between 0 and 1")
    return scale, price


def spending(budget: ArrayLike) -> Floats:
    """A budget in credits.

    Raises:
        ValueError: One is below 0.
    """
    spent = np.asarray(budget, np.float64)
    if np.any(spent < 0.0):
        raise ValueError("a budget cannot be below 0")
    return spent


def within(change: Floats, lowest: Floats, highest: Floats) -> Floats:
    """A change that keeps between two ends; NaN where it does not.

    >>> within(np.array([-0.6, 0.2]), np.array(-0.5), np.array(0.5)).tolist()
    [nan, 0.2]
    """
    kept = np.minimum(np.maximum(change, lowest), highest)
    return np.where(np.abs(change - kept) > _ROUNDING, np.nan, kept)


def payout(side: ArrayLike, outcome: ArrayLike) -> Floats:
    """A credit for a share of the side that came about, nothing for one of the other.

    Args:
        side: 1 for YES, 0 for NO.
        outcome: 1 for yes, 0 for no.

    Raises:
        ValueError: A side or an outcome is neither.

    >>> payout(1, [1, 0]).tolist()
    [1.0, 0.0]
    """
    return np.asarray(signs(side) == signs(outcome), np.float64)
