"""The book: markets, positions and balances, and what an order does to them.

It knows no database. Whoever keeps markets in one hands in mappings that look there for what they
do not hold yet (``market.ledger.acts.trading``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from market.errors import Refused
from market.exchange.credits import in_credits
from market.exchange.orders import Fill
from market.exchange.pricing import cost, price, quantity_at, shares_for, within
from scoring.bounds import HIGHEST, LOWEST

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from market.exchange.orders import Order

__all__ = ["Book", "Market", "sets"]

_HOLDINGS = "See what you hold: foretell market portfolio"


@dataclass(slots=True)
class Market:
    """A market's maker, in whole units.

    Attributes:
        liquidity: The parameter b.
        quantity: The state q.
    """

    liquidity: int
    quantity: int


@dataclass(slots=True)
class Book:
    """What orders are judged by and change.

    Attributes:
        markets: Markets by number.
        positions: By market and trader, YES shares held, or NO shares below 0: a pair of both
            is redeemed for a credit as soon as somebody holds it.
        balances: By trader, what is left of the grant and what was earned.
    """

    markets: MutableMapping[int, Market]
    positions: MutableMapping[tuple[int, int], int]
    balances: MutableMapping[int, int]

    def trade(self, trader: int, order: Order) -> Fill:
        """Fill an order.

        Raises:
            Refused: It cannot be filled as it stands; nothing has changed.
        """
        fill = self.quote(trader, order)
        self.markets[order.market].quantity = fill.after
        self.positions[order.market, trader] = fill.position
        self.balances[trader] = fill.balance
        return fill

    def quote(self, trader: int, order: Order) -> Fill:
        """What an order would come to.

        Raises:
            Refused: It cannot be filled as it stands.
        """
        market = self.markets[order.market]
        held = self.positions[order.market, trader]
        _refuse_moved(market, order)
        shares = _shares(market, order, held)
        after = market.quantity + shares
        _refuse_worse(market, order, shares, after)
        paid = cost(market.liquidity, market.quantity, shares)
        paid += sets(held + shares) - sets(held)
        balance = self.balances[trader]
        if paid > 0 and paid > balance:
            less = f"Spend less, as in --spend {in_credits(balance)}, or sell"
            raise Refused(
                f"That costs {in_credits(paid)} credits, and there are {in_credits(balance)}.",
                f"{less if balance > 0 else 'Sell'} something: foretell market portfolio",
            )
        return Fill(
            market=order.market,
            trader=trader,
            shares=shares,
            cost=paid,
            before=market.quantity,
            after=after,
            position=held + shares,
            balance=balance - paid,
            liquidity=market.liquidity,
        )


def sets(position: int) -> int:
    """The complete sets in a position, which cost a credit each: one to every NO share.

    A NO share is a set whose YES share was sold. Who holds a pair of both has it redeemed.

    >>> sets(3_000_000), sets(-3_000_000)
    (0, 3000000)
    """
    return max(0, -position)


def _shares(market: Market, order: Order, held: int) -> int:
    """YES shares to be bought; below 0 to be sold, or bought of NO."""
    sign = 1 if order.yes is not order.sells else -1
    side = "YES" if order.yes else "NO"
    own = max(0, held if order.yes else -held)
    if order.sells and not own:
        raise Refused(f"You hold no share of {side}.", _HOLDINGS)
    if order.to is not None:
        shares = quantity_at(market.liquidity, order.to) - market.quantity
        if sign * shares <= 0:
            raise _astray(market, order, order.to)
    elif order.spend is not None:
        shares = shares_for(market.liquidity, market.quantity, order.spend, yes=order.yes)
    else:
        shares = sign * (own if order.shares is None else order.shares)
    if sign * shares <= 0:
        raise Refused("That is no share at all.", "Try more.")
    if order.sells and abs(shares) > own:
        raise Refused(
            f"You hold {in_credits(own)} {side}, not {in_credits(abs(shares))}.", _HOLDINGS
        )
    return shares


def _astray(market: Market, order: Order, to: float) -> Refused:
    """What is raised where trading the side does not move the price to where it is wanted."""
    now, there = price(market.liquidity, market.quantity), f"{100 * to:.10g}%"
    if quantity_at(market.liquidity, to) == market.quantity:
        return Refused(f"The price is {there} already.", "Nothing is to be traded.")
    side, other = ("YES", "no") if order.yes else ("NO", "yes")
    verb = "selling" if order.sells else "buying"
    return Refused(
        f"The price is {now:.2%}: {verb} {side} does not move it to {there}.",
        "Buying it does." if order.sells else f"The other side does: {other}",
    )


def _refuse_moved(market: Market, order: Order) -> None:
    """Let an order pass that says how far the price may have moved, or saw the one there is."""
    if order.limit is not None or order.to is not None or order.seen in {None, market.quantity}:
        return
    now, then = (price(market.liquidity, q) for q in (market.quantity, order.seen or 0))
    raise Refused(
        f"The price has moved from {then:.2%} to {now:.2%} since you looked.",
        "Look again, or say how far it may go: --limit PRICE",
    )


def _refuse_worse(market: Market, order: Order, shares: int, after: int) -> None:
    """Let an order pass whose last share keeps to its limit, and the market to its bounds."""
    nearest = within(market.liquidity, after)
    if order.limit is not None:
        bound = quantity_at(market.liquidity, order.limit)
        sign = 1 if shares > 0 else -1
        if sign * (after - bound) > 0:
            now, then = (price(market.liquidity, q) for q in (market.quantity, nearest))
            is_there = sign * (market.quantity - bound) >= 0
            raise Refused(
                f"The price would go to {then:.2%}, beyond your limit of {order.limit:.2%}.",
                f"It is {now:.2%} already: set another limit, or wait."
                if is_there
                else f"Trade as far as that: --to {order.limit:.2%}",
            )
    if after != nearest:
        raise Refused(
            f"A market's price stays between {LOWEST:.1%} and {HIGHEST:.1%}.",
            f"Trade as far as that: --to {HIGHEST if shares > 0 else LOWEST:.1%}",
        )
