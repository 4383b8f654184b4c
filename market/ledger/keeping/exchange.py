"""What holds of every exchange that foretell kept: nothing moves money but what must.

Every account has its occasion, every posting its cause, and every ruling settles exactly what the
trades before it amount to (``market.exchange.settlement``). ``docs/journal.md`` lists it all.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, or_, select

from market.exchange.credits import GRANT
from market.exchange.pricing import furthest, subsidy
from market.exchange.settlement import refunds, winnings
from market.ledger.exchange import Account, Market, Posting, Trade
from market.ledger.keeping.constraints import Breach
from market.ledger.keeping.courses import Course, Ruled, courses
from market.ledger.keeping.trades import Maker, broken_trades
from market.ledger.tables import Entry, Ruling, Verdict
from market.ledger.views.markets import holdings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Connection, Row

__all__ = ["broken_exchange"]


class _Known(NamedTuple):
    """What there is to trade on, and accounts to pay from.

    Attributes:
        markets: Markets, with the moments at which they were opened, in their order.
        courses: By market, what became of its question.
        accounts: Accounts in their order.
        house: The number of the house's account.
        makers: Those of market makers, by market.
        traders: Those of traders, by forecaster.
    """

    markets: list[Row[Any]]
    courses: Mapping[int, Course]
    accounts: list[Row[Any]]
    house: int | None
    makers: Mapping[int, int]
    traders: Mapping[int, int]


def broken_exchange(connection: Connection) -> Iterator[Breach]:
    """For each invariant that does not hold, the first row that shows it."""
    known = _known(connection)
    looks: tuple[Callable[[Connection, _Known], Iterator[Breach]], ...]
    looks = (_openings, _occasions, _beginnings, _trades, _settlements, _causeless)
    for look in looks:
        breach = min(look(connection, known), key=attrgetter("entry"), default=None)
        if breach is not None:
            yield breach


def _known(connection: Connection) -> _Known:
    market, account, entry = Market.__table__, Account.__table__, Entry.__table__.c
    opened = select(market, entry.recorded_at).join(Entry.__table__, entry.number == market.c.entry)
    accounts = list(connection.execute(select(account).order_by(account.c.id)))
    houses = (row.id for row in accounts if row.forecaster is None and row.market is None)
    return _Known(
        markets=list(connection.execute(opened.order_by(market.c.id))),
        courses=courses(connection),
        accounts=accounts,
        house=next(houses, None),
        makers={row.market: row.id for row in accounts if row.market is not None},
        traders={row.forecaster: row.id for row in accounts if row.forecaster is not None},
    )


def _openings(_: Connection, known: _Known) -> Iterator[Breach]:
    """Markets that cannot have been opened."""
    for row in known.markets:
        if not _is_priced(row):
            yield Breach(row.entry, f"market {row.id} opened at a price out of its bounds")
        elif not known.courses[row.id].is_open(row.entry, row.recorded_at):
            said = f"market {row.id} was opened while its question was not open"
            yield Breach(row.entry, said)


def _is_priced(market: Row[Any]) -> bool:
    return bool(market.liquidity > 0 and abs(market.start) <= furthest(market.liquidity))


def _occasions(connection: Connection, known: _Known) -> Iterator[Breach]:
    """Accounts opened without an occasion, and occasions without an account.

    The house's is that of the first market, a maker's that of its own, and a trader's the first
    trade.
    """
    traded = Trade.__table__.c
    first = select(traded.forecaster, func.min(traded.entry)).group_by(traded.forecaster)
    due = {(None, row.id): (row.entry, f"market {row.id}") for row in known.markets}
    for forecaster, entry in connection.execute(first):
        due[forecaster, None] = entry, f"forecaster {forecaster}"
    if known.markets:
        due[None, None] = known.markets[0].entry, "the house"
    for row in known.accounts:
        entry, _ = due.pop((row.forecaster, row.market), (None, ""))
        if entry != row.entry:
            yield Breach(row.entry, f"account {row.id} was opened without an occasion")
    for entry, whose in due.values():
        yield Breach(entry, f"{whose} has no account")


def _beginnings(connection: Connection, known: _Known) -> Iterator[Breach]:
    """Postings to begin with that were not due, and those that were and are not there."""
    due = dict(_due(known))
    posted = Posting.__table__
    begun = select(posted).where(posted.c.trade.is_(None), posted.c.ruling.is_(None))
    for row in connection.execute(begun.order_by(posted.c.id)):
        if due.pop(row.payee, None) != (row.entry, row.payer, row.amount):
            yield Breach(row.entry, f"posting {row.id} has no cause")
    for account, (entry, *_) in due.items():
        yield Breach(entry, f"account {account} was not given what it begins with")


def _due(known: _Known) -> Iterator[tuple[int, tuple[int, int | None, int]]]:
    """What each account begins with: by account, in which entry, from whom and how much."""
    priced = {row.id: row for row in known.markets if _is_priced(row)}
    for row in known.accounts:
        market = priced.get(row.market)
        if market is not None:
            amount = subsidy(market.liquidity, market.start)
            yield row.id, (row.entry, known.house, amount)
        elif row.forecaster is not None:
            yield row.id, (row.entry, known.house, GRANT)


def _trades(connection: Connection, known: _Known) -> Iterator[Breach]:
    makers = {
        row.id: Maker(row.liquidity, row.start, known.makers.get(row.id, 0), known.courses[row.id])
        for row in known.markets
        if _is_priced(row)
    }
    return broken_trades(connection, makers, known.traders)


def _settlements(connection: Connection, known: _Known) -> Iterator[Breach]:
    """Rulings that did not pay what the trades before them amounted to."""
    for market, course in known.courses.items():
        owed: dict[int, int] = {}
        for ruling in course.rulings:
            owed = _owed(connection, market, ruling, owed)
            due = sorted(_payments(known, market, owed))
            if _posted(connection, ruling) != due:
                yield Breach(ruling.entry, f"ruling {ruling.number} did not settle what it must")


def _owed(
    connection: Connection, market: int, ruling: Ruled, former: Mapping[int, int]
) -> dict[int, int]:
    """What a ruling pays, by trader; below 0 where the trader pays.

    Args:
        connection: A snapshot of the ledger.
        market: The market's number.
        ruling: The ruling.
        former: What the one before it paid, which it may take back.
    """
    match ruling.verdict:
        case Verdict.RESOLVE:
            held = holdings(connection, market, ruling.close, entry=ruling.entry)
            return winnings(held, ruling.outcome or 0)
        case Verdict.ANNUL:
            return refunds(holdings(connection, market, ruling.close, entry=ruling.entry))
        case Verdict.UNRESOLVE:
            return {trader: -amount for trader, amount in former.items()}
        case _:
            return {}


def _payments(
    known: _Known, market: int, owed: Mapping[int, int]
) -> Iterator[tuple[int, int, int]]:
    """What is posted for what is owed: payer, payee and amount; 0 is an account that is missing."""
    maker = known.makers.get(market, 0)
    for trader, amount in owed.items():
        sides = (maker, known.traders.get(trader, 0))
        yield *(sides if amount > 0 else sides[::-1]), abs(amount)


def _posted(connection: Connection, ruling: Ruled) -> list[tuple[int, int, int]]:
    posted = Posting.__table__.c
    query = select(posted.payer, posted.payee, posted.amount)
    query = query.where(posted.entry == ruling.entry, posted.ruling == ruling.number)
    return sorted(map(tuple, connection.execute(query)))


def _causeless(connection: Connection, _: _Known) -> Iterator[Breach]:
    """The first posting that has two causes, or is of a ruling that cannot have made it."""
    posted, ruled = Posting.__table__.c, Ruling.__table__.c
    is_elsewhere = or_(
        ruled.entry != posted.entry,
        ruled.question.not_in(select(Market.__table__.c.question)),
    )
    query = (
        select(posted.id, posted.entry)
        .join(Ruling.__table__, ruled.id == posted.ruling)
        .where(or_(posted.trade.is_not(None), is_elsewhere))
        .order_by(posted.id)
        .limit(1)
    )
    for number, entry in connection.execute(query):
        yield Breach(entry, f"posting {number} has no cause")
