"""Many rows into a table at once, past what a library does for each of them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from market.ledger.driver import driver_failures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Table

__all__ = ["copy_rows"]

_TOGETHER = 100
"""Rows inserted by one statement of SQLite: it costs less than a statement for each of them."""


def copy_rows(connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows; constraints and triggers hold as ever.

    Args:
        connection: The open transaction.
        table: The table.
        columns: Values as they are stored, one sequence a column; a column left out is null.

    Raises:
        ValueError: The columns are not of one length.
    """
    into = f"{table.name} ({', '.join(columns)})"
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {into} FROM STDIN", [*columns.values()])
    else:
        _insert(connection, f"INSERT INTO {into} VALUES", [*columns.values()])


def _insert(connection: Connection, statement: str, columns: Sequence[Sequence[Any]]) -> None:
    width = len(columns)
    values: list[Any] = [None] * (width * len(columns[0]))
    for place, column in enumerate(columns):
        values[place::width] = column
    step = width * _TOGETHER
    pieces = [tuple(values[first : first + step]) for first in range(0, len(values), step)]
    row = f"({', '.join('?' * width)})"
    for length, alike in groupby(pieces, len):
        rows = ", ".join([row] * (length // width))
        connection.exec_driver_sql(f"{statement} {rows}", list(alike))


def _copy(connection: Connection, statement: str, columns: Sequence[Sequence[Any]]) -> None:
    """PostgreSQL's own way; SQLAlchemy has none."""
    raw: Any = connection.connection.cursor()
    with driver_failures(connection, statement), raw as cursor, cursor.copy(statement) as copy:
        for row in zip(*columns, strict=True):
            copy.write_row(row)
