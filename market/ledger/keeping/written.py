"""What stands in the tables, as canonical lines: read by the batch, handed out entry by entry."""

from __future__ import annotations

from itertools import groupby
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from market.errors import Refused
from market.ledger.journal import lines
from market.ledger.names import stored_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Column, Connection, Select, Table

__all__ = ["Run", "Written", "batches", "entries", "holds", "paged"]

_BATCH = 2_000  # rows held in memory at a time, for each table

_SORTS = {int: "an integer", float: "a double", str: "a text in Unicode's normal form C"}


class Run(NamedTuple):
    """Rows of one table, numbered without a gap, that one entry wrote.

    Attributes:
        table: The table's name.
        entry: The entry's number.
        first: The number of the first of the rows.
        rows: How many they are.
        lines: Their canonical lines; none where they have a fault.
        fault: What in the first of them is not as it can have been written, if anything.
    """

    table: str
    entry: int
    first: int
    rows: int
    lines: bytes
    fault: str | None = None


def entries(connection: Connection, table: Table) -> Iterator[tuple[Sequence[Any], Run]]:
    """Every row of the table of entries, in their order, with its canonical line.

    A row with a fault comes last.
    """
    for rows in batches(connection, table):
        columns = list(zip(*rows, strict=True))
        sound, fault = _judged(table, columns)
        written = _split(table, [column[:sound] for column in columns])
        for row, text in zip(rows, written, strict=False):
            yield row, Run(table.name, row[0], row[0], 1, text)
        if fault is not None:
            yield rows[sound], Run(table.name, 0, rows[sound][0], 1, b"", fault)
            return


class Written:
    """The rows of a table in the order of their numbers, handed out entry by entry.

    Only a batch of them is in memory.

    Attributes:
        entry: The entry of the next row; infinite where there is none left.
    """

    def __init__(self, connection: Connection, table: Table) -> None:
        self._runs = _runs(connection, table)
        self._turn()

    def up_to(self, entry: float) -> Iterator[Run]:
        """The rows up to the first of a later entry."""
        while self.entry <= entry and self._next is not None:
            yield self._next
            self._turn()

    def _turn(self) -> None:
        self._next = next(self._runs, None)
        self.entry = inf if self._next is None else self._next.entry


def _runs(connection: Connection, table: Table) -> Iterator[Run]:
    """All rows of a table; one with a fault comes last."""
    for rows in batches(connection, table):
        columns = list(zip(*rows, strict=True))
        sound, fault = _judged(table, columns)
        if sound:
            yield from _joined(table, [column[:sound] for column in columns])
        if fault is not None:
            number, entry, *_ = rows[sound]
            # An entry that is no number is met at once.
            yield Run(table.name, entry if type(entry) is int else 0, number, 1, b"", fault)
            return


def batches(connection: Connection, table: Table) -> Iterator[Sequence[Sequence[Any]]]:
    """The table's rows by number, read in batches: many tables are read side by side."""
    (number,) = table.primary_key
    return paged(connection, select(table), number)


def paged(
    connection: Connection, query: Select[Any], number: Column[int]
) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows of a query in batches, by the number that stands first in them."""
    batch = query.order_by(number).limit(_BATCH)
    rows = connection.execute(batch).all()
    while rows:
        yield rows
        rows = connection.execute(batch.where(number > rows[-1][0])).all()


def _joined(table: Table, columns: Sequence[Sequence[Any]]) -> Iterator[Run]:
    """The rows of a batch, those of one entry together."""
    numbers, entry = columns[0], columns[1]
    first, count = numbers[0], len(numbers)
    if entry.count(entry[0]) == count and numbers == tuple(range(first, first + count)):
        yield Run(table.name, entry[0], first, count, lines(table.name, columns))
        return
    written = _split(table, columns)
    # Numbers without a gap are as far from each other as their places.
    distance = (number - place for place, number in enumerate(numbers))
    begin = 0
    for (number, _), alike in groupby(zip(entry, distance, strict=True)):
        end = begin + sum(1 for _ in alike)
        yield Run(table.name, number, numbers[begin], end - begin, b"".join(written[begin:end]))
        begin = end


def _split(table: Table, columns: Sequence[Sequence[Any]]) -> list[bytes]:
    """The canonical line of each row, of which there may be none."""
    return lines(table.name, columns).splitlines(keepends=True) if columns[0] else []


def _judged(table: Table, columns: Sequence[Sequence[Any]]) -> tuple[int, str | None]:
    """How many rows come before the first with a value that its column cannot hold, and which."""
    sound, fault = len(columns[0]), None
    for column, values in zip(table.columns, columns, strict=True):
        if holds(column, values):
            continue
        place = next(at for at, value in enumerate(values) if not holds(column, [value]))
        if place < sound:
            sort = _SORTS[column.type.python_type]
            sound, fault = place, f"its {column.name} is not {sort}"
    return sound, fault


def holds(column: Column[Any], values: Sequence[Any]) -> bool:
    """Whether all values are of the column's type, and texts as the ledger stores them.

    Args:
        column: The column.
        values: What stands in it; null where it may be left out.
    """
    kinds = set(map(type, values))
    if column.nullable:
        kinds.discard(type(None))
    if not kinds <= {column.type.python_type}:
        return False
    if kinds != {str} or _is_ascii("".join(filter(None, values))):
        return True
    return all(map(_is_stored, filter(None, values)))


def _is_ascii(text: str) -> bool:
    return text.isascii() and "\0" not in text


def _is_stored(text: str) -> bool:
    try:
        return stored_text(text) == text
    except Refused:
        return False
