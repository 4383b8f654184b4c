"""Accounts and what is in them: sums of postings, never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, cast, func, select

from market.exchange.credits import GRANT
from market.ledger.exchange import Account, Posting
from market.ledger.prepared import prepared

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

__all__ = ["account_of", "balance_of", "balance_of_market", "house"]


def house(connection: Connection) -> int | None:
    """The number of the house's account; none before the first market."""
    return _house(connection).scalar()


def account_of(
    connection: Connection, *, forecaster: int | None = None, market: int | None = None
) -> int | None:
    """The number of a forecaster's account, or of a market maker's; none where there is none yet.

    Args:
        connection: A transaction, reading or writing.
        forecaster: Whose, or
        market: the market's number.
    """
    return _account(connection, forecaster=forecaster or 0, market=market or 0).scalar()


def balance_of(connection: Connection, forecaster: int) -> int:
    """What a forecaster can spend, in units; the grant where there is no account yet."""
    account = account_of(connection, forecaster=forecaster)
    return GRANT if account is None else _balance(connection, account=account).scalar() or 0


def balance_of_market(connection: Connection, market: int) -> int:
    """What a market maker has left, in units."""
    account = account_of(connection, market=market)
    return _balance(connection, account=account).scalar() or 0


@prepared
def _house() -> Select[Any]:
    known = Account.__table__.c
    return select(known.id).where(known.forecaster.is_(None), known.market.is_(None))


@prepared
def _account() -> Select[Any]:
    known = Account.__table__.c
    is_theirs = known.forecaster == bindparam("forecaster")
    return select(known.id).where(is_theirs | (known.market == bindparam("market")))


@prepared
def _balance() -> Select[Any]:
    moved = Posting.__table__.c
    parts = (
        select(func.coalesce(func.sum(moved.amount), 0))
        .where(side == bindparam("account"))
        .scalar_subquery()
        for side in (moved.payee, moved.payer)
    )
    received, paid = parts
    return select(cast(received - paid, BigInteger))
