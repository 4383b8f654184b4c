"""Rows of a ledger as columns, straight from the driver."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import func, select

from market.ledger.driver import driver_failures
from market.ledger.tables import Entry

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy import Connection, Select

    Ints = NDArray[np.int64]

__all__ = ["last_entry", "positions", "read_rows", "recorded_at"]

_ENTRY = np.dtype([("number", "i8"), ("recorded", "i8")])

_HEADER = 19
"""Bytes before the first row in the binary form of PostgreSQL's COPY."""


def read_rows(
    connection: Connection, wanted: Select[Any], dtype: np.dtype[np.void]
) -> NDArray[np.void]:
    """Rows without nulls as a structured array.

    Args:
        connection: A snapshot of the ledger.
        wanted: What to read.
        dtype: The name and type of each column, of eight bytes.
    """
    statement = str(wanted.compile(connection, compile_kwargs={"literal_binds": True}))
    driver: Any = connection.connection.driver_connection
    with driver_failures(connection, statement), closing(driver.cursor()) as cursor:
        if connection.dialect.name == "postgresql":
            return _copied(cursor, statement, dtype)
        return np.fromiter(cursor.execute(statement), dtype)


def recorded_at(connection: Connection, entries: Ints) -> Ints:
    """When each entry was recorded: a look-up, where a join would look for every row."""
    entry = Entry.__table__.c
    known = read_rows(connection, select(entry.number, entry.recorded_at), _ENTRY)
    moments: Ints = known["recorded"][positions(entries, known["number"])]
    return moments


def last_entry(moment: int) -> Any:
    """The last entry recorded by a moment: entries are never recorded before earlier ones."""
    entry = Entry.__table__.c
    last = select(func.max(entry.number)).where(entry.recorded_at <= moment)
    return last.scalar_subquery()


def positions(numbers: Ints, known: Ints) -> Ints:
    """Position of each number among the known ones; -1 where it is not there.

    >>> positions(np.array([7, 3, 5]), np.array([3, 7])).tolist()
    [1, 0, -1]
    """
    position = np.full(max(numbers.max(initial=0), known.max(initial=0)) + 1, -1)
    position[known] = np.arange(known.size)
    return position[numbers]


def _copied(cursor: Any, statement: str, dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """Rows in the binary form of PostgreSQL's COPY, of which nothing is parsed.

    It is described with that command in PostgreSQL's manual: after a header each row has the number
    of its fields, and each field its length, in the network's order of bytes.
    """
    wire = bytearray()
    with cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT binary)") as copy:
        for piece in copy:
            wire += piece
    form = [("fields", ">i2")]
    for name in dtype.names or ():
        form += [(f"length of {name}", ">i4"), (name, dtype[name].newbyteorder(">").str)]
    row = np.dtype(form)
    count = (len(wire) - _HEADER) // row.itemsize
    rows = np.empty(count, dtype)
    for name in dtype.names or ():
        rows[name] = np.frombuffer(wire, row, count, _HEADER)[name]
    return rows
