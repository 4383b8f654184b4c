"""What somebody's trades would come to: markets, positions and means as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.exchange.book import Book, Market
from market.exchange.pricing import price
from market.ledger.acts.timing import refuse_unless_open
from market.ledger.views.accounts import balance_of
from market.ledger.views.markets import maker_on, position_in, without_market
from market.ledger.views.questions import find_question

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from market.exchange.orders import Fill, Order

__all__ = ["Quoting"]


class Quoting:
    """Somebody before the markets; nothing is written.

    Args:
        connection: A transaction, reading or writing.
        trader: The forecaster's number; one that nobody has stands for a newcomer.
        now: The moment by which questions are open, in microseconds.

    Attributes:
        book: What orders are judged by; it holds what was asked for.
        slugs: The slugs of the questions that were asked for, by market.
    """

    def __init__(self, connection: Connection, trader: int, *, now: int) -> None:
        self._connection, self._trader, self._now = connection, trader, now
        self._found: dict[str, int] = {}
        self.slugs: dict[int, str] = {}
        means = {trader: balance_of(connection, trader)}
        self.book = Book({}, _Positions(connection), means)

    def market(self, question_slug: str) -> int:
        """The number of the market on a question that takes trades.

        Raises:
            Refused: The question is unknown or not open, or has no market.
        """
        if question_slug not in self._found:
            self._found[question_slug] = self._read(question_slug)
        return self._found[question_slug]

    def price(self, market: int) -> float:
        """The price of YES on a market that was asked for."""
        state = self.book.markets[market]
        return price(state.liquidity, state.quantity)

    def held(self, market: int) -> int:
        """What the trader holds on a market: YES shares, or NO shares below 0; in units."""
        return self.book.positions[market, self._trader]

    def quote(self, order: Order) -> Fill:
        """What an order would come to.

        Raises:
            Refused: It cannot be filled as it stands.
        """
        return self.book.quote(self._trader, order)

    def _read(self, slug: str) -> int:
        question = find_question(self._connection, slug, now=self._now)
        state = maker_on(self._connection, question.id)
        if state is None:
            raise without_market(question)
        refuse_unless_open(question, self._now)
        if state.id not in self.slugs:
            self.book.markets[state.id] = Market(state.liquidity, state.quantity)
            self.slugs[state.id] = question.slug
        return state.id


class _Positions(dict[tuple[int, int], int]):
    """Positions, read as they are asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __missing__(self, key: tuple[int, int]) -> int:
        return self.setdefault(key, position_in(self._connection, *key))
