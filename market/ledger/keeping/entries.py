"""The journal in order: the rows of each entry, table by table, and then the entry itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, null, select

from market.errors import IntegrityError
from market.ledger.keeping.chain import COMPARE
from market.ledger.schema import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Row, Select, Table

    from market.ledger.keeping.chain import Record

__all__ = ["older_records", "records"]

_BATCH = 1_000  # rows held in memory at a time, for each table


def records(connection: Connection) -> Iterator[Record]:
    """Every row of the ledger with the name of its table, in bounded memory.

    Values stand in the order of the table's columns. Rows come in canonical order, which is that
    of their digests; the entry that wrote them follows them.

    Raises:
        IntegrityError: A row is of an entry that is not there.
    """
    return _merged(connection, tables(), select)


def older_records(connection: Connection) -> Iterator[Record]:
    """As `records`, of a schema that may lack tables and columns: in them there is nothing.

    A column that came later is null in every row, which leaves canonical lines as they were.
    """
    inspector = inspect(connection)
    there = {
        name: {column["name"] for column in inspector.get_columns(name)}
        for name in inspector.get_table_names()
    }

    def read(table: Table) -> Select[Any]:
        known = there[table.name]
        columns = table.columns.values()
        return select(*(one if one.name in known else null().label(one.name) for one in columns))

    return _merged(connection, [table for table in tables() if table.name in there], read)


def _merged(
    connection: Connection, among: list[Table], read: Callable[[Table], Select[Any]]
) -> Iterator[Record]:
    entry, *others = among
    written = [_Rows(connection, table, read) for table in others]
    for found in _in_order(connection, entry, read):
        for table in written:
            yield from table.up_to(found.number)
        yield entry.name, found
    for table in written:
        if table.next is not None:
            raise IntegrityError(f"Entry {table.next.entry} is missing: {table.name}.", COMPARE)


class _Rows:
    """The rows of a table, handed out entry by entry."""

    def __init__(
        self, connection: Connection, table: Table, read: Callable[[Table], Select[Any]]
    ) -> None:
        self.name = table.name
        self._rows = _in_order(connection, table, read)
        self.next = next(self._rows, None)

    def up_to(self, entry: int) -> Iterator[Record]:
        while self.next is not None and self.next.entry <= entry:
            yield self.name, self.next
            self.next = next(self._rows, None)


def _in_order(
    connection: Connection, table: Table, read: Callable[[Table], Select[Any]]
) -> Iterator[Row[Any]]:
    """The table's rows by number, read in batches: many tables are read side by side."""
    (number,) = table.primary_key
    batch = read(table).order_by(number).limit(_BATCH)
    rows = connection.execute(batch).all()
    while rows:
        yield from rows
        rows = connection.execute(batch.where(number > rows[-1][0])).all()
