"""What rulings paid to those who traded, and took from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from market.ledger.exchange import Account, Posting
from market.ledger.views.accounts import balance_of_market
from market.ledger.views.markets import market_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

__all__ = ["Settlement", "settlement_by"]


class Settlement(NamedTuple):
    """What the rulings of an entry came to, in whole units.

    Attributes:
        markets: How many markets they settled, or took the settlement of back.
        paid: What these paid to traders.
        payees: How many were paid.
        taken: What they took from traders.
        payers: How many paid.
        kept: What the markets have left.
    """

    markets: int
    paid: int
    payees: int
    taken: int
    payers: int
    kept: int


def settlement_by(
    connection: Connection, entry: int, questions: Iterable[int]
) -> Settlement | None:
    """What the rulings of an entry paid and took; none where nobody had traded.

    Args:
        connection: A transaction, reading or writing.
        entry: The entry's number.
        questions: The numbers of the questions on which it ruled.
    """
    found = [market_on(connection, question) for question in questions]
    markets = [market.id for market in found if market is not None and market.trades]
    if not markets:
        return None
    moved, payer = Posting.__table__.c, Account.__table__.c
    rows = (
        select(moved.amount, moved.payer, moved.payee, payer.market.is_not(None).label("is_paid"))
        .join(Account.__table__, payer.id == moved.payer)
        .where(moved.entry == entry, moved.ruling.is_not(None))
    )
    moves = connection.execute(rows).all()
    paid = [move for move in moves if move.is_paid]
    taken = [move for move in moves if not move.is_paid]
    return Settlement(
        markets=len(markets),
        paid=sum(move.amount for move in paid),
        payees=len({move.payee for move in paid}),
        taken=sum(move.amount for move in taken),
        payers=len({move.payer for move in taken}),
        kept=sum(balance_of_market(connection, market) for market in markets),
    )
