"""A writing transaction: the only way by which rows come into the ledger."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from itertools import islice
from operator import index
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, insert, select

from market.ledger.copying import copy_rows
from market.ledger.journal import line, lines
from market.ledger.names import stored_text
from market.ledger.prepared import prepared
from market.ledger.schema import ORDER
from market.ledger.tables import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Insert, Select, Table

    from market.ledger.tables import Row

__all__ = ["Signature", "Writing"]

_BATCH = 10_000

_HELD = 1 << 20
_PIECE = 1 << 16
"""Bytes of canonical lines: so many of a table are held in memory, so many digested at a time."""


class Signature(NamedTuple):
    """What an entry says of who wrote it.

    Attributes:
        actor: Who.
        command: With which command.
        key: The actor's own name for the act, if any.
        role: The role of the database; none in a file.
    """

    actor: str
    command: str
    key: str | None = None
    role: str | None = None


class Writing:
    """One writing transaction, from its lock to its entry.

    Made by ``Ledger.writing``, which commits it or rolls it back.

    Attributes:
        connection: The open transaction, for reading what the act is judged by.
        now: The moment of writing in microseconds, never before that of the last entry.
        entry: The number of the entry that this transaction will append.
        repeats: Whether that entry is there already, and the transaction records nothing.
    """

    repeats = False

    def __init__(
        self, connection: Connection, signature: Signature, *, now: int, entry: int, previous: str
    ) -> None:
        self.connection, self.now, self.entry = connection, now, entry
        self._signature, self._previous = signature, previous
        self._lines: dict[str, SpooledTemporaryFile[bytes]] = {}
        self._next: dict[str, int] = {}

    def insert(self, model: type[Row], rows: Iterable[Mapping[str, Any]]) -> range:
        """Insert rows, each with the next number of its table and this transaction's entry.

        Args:
            model: The table.
            rows: Values by column, without the row's number and entry; a column left out is null.

        Returns:
            The numbers of the rows, in their order.

        Raises:
            Refused: A text cannot be stored.
            ValueError: A row names a column that the table has not.
        """
        table = model.__table__
        first = self._begin(table)
        complete = self._complete(table, rows)
        while batch := list(islice(complete, _BATCH)):
            self._store(table, batch)
        return range(first, self._next[table.name])

    def insert_columns(self, model: type[Row], columns: Mapping[str, Sequence[Any]]) -> range:
        """Insert rows that are given column by column: as `insert`, many times faster.

        Args:
            model: The table.
            columns: Values by column, as they are stored: integers, doubles, text by
                `stored_text`, null. A column left out is null.

        Returns:
            The numbers of the rows, in their order.

        Raises:
            ValueError: The table has no such column, or they are not of one length.
        """
        table = model.__table__
        first = self._begin(table)
        count = len(next(iter(columns.values())))
        numbers = range(first, first + count)
        if not numbers:
            return numbers
        given = {"id": numbers, "entry": [self.entry] * count, **columns}
        # In the order of the table, without the columns that are null throughout at its end.
        names, nothing = [column.name for column in table.columns], [None] * count
        last = max(names.index(name) for name in given)
        complete = {name: given.get(name, nothing) for name in names[: last + 1]}
        self._lines[table.name].write(lines(table.name, list(complete.values())))
        self._store_columns(table, complete)
        self._next[table.name] += count
        return numbers

    def judging(self) -> AbstractContextManager[None]:
        """Surrounds the act and its end, for whoever has to add to what is refused there."""
        return nullcontext()

    def finish(self) -> None:
        """Append the entry, if any row was written."""
        if not any(written.tell() for written in self._lines.values()):
            return
        self._append(self._digest())

    def close(self) -> None:
        """Let go of what was held until the entry."""
        for written in self._lines.values():
            written.close()

    def _digest(self) -> str:
        """The digest of all rows in canonical order."""
        running = sha256()
        for written in (self._lines[name] for name in ORDER if name in self._lines):
            written.seek(0)
            while piece := written.read(_PIECE):
                running.update(piece)
        return running.hexdigest()

    def _begin(self, table: Table) -> int:
        """The number of the next row of a table, to which rows are about to be added."""
        if table.name not in self._next:
            self._next[table.name] = self._first_free(table)
            self._lines[table.name] = SpooledTemporaryFile(_HELD)  # noqa: SIM115 - `close` closes it
        return self._next[table.name]

    def _store(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Write complete rows into the database."""
        if len(rows) == 1:
            _insert(self.connection, table, **rows[0])
        else:
            self.connection.execute(insert(table), rows)

    def _store_columns(self, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
        """Write complete rows, given column by column, into the database."""
        copy_rows(self.connection, table, columns)

    def _append(self, rows: str) -> None:
        """Append the entry, with the digest of its rows."""
        _insert(
            self.connection,
            Entry.__table__,
            number=self.entry,
            recorded_at=self.now,
            previous=self._previous,
            rows=rows,
            **self._signature._asdict(),
        )

    def _first_free(self, table: Table) -> int:
        return (_last(self.connection, table).scalar() or 0) + 1

    def _complete(
        self, table: Table, rows: Iterable[Mapping[str, Any]]
    ) -> Iterator[dict[str, Any]]:
        """The rows as they are stored, their canonical lines kept for the entry's digest."""
        stores = {column.name: _STORE[column.type.python_type] for column in table.columns}
        written = self._lines[table.name]
        for row in rows:
            if not row.keys() <= stores.keys():
                raise ValueError(f"{table.name} has no column {row.keys() - stores.keys()}")
            given = {**row, "id": self._next[table.name], "entry": self.entry}
            stored = {
                name: None if (value := given.get(name)) is None else store(value)
                for name, store in stores.items()
            }
            written.write(line(table.name, stored.values()))
            self._next[table.name] += 1
            yield stored


@prepared
def _insert(table: Table) -> Insert:
    """Insert a row, every column of which is given."""
    return insert(table)


@prepared
def _last(table: Table) -> Select[tuple[int | None]]:
    """The greatest number in a table."""
    return select(func.max(table.c.id))


def _double(value: Any) -> float:
    return float(value) + 0.0  # makes -0.0 the 0.0 that SQLite would store


_STORE: dict[type, Callable[[Any], int | float | str]] = {
    int: index,
    float: _double,
    str: stored_text,
}
"""How a value becomes what a column of its type holds, the same on both engines."""
