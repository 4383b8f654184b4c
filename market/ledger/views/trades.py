"""The markets of a ledger and all that was traded on them, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import select

from market.ledger.exchange import Market, Trade
from market.ledger.tables import Entry
from market.ledger.views.rows import last_entry, positions, read_rows, recorded_at
from scoring.sorting import group_starts, stable_order

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    Ints = NDArray[np.int64]

__all__ = ["Markets", "Trades", "read_markets", "read_trades"]


class Markets(NamedTuple):
    """Markets as columns, in the order in which they were opened.

    Attributes:
        id: Number of each.
        entry: Number of the entry that recorded it.
        question: Number of its question.
        liquidity: The market maker's parameter b, in units.
        start: The state q in which it opened, in units.
        opened: When that was, in microseconds.
    """

    id: Ints
    entry: Ints
    question: Ints
    liquidity: Ints
    start: Ints
    opened: Ints


class Trades(NamedTuple):
    """Trades as columns, in the order in which they were recorded.

    Attributes:
        id: Number of each.
        entry: Number of the entry that recorded it.
        at: When that was, in microseconds.
        market: Number of its market.
        forecaster: Number of its trader.
        shares: YES shares bought, below 0 sold, in units.
        cost: What was paid for them, below 0 received, in units.
        quantity: The state q in which it left the market, in units.
    """

    id: Ints
    entry: Ints
    at: Ints
    market: Ints
    forecaster: Ints
    shares: Ints
    cost: Ints
    quantity: Ints


_MARKET = np.dtype([(name, "i8") for name in Markets._fields])
_TRADE = np.dtype(
    [(name, "i8") for name in ("id", "entry", "market", "forecaster", "shares", "cost")]
)


def read_markets(
    connection: Connection, *, as_of: int | None = None, known_at: int | None = None
) -> Markets:
    """All markets of a ledger, or those that had been opened by a moment.

    Args:
        connection: A snapshot of the ledger.
        as_of: Only what had happened by then, in microseconds.
        known_at: Only what had been recorded by then, which is the same.
    """
    market, entry = Market.__table__.c, Entry.__table__.c
    of_market = (market.id, market.entry, market.question, market.liquidity, market.start)
    wanted = select(*of_market, entry.recorded_at).join(
        Entry.__table__, entry.number == market.entry
    )
    for moment in (as_of, known_at):
        if moment is not None:
            wanted = wanted.where(entry.recorded_at <= moment)
    rows = read_rows(connection, wanted.order_by(market.id), _MARKET)
    return Markets(*(rows[name] for name in Markets._fields))


def read_trades(
    connection: Connection,
    *,
    as_of: int | None = None,
    known_at: int | None = None,
    markets: Collection[int] | None = None,
) -> Trades:
    """All trades of a ledger, or those of some markets or up to a moment.

    Args:
        connection: A snapshot of the ledger.
        as_of: Only what had happened by then, in microseconds: a trade counts from its entry on.
        known_at: Only what had been recorded by then, which is the same.
        markets: Numbers of the markets of interest.
    """
    trade = Trade.__table__.c
    wanted = select(*(trade[name] for name in _TRADE.names or ())).order_by(trade.id)
    for moment in (as_of, known_at):
        if moment is not None:
            wanted = wanted.where(trade.entry <= last_entry(moment))
    if markets is not None:
        wanted = wanted.where(trade.market.in_(markets))
    rows = read_rows(connection, wanted, _TRADE)
    at = recorded_at(connection, rows["entry"])
    columns = {name: rows[name] for name in _TRADE.names or ()}
    known = read_markets(connection)
    start = known.start[positions(rows["market"], known.id)]
    quantity = start + _sold(rows["market"], rows["shares"])
    return Trades(at=at, quantity=quantity, **columns)


def _sold(market: Ints, shares: Ints) -> Ints:
    """What each market had sold after each trade.

    >>> _sold(np.array([1, 2, 1, 2]), np.array([5, 3, -2, 4])).tolist()
    [5, 3, 3, 7]
    """
    order = stable_order(market)
    total = np.cumsum(shares[order])
    first = group_starts(market[order])
    earlier = np.append(0, total)[first]
    sold = np.empty_like(total)
    sold[order] = total - np.repeat(earlier, np.diff(first, append=order.size))
    return sold
