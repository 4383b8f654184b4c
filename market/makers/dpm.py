"""The dynamic parimutuel market: what is paid in is divided among those who were right.

All that was paid for the shares outstanding, C = kappa sqrt(yes^2 + no^2), goes to the winning
side at the end, so that the maker never loses more than what it began with. The ratio of the two
prices is that of the shares. Source: the family of Pennock 2004, ACM Conference on Electronic
Commerce; this form was Yahoo's Tech Buzz Game's.

Not all laws of other makers hold here. What a share pays is known only once trading has ended: the
more hold it, the less, down to kappa; so a trade's profit depends on those that follow, and a
trade is no forecast whose score would be its profit. (In this form who was right never loses: no
share costs more than kappa.) A set of a YES and a NO share costs between kappa and 1.41 kappa, and
does not pay a credit. Path independence, and that no round trip earns anything, are as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from market.makers.pairs import columns, facing
from market.makers.sides import opening, payout, signs, spending
from scoring.odds import logit

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["DPM"]


@dataclass(frozen=True, slots=True)
class DPM:
    """A share-ratio dynamic parimutuel market on binary questions.

    Attributes:
        yes: YES shares outstanding, above 0: those the maker began with are among them.
        no: NO shares outstanding, above 0.
        kappa: Credits for each share of a side that alone is outstanding, above 0.
    """

    yes: Floats
    no: Floats
    kappa: Floats

    @classmethod
    def opened(cls, liquidity: ArrayLike, prior: ArrayLike) -> Self:
        """A maker that begins with what a sum would have bought, and a kappa of 1.

        Args:
            liquidity: The sum, in credits.
            prior: The first probability.

        Raises:
            ValueError: The liquidity is not above 0, or the prior not between 0 and 1.

        >>> DPM.opened(100, 0.36).yes.round(6).item()
        60.0
        """
        paid, price = opening(liquidity, prior)
        return cls.of(paid * np.sqrt(price), paid * np.sqrt(1.0 - price))

    @classmethod
    def of(cls, yes: ArrayLike, no: ArrayLike, kappa: ArrayLike = 1.0) -> Self:
        """A maker of numbers that broadcast.

        Raises:
            ValueError: Shares or kappa are not above 0.
        """
        state = columns(yes, no, kappa)
        if not all(np.all(numbers > 0.0) for numbers in state):
            raise ValueError("shares outstanding and kappa must be above 0")
        return cls(*state)

    @property
    def total(self) -> Floats:
        """C: all that was paid for the shares outstanding.

        >>> DPM.of(120, 80).total.round(6).item()
        144.222051
        """
        return np.asarray(self.kappa * np.hypot(self.yes, self.no), np.float64)

    @property
    def prices(self) -> Floats:
        """What the next share costs, of YES and of NO, on the last axis."""
        shares = np.stack([self.yes, self.no], axis=-1)
        prices: Floats = (self.kappa / np.hypot(self.yes, self.no))[..., None] * shares
        return prices

    @property
    def price(self) -> Floats:
        """The market's probability of YES: at it, a YES share pays on average what it costs."""
        price: Floats = np.square(self.yes / np.hypot(self.yes, self.no))
        return price

    def cost(self, side: ArrayLike, shares: ArrayLike) -> Floats:
        """What shares of a side cost; infinite where all that are outstanding would be sold.

        Args:
            side: 1 for YES, 0 for NO.
            shares: How many; below 0 they are sold.

        >>> DPM.of(3, 4).cost(1, [0.0, 1.0, -3.0]).round(6).tolist()
        [0.0, 0.656854, inf]
        """
        bought = np.asarray(shares, np.float64)
        own, other = facing(side, self.yes, self.no)
        norms = np.hypot(own, other) + np.hypot(own + bought, other)
        cost = self.kappa * bought * (2.0 * own + bought) / norms
        return np.where(bought <= -own, np.inf, cost)

    def shares(self, side: ArrayLike, budget: ArrayLike) -> Floats:
        """How many shares of a side a budget buys.

        Args:
            side: 1 for YES, 0 for NO.
            budget: What is spent, from 0.

        Raises:
            ValueError: A side is neither, or a budget is below 0.
        """
        own, other = facing(side, self.yes, self.no)
        longer = spending(budget) / self.kappa
        gain = longer * (2.0 * np.hypot(own, other) + longer)
        shares: Floats = gain / (np.sqrt(np.square(own) + gain) + own)
        return shares

    def shares_to(self, side: ArrayLike, price: ArrayLike) -> Floats:
        """How many shares of a side, bought or, below 0, sold, move the probability there.

        Args:
            side: 1 for YES, 0 for NO.
            price: The probability of YES afterwards, in (0, 1).
        """
        own, other = facing(side, self.yes, self.no)
        rise = 0.5 * signs(side) * logit(price) - np.log(own / other)
        shares: Floats = own * np.expm1(rise)
        return shares

    def after(self, side: ArrayLike, shares: ArrayLike) -> Self:
        """The maker once such a trade is made, of fewer shares sold than are outstanding."""
        yes, no = facing(side, shares, 0.0)
        return replace(self, yes=self.yes + yes, no=self.no + no)

    @property
    def worst_loss(self) -> Floats:
        """What the maker paid for its shares, less what they bring it at least.

        Its shares are those outstanding now; a winning share always pays kappa or more.
        """
        loss: Floats = self.total - self.kappa * np.minimum(self.yes, self.no)
        return loss

    def payout(self, side: ArrayLike, outcome: ArrayLike) -> Floats:
        """What a share pays if trading ended here: its part of all that was paid.

        Args:
            side: 1 for YES, 0 for NO.
            outcome: 1 for yes, 0 for no.

        >>> DPM.of(120, 80).payout(1, [1, 0]).round(6).tolist()
        [1.20185, 0.0]
        """
        own, _ = facing(side, self.yes, self.no)
        return np.asarray(payout(side, outcome) * self.total / own, np.float64)
