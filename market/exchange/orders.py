"""Orders and fills: what a trader asks for, and what comes of it."""

from __future__ import annotations

from typing import NamedTuple

from market.errors import Refused
from market.exchange.settlement import payout
from scoring.bounds import HIGHEST, LOWEST

__all__ = ["Fill", "Order", "fit_price"]


class Order(NamedTuple):
    """What a trader wants to do on a market; of ``shares``, ``spend`` and ``to`` one is given.

    Prices are those of YES on either side.

    Attributes:
        market: The market's number.
        yes: The side: YES, else NO.
        shares: How many shares to buy or sell, in units.
        spend: How many shares to buy: those that this buys, in units. Where the other side was
            held, the pairs are redeemed and paid out besides.
        to: How many to buy or sell: until the price is there.
        sells: Whether shares of the side are sold; without an amount, all that are held.
        limit: The price up to which to buy YES or sell NO; down to which, the other way round.
        seen: The market's state when the trader decided; it must be the same still, unless a
            ``limit`` or ``to`` says how far it may have moved.
    """

    market: int
    yes: bool
    shares: int | None = None
    spend: int | None = None
    to: float | None = None
    sells: bool = False
    limit: float | None = None
    seen: int | None = None


class Fill(NamedTuple):
    """A trade as it was made. All counts are whole units.

    Attributes:
        market: The market's number.
        trader: The trader's number.
        shares: YES shares more than before; below 0 where NO was bought or YES sold.
        cost: What the trader paid, less a credit for each pair that was redeemed; below 0 what the
            trader was paid.
        before: The market's state before.
        after: Its state after.
        position: What the trader holds then: YES shares, or NO shares below 0.
        balance: What is left in the trader's account.
        liquidity: The market's parameter b.
    """

    market: int
    trader: int
    shares: int
    cost: int
    before: int
    after: int
    position: int
    balance: int
    liquidity: int

    @property
    def redeemed(self) -> int:
        """Pairs of a YES and a NO share that the trade made, and that were redeemed."""
        return min(abs(self.held), abs(self.shares)) if self.held * self.shares < 0 else 0

    @property
    def held(self) -> int:
        """What the trader held before, as `position`."""
        return self.position - self.shares

    def gain(self, outcome: int) -> int:
        """What the trade by itself earns at an outcome.

        It is the liquidity times what the price's move takes from the log score of that outcome.

        >>> fill = Fill(1, 1, 10_000_000, 5_124_948, 0, 10_000_000, 10_000_000, 0, 100_000_000)
        >>> fill.gain(1), fill.gain(0)
        (4875052, -5124948)
        """
        return payout(self.position, outcome) - payout(self.held, outcome) - self.cost


def fit_price(price: float) -> float:
    """A price that a market can have.

    Raises:
        Refused: It is more certain.
    """
    if not LOWEST <= price <= HIGHEST:
        said = f"{100 * price:.10g}% is more certain than a market may be."
        raise Refused(said, f"Stay between {LOWEST:.1%} and {HIGHEST:.1%}.")
    return price
