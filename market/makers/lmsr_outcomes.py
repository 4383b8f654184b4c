"""The logarithmic market scoring rule over any number of outcomes.

Outcomes are on the last axis. C(q) = b ln sum(e^(q_i / b)), and prices are its slopes. Source:
Hanson 2003, Information Systems Frontiers 5:107; stable forms as in ``market.makers.lmsr``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.makers.logarithms import grown

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["cost", "liquidity_for_cap", "prices", "trade_cost", "worst_loss"]


def cost(q: ArrayLike, b: ArrayLike) -> Floats:
    """The cost function C(q): what shares q cost that were bought from nothing, and b ln n.

    Args:
        q: Shares outstanding of each outcome.
        b: The liquidity.

    >>> cost([1, 2, 3], 1).round(6).item()
    3.407606
    """
    behind, top = _behind(np.asarray(q, np.float64))
    scale = np.asarray(b, np.float64)
    return np.asarray(top + scale * _rest(behind / scale[..., None]))


def prices(q: ArrayLike, b: ArrayLike) -> Floats:
    """What the next share of each outcome costs: the market's probabilities.

    Args:
        q: Shares outstanding of each outcome.
        b: The liquidity.

    >>> prices([1, 2, 3], 1).round(6).tolist()
    [0.090031, 0.244728, 0.665241]
    """
    behind, _ = _behind(np.asarray(q, np.float64))
    weights = np.exp(behind / np.asarray(b, np.float64)[..., None])
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def trade_cost(q: ArrayLike, delta: ArrayLike, b: ArrayLike) -> Floats:
    """What a trade costs: C(q + delta) - C(q), of which no digit is lost however small it is.

    Args:
        q: Shares outstanding of each outcome.
        delta: Shares bought of each; below 0 they are sold.
        b: The liquidity.

    >>> f"{trade_cost([0, 0], [1e-10, 0], 100):.6g}", trade_cost([0, 0], [5, 5], 3).item()
    ('5e-11', 5.0)
    """
    before, bought, scale = np.broadcast_arrays(
        np.asarray(q, np.float64),
        np.asarray(delta, np.float64),
        np.asarray(b, np.float64)[..., None],
    )
    after = before + bought
    was, new = before.argmax(axis=-1), after.argmax(axis=-1)
    behind = (before - _of(before, was)[..., None]) / scale
    change = (bought - _of(bought, was)[..., None]) / scale
    # Sets of all outcomes, as many as were bought of the likeliest one, and the rest beside it.
    share = grown(behind, change).sum(axis=-1) / np.exp(behind).sum(axis=-1)
    near = _of(bought, was) + scale[..., 0] * np.log1p(share)
    # A large trade that makes another outcome the likeliest: nothing cancels.
    ahead = (after - _of(after, new)[..., None]) / scale
    overtaking = _of(before, new) - _of(before, was) + _of(bought, new)
    far = overtaking + scale[..., 0] * (_rest(ahead) - _rest(behind))
    return np.asarray(np.where(_of(change, new) > 1.0, far, near))


def worst_loss(n: ArrayLike, b: ArrayLike) -> Floats:
    """The most that a maker can lose that opens with n equal prices: b ln n.

    >>> worst_loss(3, 100).round(6).item()
    109.861229
    """
    return np.asarray(np.asarray(b, np.float64) * np.log(np.asarray(n, np.float64)))


def liquidity_for_cap(money: ArrayLike, cap: ArrayLike, outcomes: ArrayLike = 2) -> Floats:
    """The liquidity with which money, all spent on one outcome, moves its price to a cap.

    From equal prices 1 / n: the price of the others is divided by e^(money / b).

    Args:
        money: All that traders can spend.
        cap: The highest price it buys, above 1 / n and below 1.
        outcomes: Their number n.

    >>> liquidity_for_cap(1000, 0.95).round(6).item()
    434.294482
    """
    n, u = np.asarray(outcomes, np.float64), np.asarray(cap, np.float64)
    return np.asarray(-np.asarray(money, np.float64) / np.log(n * (1.0 - u) / (n - 1.0)))


def _of(q: Floats, outcome: Index) -> Floats:
    """What belongs to one outcome of each market."""
    chosen: Floats = np.take_along_axis(q, outcome[..., None], -1)[..., 0]
    return chosen


def _behind(q: Floats) -> tuple[Floats, Floats]:
    """How many shares each outcome is behind the likeliest one, below 0; and those of that one."""
    top = q.max(axis=-1, keepdims=True)
    return q - top, top[..., 0]


def _rest(behind: Floats) -> Floats:
    """The logarithm of sum(e^x) where the greatest x is 0."""
    ordered = np.sort(behind, axis=-1)[..., :-1]
    return np.asarray(np.log1p(np.exp(ordered).sum(axis=-1)))
