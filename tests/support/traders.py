"""Trades in a ledger, and where its money is: counted from the postings, both sides of each."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from market.exchange.orders import Order
from market.ledger.acts.trading import Trading
from market.ledger.exchange import Account, Market, Posting
from market.ledger.tables import Entry, Forecaster, Question
from market.ledger.views.accounts import balance_of, balance_of_market

__all__ = ["balances", "entries", "money", "trade"]

_POSTED = select(*(Posting.__table__.c[name] for name in ("payer", "payee", "amount")))
_HELD = select(*(Account.__table__.c[name] for name in ("id", "forecaster", "market")))


def trade(ledger, who, slug="rain", *, yes=True, **order):
    """One order of somebody's, in an entry of its own."""
    with ledger.writing(who, "market trade") as w:
        trading = Trading(w, who)
        trading.trade(Order(trading.market(slug), yes=yes, **order))
        return trading.record()[0]


def entries(ledger):
    """How many entries there are: what leaves none has changed nothing."""
    with ledger.reading() as connection:
        return connection.execute(select(func.count()).select_from(Entry)).scalar_one()


def balances(connection):
    """What is in each account, by its number: nothing is lost or made on the way."""
    received, paid = Counter(), Counter()
    for payer, payee, amount in connection.execute(_POSTED):
        received[payee] += amount
        paid[payer] += amount
    assert received.total() == paid.total()
    return {account: received[account] - paid[account] for account in received | paid}


def money(ledger):
    """What is in each account, by the trader's name, ``@`` and the question's slug, or ``house``.

    The ledger's own views say the same.
    """
    with ledger.reading() as connection:
        counted, holders = balances(connection), _holders(connection)
        for account, forecaster, market in connection.execute(_HELD):
            if forecaster is not None:
                assert counted[account] == balance_of(connection, forecaster)
            elif market is not None:
                assert counted[account] == balance_of_market(connection, market)
    return {holders[account]: units for account, units in counted.items()}


def _holders(connection):
    account, market, asked, who = (
        model.__table__.c for model in (Account, Market, Question, Forecaster)
    )
    rows = (
        select(account.id, who.name, asked.slug)
        .outerjoin(Forecaster.__table__, who.id == account.forecaster)
        .outerjoin(Market.__table__, market.id == account.market)
        .outerjoin(Question.__table__, asked.id == market.question)
    )
    return {
        row.id: row.name or (f"@{row.slug}" if row.slug else "house")
        for row in connection.execute(rows)
    }
