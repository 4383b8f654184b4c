"""What traders do where a set of both shares does not cost a credit: LS-LMSR and DPM.

There a sale of YES is no purchase of NO: what nobody owns cannot be sold, and no pairs redeem. A
side is dear or cheap by itself: its odds are those of the next share's price as a part of what the
share pays. Who owns shares of a side that is dear to him sells of them, of the dearer side first;
who has none to sell buys a side that is cheap to him. Either goes on until log-odds and risk are
those of his belief, as with `demand`. Between the two lies, with the LS-LMSR, a range of beliefs
that nobody trades on who owns nothing.

What a share of a dynamic parimutuel pays depends on all later trades. Traders take it for what it
would be now, as if nobody came after them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from market.makers.maker import Maker
from market.makers.pairs import columns, facing
from market.makers.root import increasing_root
from market.makers.sides import signs
from market.simulation.traders.demand import NUDGE, SAME, Demand
from scoring.odds import logit

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from market.simulation.traders.demand import Aversion, Endowment

    Floats = NDArray[np.float64]

__all__ = ["TwoPrices", "outright"]


class TwoPrices(Maker, Protocol):
    """A maker whose two prices do not sum to what a set of both shares pays."""

    @property
    def prices(self) -> Floats:
        """What the next share costs, of YES and of NO, on the last axis."""
        ...


def outright(maker: TwoPrices, belief: ArrayLike, owned: Endowment, aversion: Aversion) -> Demand:
    """The trade of a trader who can pay with cash, and sell what he owns.

    Args:
        maker: A market maker with two prices.
        belief: The trader's probability, in (0, 1).
        owned: What the trader has.
        aversion: The utility, as for `demand`.

    Returns:
        The trade; shares and cost are below 0 where the trader sells.

    >>> from market.makers.ls_lmsr import LSLMSR
    >>> from market.simulation.traders.demand import Endowment, utility
    >>> maker = LSLMSR.opened(100, 0.5)
    >>> outright(maker, [0.51, 0.8], Endowment(1000), utility(1)).shares.round(3).tolist()
    [0.0, 117.509]
    >>> outright(maker, 0.5, Endowment(1000, yes=50), utility(1)).shares.round(3).item()
    -16.915
    """
    opinion, cash, yes, no, _ = columns(logit(belief), *owned, maker.price)
    paid = [_value(maker, side) for side in (1.0, 0.0)]
    risk = aversion(cash + paid[0] * yes, cash + paid[1] * no)[0]
    dear = _odds(maker, 1.0) + risk - opinion, _odds(maker, 0.0) - risk + opinion
    excess = [np.where(held > 0.0, over, 0.0) for over, held in zip(dear, (yes, no), strict=True)]
    sells = np.maximum(*excess) > SAME
    side = np.where(sells, excess[0] >= excess[1], dear[0] < dear[1]).astype(np.float64)
    buys = ~sells & (facing(side, *dear)[0] < -SAME)
    own, other = facing(side, paid[0] * yes, paid[1] * no)
    worth = facing(side, *paid)[0]
    low = np.where(sells, -facing(side, yes, no)[0], 0.0)
    high = np.where(buys, maker.shares(side, cash), 0.0)
    nudge = NUDGE * (high - low)

    def surplus(shares: Floats) -> tuple[Floats, Floats]:
        """Log-odds of the share and of risk less those of the belief, and their slope."""
        odds, cost = _odds(maker, side, shares), maker.cost(side, shares)
        depth = (_odds(maker, side, shares + nudge) - odds) / nudge
        won, lost = cash + own + worth * shares - cost, cash + other - cost
        more, if_won, if_lost = aversion(won, lost)
        price = worth / (1.0 + np.exp(-odds))
        slope = depth + if_won * (worth - price) - if_lost * price
        return odds + more - signs(side) * opinion, slope

    with np.errstate(all="ignore"):  # who does not trade has no range to be felt
        high = np.where(surplus(low)[0] >= 0.0, low, high)
    shares = increasing_root(surplus, low, high, np.minimum(high, 0.0))
    return Demand(side, shares, maker.cost(side, shares))


def _value(maker: TwoPrices, side: float) -> Floats:
    """What a share pays if its side wins."""
    return maker.payout(side, side)


def _odds(maker: TwoPrices, side: ArrayLike, shares: ArrayLike = 0.0) -> Floats:
    """Log-odds of the price of the next share of a side as a part of what it pays.

    Those that a trader buys or sells before it are taken into account.
    """
    after: TwoPrices = maker.after(side, shares)
    prices = after.prices
    price = facing(side, prices[..., 0], prices[..., 1])[0]
    return logit(price / after.payout(side, side))
