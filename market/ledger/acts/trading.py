"""Trades, judged at the moment of writing: at the price that holds then, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from market.errors import Refused
from market.exchange.book import Book, Market
from market.ledger.acts.accounts import maker_account, trader_account
from market.ledger.acts.forecasters import find_or_add_forecaster
from market.ledger.acts.timing import refuse_unless_open
from market.ledger.exchange import Posting, Trade
from market.ledger.views.accounts import balance_of
from market.ledger.views.markets import market_on, position_in
from market.ledger.views.questions import find_question

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
        self._markets = _Markets(w)
        funds = {self._trader: balance_of(w.connection, self._trader)}
        self._book = Book(self._markets, _Positions(w), funds)
        self._filled: list[tuple[str, Order, Fill]] = []

    def market(self, question_slug: str) -> int:
        """The number of the market on a question that takes trades.

        Raises:
            Refused: The question is unknown or not open, or has no market.
        """
        return self._markets.on(question_slug)

    def trade(self, order: Order) -> Fill:
        """Fill an order.

        A repetition of a recorded act is not asked what price it saw: it is judged as of its entry.

        Raises:
            Refused: It cannot be filled as it stands.
        """
        if self._w.repeats or order.market in self._markets.touched:
            order = order._replace(seen=None)
        fill = self._book.trade(self._trader, order)
        self._markets.touched.add(order.market)
        self._filled.append((self._markets.slugs[order.market], order, fill))
        return fill

    def record(self) -> list[Traded]:
        """Write the trades down, and what was paid for them."""
        w, filled = self._w, self._filled
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
        makers = {market: maker_account(w, market) for market in self._markets.touched}
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


class _Markets(dict[int, Market]):
    """Markets that were asked for, as they stood when the transaction began."""

    def __init__(self, w: Writing) -> None:
        self._w = w
        self.slugs: dict[int, str] = {}
        self.touched: set[int] = set()
        self._found: dict[str, int] = {}

    def on(self, slug: str) -> int:
        if slug not in self._found:
            self._found[slug] = self._read(slug)
        return self._found[slug]

    def _read(self, slug: str) -> int:
        question = find_question(self._w.connection, slug, now=self._w.now)
        state = market_on(self._w.connection, question.id)
        if state is None:
            raise Refused(
                f"{question.slug} has no market.", f"Open one: foretell market open {question.slug}"
            )
        refuse_unless_open(question, self._w.now)
        if state.id not in self:
            self[state.id] = Market(state.liquidity, state.quantity)
            self.slugs[state.id] = question.slug
        return state.id


class _Positions(dict[tuple[int, int], int]):
    """Positions, read as they are asked for."""

    def __init__(self, w: Writing) -> None:
        self._w = w

    def __missing__(self, key: tuple[int, int]) -> int:
        return self.setdefault(key, position_in(self._w.connection, *key))
