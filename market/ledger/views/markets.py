"""Markets: where each stands, and who holds what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, bindparam, case, cast, func, select

from market.exchange.pricing import price
from market.exchange.settlement import Holding
from market.ledger.exchange import Market, Trade
from market.ledger.prepared import prepared
from market.ledger.tables import Entry

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

__all__ = ["MarketState", "holdings", "market_on", "market_states", "position_in"]


class MarketState(NamedTuple):
    """A market at a moment, in whole units.

    Attributes:
        id: The market's number.
        question: Its question's number.
        liquidity: The market maker's parameter b.
        start: The state q in which it opened.
        opened: When that was, in microseconds.
        shares: What it has sold since: YES shares less NO shares.
        trades: How many trades were made.
        volume: What was paid and received in them, without sign.
    """

    id: int
    question: int
    liquidity: int
    start: int
    opened: int
    shares: int
    trades: int
    volume: int

    @property
    def quantity(self) -> int:
        """The market maker's state q."""
        return self.start + self.shares

    @property
    def price(self) -> float:
        """The price of YES: the market's probability."""
        return price(self.liquidity, self.quantity)


def market_on(connection: Connection, question: int) -> MarketState | None:
    """The market on a question, if there is one.

    Args:
        connection: A transaction, reading or writing.
        question: The question's number.
    """
    row = _markets(connection, frozenset({"question"}), question=question).first()
    return None if row is None else MarketState._make(row)


def market_states(
    connection: Connection, *, as_of: int | None = None, known_at: int | None = None
) -> list[MarketState]:
    """All markets, in the order in which they were opened.

    Args:
        connection: A snapshot of the ledger.
        as_of: Only what had happened by then, in microseconds: a trade counts from its entry on.
        known_at: Only what had been recorded by then, which is the same.
    """
    moments = [moment for moment in (as_of, known_at) if moment is not None]
    if not moments:
        return list(map(MarketState._make, _markets(connection, frozenset())))
    rows = _markets(connection, frozenset({"moment"}), moment=min(moments))
    return list(map(MarketState._make, rows))


def position_in(connection: Connection, market: int, forecaster: int) -> int:
    """What a forecaster holds on a market: YES shares, or NO shares below 0; in units."""
    return _position(connection, market=market, forecaster=forecaster).scalar() or 0


def holdings(connection: Connection, market: int, close: int) -> list[Holding]:
    """What every trader did on a market.

    Args:
        connection: A transaction, reading or writing.
        market: The market's number.
        close: When its question closed, in microseconds; later trades are late.
    """
    return list(map(Holding._make, _holdings(connection, market=market, close=close)))


@prepared
def _markets(by: frozenset[str]) -> Select[Any]:
    """Markets and what was traded on them.

    Args:
        by: Whether they are limited, to a ``question`` or to a ``moment``.
    """
    market, traded, entry = Market.__table__.c, Trade.__table__.c, Entry.__table__.c
    trades = select(
        traded.market.label("market"),
        _sum(traded.shares).label("shares"),
        func.count().label("trades"),
        _sum(func.abs(traded.cost)).label("volume"),
    ).group_by(traded.market)
    if "moment" in by:
        so_far = select(entry.number).where(entry.recorded_at <= bindparam("moment"))
        trades = trades.where(traded.entry.in_(so_far))
    if "question" in by:
        asked = select(market.id).where(market.question == bindparam("question"))
        trades = trades.where(traded.market.in_(asked))
    totals = trades.subquery()
    columns = (market.id, market.question, market.liquidity, market.start, entry.recorded_at)
    sums = (func.coalesce(totals.c[name], 0).label(name) for name in ("shares", "trades", "volume"))
    found = (
        select(*columns, *sums)
        .join(Entry.__table__, entry.number == market.entry)
        .outerjoin(totals, totals.c.market == market.id)
        .order_by(market.id)
    )
    if "moment" in by:
        found = found.where(entry.recorded_at <= bindparam("moment"))
    if "question" in by:
        found = found.where(market.question == bindparam("question"))
    return found


@prepared
def _position() -> Select[Any]:
    traded = Trade.__table__.c
    return select(_sum(traded.shares)).where(
        traded.market == bindparam("market"), traded.forecaster == bindparam("forecaster")
    )


@prepared
def _holdings() -> Select[Any]:
    traded, entry = Trade.__table__.c, Entry.__table__.c
    is_late = entry.recorded_at > bindparam("close", type_=BigInteger)
    return (
        select(
            traded.forecaster,
            _sum(case((is_late, 0), else_=traded.shares)),
            _sum(traded.cost).label("paid"),
            _sum(case((is_late, traded.cost), else_=0)).label("paid_late"),
        )
        .join(Entry.__table__, entry.number == traded.entry)
        .where(traded.market == bindparam("market"))
        .group_by(traded.forecaster)
        .order_by(traded.forecaster)
    )


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    """The sum as it was counted: PostgreSQL's own would be decimal."""
    return cast(func.sum(column), BigInteger)
