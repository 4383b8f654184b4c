"""Markets: where each stands, and who holds what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, bindparam, case, cast, exists, func, select

from market.errors import Refused
from market.exchange.pricing import price
from market.exchange.settlement import Holding
from market.ledger.exchange import Market, Trade
from market.ledger.names import fold
from market.ledger.prepared import prepared
from market.ledger.tables import Entry, Forecaster

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

    from market.ledger.views.questions import QuestionState

__all__ = [
    "MakerState",
    "MarketState",
    "find_market",
    "holdings",
    "maker_on",
    "market_on",
    "market_states",
    "position_in",
    "positions_of",
    "traded_on",
    "without_market",
]


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


class MakerState(NamedTuple):
    """All of a market that a trade depends on.

    Attributes:
        id: The market's number.
        liquidity: The market maker's parameter b, in units.
        quantity: Its state q, in units.
    """

    id: int
    liquidity: int
    quantity: int


def maker_on(connection: Connection, question: int) -> MakerState | None:
    """The market maker on a question, if there is one: many times faster than `market_on`."""
    row = _maker(connection, question=question).first()
    return None if row is None else MakerState._make(row)


def market_on(
    connection: Connection, question: int, *, as_of: int | None = None
) -> MarketState | None:
    """The market on a question, if there is one.

    Args:
        connection: A transaction, reading or writing.
        question: The question's number.
        as_of: Only what had happened by then, in microseconds.
    """
    limits = {"question": question} | ({} if as_of is None else {"moment": as_of})
    row = _markets(connection, frozenset(limits), **limits).first()
    return None if row is None else MarketState._make(row)


def find_market(
    connection: Connection, question: QuestionState, *, as_of: int | None = None
) -> MarketState:
    """The market on a question, which must have one.

    Args:
        connection: A transaction, reading or writing.
        question: The question.
        as_of: Only what had happened by then, in microseconds.

    Raises:
        Refused: There is none, or was none then.
    """
    market = market_on(connection, question.id, as_of=as_of)
    if market is not None:
        return market
    if as_of is not None and market_on(connection, question.id):
        raise Refused(f"{question.slug} had no market then.", "Choose a later --as-of.")
    raise without_market(question)


def without_market(question: QuestionState) -> Refused:
    """What is raised where a question has no market."""
    said = f"{question.slug} has no market."
    return Refused(said, f"Open one: foretell market open {question.slug}")


def market_states(connection: Connection, *, as_of: int | None = None) -> list[MarketState]:
    """All markets, in the order in which they were opened.

    Args:
        connection: A snapshot of the ledger.
        as_of: Only what had happened by then, in microseconds: a trade counts from its entry on.
    """
    limits = {} if as_of is None else {"moment": as_of}
    return list(map(MarketState._make, _markets(connection, frozenset(limits), **limits)))


def position_in(connection: Connection, market: int, forecaster: int) -> int:
    """What a forecaster holds on a market: YES shares, or NO shares below 0; in units."""
    return _position(connection, market=market, forecaster=forecaster).scalar() or 0


def positions_of(
    connection: Connection, forecaster: int, *, as_of: int | None = None
) -> dict[int, int]:
    """What a forecaster holds, as `position_in`, by market.

    Args:
        connection: A snapshot of the ledger.
        forecaster: The forecaster's number.
        as_of: Only what had happened by then, in microseconds.
    """
    traded, entry = Trade.__table__.c, Entry.__table__.c
    held = select(traded.market, _sum(traded.shares)).where(traded.forecaster == forecaster)
    if as_of is not None:
        so_far = select(entry.number).where(entry.recorded_at <= as_of)
        held = held.where(traded.entry.in_(so_far))
    return dict(connection.execute(held.group_by(traded.market)).all())


def traded_on(connection: Connection, forecaster_name: str) -> set[int]:
    """The numbers of the questions on whose markets a forecaster has ever traded.

    Args:
        connection: A snapshot of the ledger.
        forecaster_name: The forecaster's name, whatever the case; it may be unknown.
    """
    market, traded, who = (model.__table__.c for model in (Market, Trade, Forecaster))
    me = select(who.id).where(who.folded == fold(forecaster_name)).scalar_subquery()
    # By market, as the index has it: this reads no more of a large ledger than there are.
    has = exists().where(traded.market == market.id, traded.forecaster == me)
    return set(connection.execute(select(market.question).where(has)).scalars())


def holdings(
    connection: Connection, market: int, close: int, *, entry: int | None = None
) -> list[Holding]:
    """What every trader did on a market.

    Args:
        connection: A transaction, reading or writing.
        market: The market's number.
        close: When its question closed, in microseconds; later trades are late.
        entry: The last entry whose trades count; all, where none is given.
    """
    limits = {} if entry is None else {"entry": entry}
    rows = _holdings(connection, frozenset(limits), market=market, close=close, **limits)
    return list(map(Holding._make, rows))


@prepared
def _maker() -> Select[Any]:
    """A market and the sum of its trades, for which an index is enough."""
    market, traded = Market.__table__.c, Trade.__table__.c
    sold = select(_sum(traded.shares)).where(traded.market == market.id).scalar_subquery()
    quantity = market.start + func.coalesce(sold, 0)
    state = select(market.id, market.liquidity, quantity.label("quantity"))
    return state.where(market.question == bindparam("question"))


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
def _holdings(by: frozenset[str]) -> Select[Any]:
    """What traders did on a market.

    Args:
        by: Whether an ``entry`` limits it.
    """
    traded, entry = Trade.__table__.c, Entry.__table__.c
    is_late = entry.recorded_at > bindparam("close", type_=BigInteger)
    held = (
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
    return held.where(traded.entry <= bindparam("entry")) if by else held


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    """The sum as it was counted: PostgreSQL's own would be decimal."""
    return cast(func.sum(column), BigInteger)
