"""The tables of the exchange: markets, accounts, trades, and the money that moves.

Money and shares are whole units (``market.exchange.credits``). A posting moves an amount from one
account to another, so that all balances together are 0 whatever is written.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from market.ledger.columns import identity, integer, written_by
from market.ledger.tables import Row

__all__ = ["Account", "Market", "Posting", "Trade"]


class Market(Row, table=True):
    """The market on a question: a logarithmic market maker.

    Attributes:
        liquidity: Its parameter b.
        start: The state q in which it opened: liquidity times log-odds.
    """

    __table_args__ = (
        UniqueConstraint("question", name="question"),
        CheckConstraint("liquidity > 0", name="liquidity"),
        Row.__table_args__,
    )

    id: int = identity()
    entry: int = written_by()
    question: int = integer("question.id")
    liquidity: int = integer()
    start: int = integer()


class Account(Row, table=True):
    """An account: a forecaster's, that of a market's maker, or, with neither, the house's."""

    __table_args__ = (
        UniqueConstraint("forecaster", name="forecaster"),
        UniqueConstraint("market", name="market"),
        CheckConstraint("forecaster IS NULL OR market IS NULL", name="holder"),
        Row.__table_args__,
    )

    id: int = identity()
    entry: int = written_by()
    forecaster: int | None = integer("forecaster.id", default=None)
    market: int | None = integer("market.id", default=None)


class Trade(Row, table=True):
    """A trade, at the moment of its entry.

    Attributes:
        shares: YES shares bought; below 0 sold, or NO bought.
        cost: What was paid for them, less a credit for each pair of a YES and a NO share that was
            redeemed; below 0 what was received.
    """

    __table_args__ = (
        CheckConstraint("shares <> 0", name="shares"),
        Index("ix_trade_position", "market", "forecaster", "shares"),
        Row.__table_args__,
    )

    id: int = identity()
    entry: int = written_by()
    market: int = integer("market.id")
    forecaster: int = integer("forecaster.id")
    shares: int = integer()
    cost: int = integer()


class Posting(Row, table=True):
    """An amount that one account pays another: for a trade, by a ruling, or to begin with."""

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("payer <> payee", name="payee"),
        Index("ix_posting_payer", "payer", "amount"),
        Index("ix_posting_payee", "payee", "amount"),
        Row.__table_args__,
    )

    id: int = identity()
    entry: int = written_by()
    payer: int = integer("account.id")
    payee: int = integer("account.id")
    amount: int = integer()
    trade: int | None = integer("trade.id", default=None)
    ruling: int | None = integer("ruling.id", default=None)
