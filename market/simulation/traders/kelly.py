"""Traders with logarithmic utility where their own trades do not move the price.

Sources: Kelly 1956, Bell System Technical Journal 35:917; Beygelzimer, Langford & Pennock 2012,
AAMAS, for fractional Kelly and for what happens to wealth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["Stake", "fractional_kelly_belief", "kelly_fraction", "kelly_wealth"]


class Stake(NamedTuple):
    """What a Kelly trader does.

    Attributes:
        fraction: Part of the wealth spent on the side that the trader thinks underpriced.
        growth: Expected growth of the logarithm of wealth: the divergence of belief and price.
    """

    fraction: Floats
    growth: Floats


def kelly_fraction(belief: ArrayLike, price: ArrayLike) -> Stake:
    """The stake that makes wealth grow fastest: (belief - price) / (1 - price) on YES.

    Args:
        belief: The trader's probability, in [0, 1].
        price: The price of a YES share, in (0, 1); a NO share costs the rest.

    >>> stake = kelly_fraction([0.7, 0.4], [0.4, 0.7])
    >>> stake.fraction.round(6).tolist(), stake.growth.round(6).tolist()
    ([0.5, 0.428571], [0.183787, 0.192042])
    """
    from scipy.special import xlog1py

    held, asked = np.asarray(belief, np.float64), np.asarray(price, np.float64)
    edge = held - asked
    fraction = np.maximum(edge / (1.0 - asked), -edge / asked)
    if_yes, if_no = xlog1py(held, edge / asked), xlog1py(1.0 - held, -edge / (1.0 - asked))
    return Stake(fraction, np.asarray(if_yes + if_no, np.float64))


def fractional_kelly_belief(belief: ArrayLike, price: ArrayLike, share: ArrayLike) -> Floats:
    """The belief whose full Kelly stake is a share of the stake of a belief.

    Args:
        belief: The trader's probability.
        price: The price of a YES share.
        share: The share of the Kelly stake that is bet, in [0, 1].

    >>> fractional_kelly_belief(0.8, 0.5, 0.25).round(6).item()
    0.575
    """
    part = np.asarray(share, np.float64)
    mixed: Floats = part * np.asarray(belief, np.float64) + (1.0 - part) * np.asarray(price)
    return mixed


def kelly_wealth(belief: ArrayLike, wealth: ArrayLike, outcome: ArrayLike) -> Floats:
    """Wealth after Kelly traders have traded with each other alone, and the outcome is known.

    The price is the mean of the beliefs, weighted by wealth, and wealth moves as the weights of
    hypotheses do under Bayes' rule.

    Args:
        belief: Probabilities of the traders, on the last axis.
        wealth: Their wealth, not below 0.
        outcome: 1 for yes, 0 for no, of each question.

    >>> kelly_wealth([0.8, 0.4], [1, 1], 1).round(6).tolist()
    [1.333333, 0.666667]
    """
    said, owned = np.asarray(belief, np.float64), np.asarray(wealth, np.float64)
    likely = np.where(np.asarray(outcome)[..., None] == 1, said, 1.0 - said)
    backed = owned * likely
    total = np.broadcast_to(owned, backed.shape).sum(axis=-1, keepdims=True)
    grown: Floats = backed * total / backed.sum(axis=-1, keepdims=True)
    return grown
