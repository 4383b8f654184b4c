"""People with a belief and a utility, who trade as if each price were given.

They take what is better than a share is worth to them, and then quote a price between that and the
market's: whoever quoted what it is worth would gain nothing. A fixed margin is the least of the
rules in the literature; those of Cliff & Bruten 1997 (Hewlett-Packard Laboratories HPL-97-91) learn
theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.makers.root import increasing_root
from market.simulation.mechanisms.auction.behaviour import Quote
from market.simulation.mechanisms.auction.book import SHARE
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.mechanisms.auction.behaviour import Standing

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Index = NDArray[np.intp]

__all__ = ["Utility"]


@dataclass(frozen=True, slots=True)
class Utility:
    """As `Behaviour` says; each column has an entry for each of the people.

    Attributes:
        opinion: Log-odds of what they believe.
        aversion: Constant relative risk aversion; 1 is logarithmic utility.
        absolute: Constant absolute risk aversion, per credit, besides.
        price: The market's price.
        margin: Share of the way from what a share is worth to them to that price at which they
            quote, in [0, 1].
    """

    opinion: Floats
    aversion: Floats
    absolute: Floats
    price: Floats
    margin: float

    def wants(self, which: Index, tick: Ints, standing: Standing) -> Floats:
        """What is missing to the position of the best utility."""
        aversion, absolute = self.aversion[which], self.absolute[which]
        gap = self.opinion[which] - logit(tick / standing.ticks)
        with np.errstate(all="ignore"):  # the risk neutral want all, whatever they are divided by
            missing = _relative(gap, tick, standing, aversion)
            if np.any(absolute > 0.0):
                missing = _both(gap, tick, standing, (aversion, absolute), missing)
        return missing

    def quote(self, standing: Standing) -> Quote:
        """A bid below what a share is worth to them, or an offer above."""
        if_no, if_yes = np.maximum(standing.owned, 1).astype(np.float64)
        risk = self.aversion * np.log(if_yes / if_no)
        risk += self.absolute * (if_yes - if_no) / (SHARE * standing.ticks)
        worth = expit(self.opinion - risk)
        bids = worth > self.price
        limit = (worth + self.margin * (self.price - worth)) * standing.ticks
        return Quote(bids, np.where(bids, np.floor(limit), np.ceil(limit)).astype(np.int64))


def _relative(gap: Floats, tick: Ints, standing: Standing, aversion: Floats) -> Floats:
    """Units missing with constant relative risk aversion alone.

    In the best position, what is owned if yes and if no are in the ratio of the odds believed to
    those of the price, to the power of 1 / aversion; what the two are worth at the price is given.
    """
    price = tick / standing.ticks
    if_no, if_yes = standing.owned.astype(np.float64)
    ratio = np.where(gap == 0.0, 1.0, np.exp(gap / aversion))
    then = (price * if_yes + (1.0 - price) * if_no) / (price * ratio + 1.0 - price)
    missing: Floats = (if_no - then) / tick
    return missing


def _both(
    gap: Floats, tick: Ints, standing: Standing, aversion: tuple[Floats, Floats], start: Floats
) -> Floats:
    """Units missing with absolute risk aversion besides, from what is missing without."""
    relative, absolute = aversion[0], aversion[1] / (SHARE * standing.ticks)
    if_no, if_yes = standing.owned.astype(np.float64)
    rest = standing.ticks - tick

    def unmoved(bought: Floats) -> tuple[Floats, Floats]:
        """Risk of a position, in log-odds, less what makes it worth taking; and the slope."""
        yes, no = if_yes + rest * bought, if_no - tick * bought
        risk = np.where(relative > 0.0, relative * np.log(yes / no), 0.0)
        slope = relative * (rest / yes + tick / no) + absolute * standing.ticks
        return risk + absolute * (yes - no) - gap, slope

    return increasing_root(unmoved, -if_yes / rest, if_no / tick, start)
