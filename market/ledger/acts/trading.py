"""Trades, judged at the moment of writing: at the price that holds then, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from market.ledger.acts.accounts import maker_account, trader_account
from market.ledger.acts.forecasters import find_or_add_forecaster
from market.ledger.acts.quoting import Quoting
from market.ledger.exchange import Posting, Trade

if TYPE_CHECKING:
    from market.exchange.orders import Fill, Order
    from market.ledger.writer import Writing

__all__ = ["Traded", "Trading"]


class Traded(NamedTuple):
    """A trade as it was recorded.

    Attributes:
        id: Its number.
        entry: The entry that recorded it.
        slug: The question's slug, as it was asked.
        order: What was asked for.
        fill: What came of it.
    """

    id: int
    entry: int
    slug: str
    order: Order
    fill: Fill


class Trading:
    """Somebody's trades within a writing transaction.

    Orders are filled one after another against a book of their own, and recorded together.

    Args:
        w: The writing transaction.
        forecaster_name: Who trades; recorded at first use.

    Raises:
        Refused: The name is not allowed, or is that of another kind.
    """

    def __init__(self, w: Writing, forecaster_name: str) -> None:
        self._w = w
        self._trader = find_or_add_forecaster(w, forecaster_name)
        self._quoting = Quoting(w.connection, self._trader, now=w.now)
        self._touched: set[int] = set()
        self._filled: list[tuple[str, Order, Fill]] = []

    def market(self, question_slug: str) -> int:
        """The number of the market on a question that takes trades.

        Raises:
            Refused: The question is unknown or not open, or has no market.
        """
        return self._quoting.market(question_slug)

    def price(self, market: int) -> float:
        """The price of YES on a market that was asked for."""
        return self._quoting.price(market)

    def held(self, market: int) -> int:
        """What the trader holds on a market: YES shares, or NO shares below 0; in units."""
        return self._quoting.held(market)

    def trade(self, order: Order) -> Fill:
        """Fill an order.

        A repetition of a recorded act is not asked what price it saw: it is judged as of its entry.

        Raises:
            Refused: It cannot be filled as it stands.
        """
        if self._w.repeats or order.market in self._touched:
            order = order._replace(seen=None)
        fill = self._quoting.book.trade(self._trader, order)
        self._touched.add(order.market)
        self._filled.append((self._quoting.slugs[order.market], order, fill))
        return fill

    def record(self) -> list[Traded]:
        """Write the trades down, and what was paid for them."""
        w, filled = self._w, self._filled
        if not filled:
            return []
        fills = [fill for _, _, fill in filled]
        own = trader_account(w, self._trader)
        numbers = w.insert_columns(
            Trade,
            {
                "market": [fill.market for fill in fills],
                "forecaster": [self._trader] * len(fills),
                "shares": [fill.shares for fill in fills],
                "cost": [fill.cost for fill in fills],
            },
        )
        makers = {market: maker_account(w, market) for market in self._touched}
        paid = [
            (n, makers[f.market], f.cost) for n, f in zip(numbers, fills, strict=True) if f.cost
        ]
        w.insert_columns(
            Posting,
            {
                "payer": [own if cost > 0 else maker for _, maker, cost in paid],
                "payee": [maker if cost > 0 else own for _, maker, cost in paid],
                "amount": [abs(cost) for _, _, cost in paid],
                "trade": [number for number, _, _ in paid],
            },
        )
        return [
            Traded(number, w.entry, slug, order, fill)
            for number, (slug, order, fill) in zip(numbers, filled, strict=True)
        ]
