"""What a trader who knows the whole price schedule buys: one root for every utility.

A trader who believes p, and would own W1 if yes and W0 if no, stops where the log-odds of the
price are those of p less ln(U'(W0) / U'(W1)). Between nothing and all that can be paid for, the
difference of the two falls, whatever the market maker; its root is the demand. With constant
relative risk aversion g, that logarithm is g ln(W1 / W0), and g = 1 is the trader of Kelly 1956
(Bell System Technical Journal 35:917); with constant absolute risk aversion a it is a (W1 - W0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from market.makers.pairs import columns, facing
from market.makers.root import increasing_root
from market.makers.sides import signs
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from market.makers.maker import Maker

    Floats = NDArray[np.float64]
    Aversion = Callable[[Floats, Floats], tuple[Floats, Floats, Floats]]

__all__ = [
    "NUDGE",
    "SAME",
    "Demand",
    "Endowment",
    "cara_trade_lmsr",
    "demand",
    "utility",
]

NUDGE = 1e-7
"""Part of the largest trade by which the depth of a market is felt; it only guides the search."""

SAME = 1e-12
"""A difference of log-odds that is next to their rounding, and for which nobody trades."""


class Endowment(NamedTuple):
    """What a trader owns before the trade.

    Attributes:
        cash: Credits, not below 0.
        yes: YES shares.
        no: NO shares.
    """

    cash: ArrayLike
    yes: ArrayLike = 0.0
    no: ArrayLike = 0.0


class Demand(NamedTuple):
    """What a trader buys. To sell YES is to buy NO and to redeem the pairs.

    Attributes:
        side: The side bought: 1 for YES, 0 for NO.
        shares: How many, not below 0.
        cost: What they cost.
    """

    side: Floats
    shares: Floats
    cost: Floats


def utility(relative: ArrayLike, absolute: ArrayLike = 0.0) -> Aversion:
    """Risk aversion that is constant: relative to wealth, per credit, or a sum of both.

    Args:
        relative: Relative aversion, not below 0; 1 is logarithmic utility: a Kelly trader.
        absolute: Absolute aversion, per credit, not below 0.

    Returns:
        A function of what is owned if the side bought wins and if it loses: the logarithm of the
        ratio of the marginal utilities of losing and winning, and its slopes in the two.
    """
    bends, steady = np.asarray(relative, np.float64), np.asarray(absolute, np.float64)

    def ratio(won: Floats, lost: Floats) -> tuple[Floats, Floats, Floats]:
        with np.errstate(all="ignore"):  # no wealth at all has no logarithm: nothing is bought
            logs = np.where(bends > 0.0, bends * (np.log(won) - np.log(lost)), 0.0)
            if_won, if_lost = (np.where(bends > 0.0, bends / one, 0.0) for one in (won, lost))
        return logs + steady * (won - lost), if_won + steady, -if_lost - steady

    return ratio


def demand(maker: Maker, belief: ArrayLike, owned: Endowment, aversion: Aversion) -> Demand:
    """The trade that a trader likes best, who can pay with cash and with pairs that redeem.

    Args:
        maker: A market maker whose probability is the price of a share: a set of a YES and a NO
            share costs a credit, and pays one. (For LS-LMSR and DPM see `outright`.)
        belief: The trader's probability, in (0, 1).
        owned: What the trader has.
        aversion: What `utility` returns: ``utility(1)`` for a Kelly trader, ``utility(0, a)`` for
            one with an absolute aversion alone, ``utility(0)`` for the risk neutral.

    >>> from market.makers.lmsr import LMSR
    >>> found = demand(LMSR.opened(100, 0.5), [0.8, 0.5], Endowment(1000), utility(1))
    >>> found.shares.round(4).tolist(), found.cost.round(4).tolist()
    ([125.794, 0.0], [81.4959, 0.0])
    """
    opinion, price, cash, yes, no = columns(logit(belief), maker.price, *owned)
    first = opinion - logit(price) - aversion(cash + yes, cash + no)[0]
    side = np.where(first >= 0.0, 1.0, 0.0)
    own, other = facing(side, yes, no)
    toward = signs(side) * opinion
    most = np.where(np.abs(first) > SAME, maker.shares(side, cash + other), 0.0)
    nudge = NUDGE * most

    def surplus(shares: Floats) -> tuple[Floats, Floats]:
        """Log-odds of the price and of risk less those of the belief, and their slope."""
        odds, paid = _odds(maker, side, shares), maker.cost(side, shares)
        depth = (_odds(maker, side, shares + nudge) - odds) / nudge
        risk, if_won, if_lost = aversion(cash + own + shares - paid, cash + other - paid)
        slope = depth + if_won * expit(-odds) - if_lost * expit(odds)
        return odds + risk - toward, slope

    shares = increasing_root(surplus, np.zeros_like(most), most, np.zeros_like(most))
    return Demand(side, shares, maker.cost(side, shares))


def cara_trade_lmsr(
    belief: ArrayLike,
    price: ArrayLike,
    liquidity: ArrayLike,
    aversion: ArrayLike,
    net: ArrayLike = 0.0,
) -> Floats:
    """YES shares, or below 0 NO shares, that a CARA trader without a budget buys from an LMSR.

    Args:
        belief: The trader's probability, in (0, 1).
        price: The price before, in (0, 1).
        liquidity: The parameter b.
        aversion: Absolute risk aversion a, per credit.
        net: YES shares less NO shares owned before.

    >>> cara_trade_lmsr(0.8, 0.5, 100, 0.01).round(6).item()
    69.314718
    """
    absolute = np.asarray(aversion, np.float64)
    gap = logit(belief) - logit(price) - absolute * np.asarray(net, np.float64)
    shares: Floats = gap / (1.0 / np.asarray(liquidity, np.float64) + absolute)
    return shares


def _odds(maker: Maker, side: Floats, shares: Floats) -> Floats:
    """Log-odds of the side's price once shares are bought."""
    return signs(side) * logit(maker.after(side, shares).price)
