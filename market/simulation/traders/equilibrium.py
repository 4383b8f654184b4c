"""Prices at which traders have no more to trade: what a market says, in closed form or one root.

Nobody moves the price, and shares are only ever exchanged: for each YES share somebody else owns
the NO share. The traders stand on the last axis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.makers.root import increasing_root
from scoring.odds import expit, logit
from scoring.pooling.log_odds import log_pool

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["cara_equilibrium", "cara_lmsr_equilibrium", "crra_equilibrium", "manski_mean_bounds"]


def crra_equilibrium(belief: ArrayLike, wealth: ArrayLike, aversion: ArrayLike) -> Floats:
    """The price among traders with constant relative risk aversion.

    With aversion 1, logarithmic utility, it is the mean belief, weighted by wealth; with more it
    tends to the logarithmic pool. Source: Wolfers & Zitzewitz 2006, NBER working paper 12200.

    Args:
        belief: Probabilities, in (0, 1).
        wealth: What the traders own, above 0.
        aversion: Relative risk aversion, above 0, of all or of each.

    >>> crra_equilibrium([0.2, 0.3, 0.7], [1, 1, 1], [[1], [2]]).round(6).tolist()
    [0.4, 0.395725]
    """
    lean, owned = logit(belief), np.asarray(wealth, np.float64)
    inverse = 1.0 / np.asarray(aversion, np.float64)
    lean, owned, inverse = np.broadcast_arrays(lean, owned, inverse)
    total = owned.sum(axis=-1)

    def unspent(odds: Floats) -> tuple[Floats, Floats]:
        """The price of all wealth, less what would be spent on YES, and its slope in log-odds."""
        price = expit(odds)
        spent = expit(odds[..., None] + inverse * (lean - odds[..., None]))
        bend = owned * spent * (1.0 - spent) * (1.0 - inverse)
        slope = total * price * (1.0 - price) - bend.sum(axis=-1)
        return total * price - np.sum(owned * spent, axis=-1), slope

    start = np.average(lean, axis=-1, weights=owned)
    return expit(increasing_root(unspent, lean.min(axis=-1), lean.max(axis=-1), start))


def cara_equilibrium(belief: ArrayLike, aversion: ArrayLike) -> Floats:
    """The price among traders with constant absolute risk aversion: their logarithmic pool.

    Each counts by the inverse of the aversion. Source: Pennock 1999, thesis, University of
    Michigan.

    Args:
        belief: Probabilities.
        aversion: Absolute risk aversion, above 0, of each.

    >>> cara_equilibrium([0.2, 0.3, 0.7], [1, 1, 2]).round(6).item()
    0.326518
    """
    return log_pool(belief, 1.0 / np.asarray(aversion, np.float64))


def cara_lmsr_equilibrium(
    belief: ArrayLike, aversion: ArrayLike, liquidity: ArrayLike, prior: ArrayLike
) -> Floats:
    """The price at which CARA traders stop trading with an LMSR and with each other through it.

    The maker is one more trader in the pool: it believes its first price and counts by its
    liquidity. Source: Dudík, Lahaie, Rogers & Wortman Vaughan 2017, NIPS.

    Args:
        belief: Probabilities.
        aversion: Absolute risk aversion, above 0, of each.
        liquidity: The maker's parameter b.
        prior: Its first price.

    >>> cara_lmsr_equilibrium([0.8], [0.01], 100, 0.5).round(6).item()
    0.666667
    """
    said = np.asarray(belief, np.float64)
    weight = np.broadcast_to(1.0 / np.asarray(aversion, np.float64), said.shape)
    return log_pool(_joined(said, prior), _joined(weight, liquidity))


def manski_mean_bounds(price: ArrayLike) -> tuple[Floats, Floats]:
    """Between what the mean belief lies of risk-neutral traders whose budgets are alike.

    At the price, as much is spent on YES as the price tells: the share of those who think it more
    likely. Source: Manski 2006, Economics Letters 91:425.

    Args:
        price: The market's price.

    >>> [bound.round(6).item() for bound in manski_mean_bounds(0.4)]
    [0.16, 0.64]
    """
    told = np.asarray(price, np.float64)
    return np.square(told), told * (2.0 - told)


def _joined(values: Floats, last: ArrayLike) -> Floats:
    more = np.broadcast_to(np.asarray(last, np.float64), values.shape[:-1])
    return np.concatenate([values, more[..., None]], axis=-1)
