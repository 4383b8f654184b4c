"""The journal as people read it: who wrote what into the ledger, entry by entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select, union

from market.errors import Refused
from market.ledger.exchange import Market, Trade
from market.ledger.journal import GENESIS, digest, line
from market.ledger.names import fold
from market.ledger.schema import tables
from market.ledger.tables import Entry, Question
from market.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Row, Select, Table

__all__ = ["Head", "Log", "Logged", "Written", "read_head", "read_log"]

_TELLING = {
    "forecaster": ("name",),
    "question": ("slug",),
    "wording": ("question",),
    "report": ("question",),
    "ruling": ("question", "verdict", "outcome"),
    "article": ("slug",),
    "member": ("role", "rights"),
    "market": ("question", "liquidity", "start"),
    "trade": ("market", "shares", "cost"),
    "posting": ("ruling",),
    "clause": ("kind", "stands"),
}
"""The columns of a table that say what its rows are about."""

_TOUCHING = ("question", "implies")
"""Columns that refer to a question."""


class Head(NamedTuple):
    """The end of the journal, which pins everything before it.

    Attributes:
        entries: How many entries it has.
        head: The digest of the last of them.
    """

    entries: int
    head: str


class Written(NamedTuple):
    """The rows of one table that an entry wrote.

    Attributes:
        rows: How many.
        withdrawals: How many of them are reports without a probability.
        alike: What all of them have, by column; a question, or that of a market, by its slug.
    """

    rows: int
    withdrawals: int
    alike: Mapping[str, Any]


class Logged(NamedTuple):
    """An entry of the journal.

    Attributes:
        number: Its number.
        recorded_at: When it was recorded, in microseconds.
        actor: Who wrote it.
        command: With which command.
        key: The actor's own name for it, if any.
        role: The role of the database that wrote it; none in a file.
        digest: Its digest.
        wrote: What it wrote, by table.
    """

    number: int
    recorded_at: int
    actor: str
    command: str
    key: str | None
    role: str | None
    digest: str
    wrote: Mapping[str, Written]


class Log(NamedTuple):
    """A stretch of the journal.

    Attributes:
        total: How many entries the journal has.
        matching: How many of them were asked for.
        head: The digest of the last one in the journal.
        entries: The newest of those that were asked for, the oldest first.
    """

    total: int
    matching: int
    head: str
    entries: list[Logged]


def read_head(connection: Connection) -> Head:
    """Read the end of the journal.

    The digest is computed from what is there; whether it holds, ``audit`` tells.
    """
    entry = Entry.__table__
    last = connection.execute(select(entry).order_by(entry.c.number.desc()).limit(1)).first()
    return Head(last.number, digest(line("entry", last))) if last else Head(0, GENESIS)


def read_log(
    connection: Connection,
    *,
    question: int | None = None,
    who: str | None = None,
    since: int | None = None,
    until: int | None = None,
    limit: int | None = None,
) -> Log:
    """Read the journal.

    Digests of entries are computed from what is there; whether they hold, ``audit`` tells.

    Args:
        connection: A snapshot of the ledger.
        question: Only entries that concern the question of this number.
        who: Only entries that somebody of this name wrote, whatever the case.
        since: Only entries recorded since then, in microseconds.
        until: Only entries recorded by then.
        limit: The most entries to read.

    Raises:
        Refused: Nobody of this name has written anything.
    """
    entry = Entry.__table__
    wanted = list(_conditions(connection, question, who, since, until))
    matching = select(func.count()).select_from(entry).where(*wanted)
    newest = select(entry).order_by(entry.c.number.desc()).limit(limit)
    found = connection.execute(newest.where(*wanted)).all()[::-1]
    wrote = _written(connection, found)
    total, head = read_head(connection)
    return Log(
        total=total,
        matching=connection.execute(matching).scalar_one(),
        head=head,
        entries=[_logged(row, wrote.get(row.number, {})) for row in found],
    )


def _conditions(
    connection: Connection,
    question: int | None,
    who: str | None,
    since: int | None,
    until: int | None,
) -> Iterator[ColumnElement[bool]]:
    entry = Entry.__table__.c
    if question is not None:
        yield entry.number.in_(_touching(question))
    if who is not None:
        yield entry.actor.in_(_spelt(connection, who))
    if since is not None:
        yield entry.recorded_at >= since
    if until is not None:
        yield entry.recorded_at <= until


def _touching(question: int) -> Any:
    """The numbers of the entries that wrote of a question."""
    own = select(Question.__table__.c.entry).where(Question.__table__.c.id == question)
    market, traded = Market.__table__.c, Trade.__table__.c
    trades = select(traded.entry).where(traded.market == market.id, market.question == question)
    others = (
        select(table.c.entry).where(table.c[name] == question)
        for table in tables()
        for name in _TOUCHING
        if name in table.c
    )
    return union(own, trades, *others)


def _spelt(connection: Connection, who: str) -> list[str]:
    """A name in every case in which its owner has written."""
    actors = connection.execute(select(Entry.__table__.c.actor).distinct()).scalars().all()
    same = [actor for actor in actors if fold(actor) == fold(who)]
    if not same:
        hint = did_you_mean(who, actors, "See: foretell log")
        raise Refused(f"Nobody called {who!a} has recorded anything.", hint)
    return same


def _logged(row: Row[Any], wrote: Mapping[str, Written]) -> Logged:
    own = digest(line("entry", row))
    return Logged(
        row.number, row.recorded_at, row.actor, row.command, row.key, row.role, own, wrote
    )


def _written(connection: Connection, found: Sequence[Row[Any]]) -> dict[int, dict[str, Written]]:
    """What entries wrote, table by table in canonical order."""
    wrote: dict[int, dict[str, Written]] = {row.number: {} for row in found}
    if not found:
        return wrote
    slugs = _slugs(connection)
    _, *others = tables()
    for table in others:
        for row in connection.execute(_summed(table, found[0].number, found[-1].number)):
            if row.entry in wrote:
                wrote[row.entry][table.name] = _seen(table.name, row, slugs)
    return wrote


def _slugs(connection: Connection) -> dict[str, dict[int, str]]:
    """The slugs of questions, by the columns and numbers that stand for them."""
    asked, market = Question.__table__.c, Market.__table__.c
    questions = select(asked.id, asked.slug)
    markets = select(market.id, asked.slug).where(market.question == asked.id)
    return {
        "question": dict(map(tuple, connection.execute(questions))),
        "market": dict(map(tuple, connection.execute(markets))),
    }


def _summed(table: Table, first: int, last: int) -> Select[Any]:
    """By entry: how many rows, and the least and the greatest of what they are about."""
    said = table.c.get("probability", table.c.id)
    about = (table.c[name] for name in _TELLING.get(table.name, ()))
    extremes = (of(column) for column in about for of in (func.min, func.max))
    return (
        select(table.c.entry, func.count(), func.count(said), *extremes)
        .where(table.c.entry.between(first, last))
        .group_by(table.c.entry)
    )


def _seen(table: str, row: Row[Any], slugs: Mapping[str, Mapping[int, str]]) -> Written:
    _, rows, given, *extremes = tuple(row)
    pairs = zip(_TELLING.get(table, ()), extremes[::2], extremes[1::2], strict=True)
    alike = {name: least for name, least, greatest in pairs if least == greatest}
    for name in slugs.keys() & alike.keys():
        alike[name] = slugs[name][alike[name]]
    return Written(rows, rows - given if table == "report" else 0, alike)
