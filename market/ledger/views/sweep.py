"""The reports of a ledger as columns, read in one sweep."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sqlalchemy import func, select

from market.ledger.driver import driver_failures
from market.ledger.tables import Entry, Report

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray
    from sqlalchemy import Connection, Select

    Ints = NDArray[np.int64]

__all__ = ["Reports", "positions", "read_reports"]

_WITHDRAWN = -1.0
"""Stands for a missing probability while rows are read: SQLite has no NaN."""

_FEW = 100
"""So many questions are looked up one by one; for more, everything is read."""

_ROW = np.dtype(
    [
        ("entry", "i8"),
        ("forecaster", "i8"),
        ("question", "i8"),
        ("at", "i8"),
        ("probability", "f8"),
    ]
)
_ENTRY = np.dtype([("number", "i8"), ("recorded", "i8")])

_HEADER = 19
"""Bytes before the first row in the binary form of PostgreSQL's COPY."""


class Reports(NamedTuple):
    """Reports as columns, in the order in which they were recorded.

    Attributes:
        entry: Number of the entry that recorded each.
        recorded: When that was, in microseconds.
        forecaster: Number of its forecaster.
        question: Number of its question.
        at: From when it counts, in microseconds.
        probability: Probability of YES, NaN for a withdrawal.
    """

    entry: Ints
    recorded: Ints
    forecaster: Ints
    question: Ints
    at: Ints
    probability: NDArray[np.float64]


def read_reports(
    connection: Connection,
    *,
    as_of: int | None = None,
    known_at: int | None = None,
    questions: Collection[int] | None = None,
    forecaster: int | None = None,
) -> Reports:
    """All reports of a ledger, or those of interest.

    Args:
        connection: A snapshot of the ledger.
        as_of: Only what counted by then.
        known_at: Only what had been recorded by then.
        questions: Numbers of the questions of interest. Where they are many, others are read too.
        forecaster: Only this forecaster's.
    """
    report = Report.__table__.c
    wanted = select(
        report.entry,
        report.forecaster,
        report.question,
        report.at,
        func.coalesce(report.probability, _WITHDRAWN),
    ).order_by(report.id)
    if as_of is not None:
        wanted = wanted.where(report.at <= as_of)
    if known_at is not None:
        wanted = wanted.where(report.entry <= _last_entry(known_at))
    if questions is not None and len(questions) <= _FEW:
        wanted = wanted.where(report.question.in_(questions))
    if forecaster is not None:
        wanted = wanted.where(report.forecaster == forecaster)
    rows = _rows(connection, wanted, _ROW)
    said = rows["probability"]
    return Reports(
        entry=rows["entry"],
        recorded=_recorded(connection, rows["entry"]),
        forecaster=rows["forecaster"],
        question=rows["question"],
        at=rows["at"],
        probability=np.where(said < 0.0, np.nan, said),
    )


def positions(numbers: Ints, known: Ints) -> Ints:
    """Position of each number among the known ones; -1 where it is not there.

    >>> positions(np.array([7, 3, 5]), np.array([3, 7])).tolist()
    [1, 0, -1]
    """
    position = np.full(max(numbers.max(initial=0), known.max(initial=0)) + 1, -1)
    position[known] = np.arange(known.size)
    return position[numbers]


def _recorded(connection: Connection, entries: Ints) -> Ints:
    """When each entry was recorded: a look-up, where a join would look for every row."""
    entry = Entry.__table__.c
    known = _rows(connection, select(entry.number, entry.recorded_at), _ENTRY)
    moments: Ints = known["recorded"][positions(entries, known["number"])]
    return moments


def _last_entry(known_at: int) -> Any:
    """The last entry recorded by a moment: entries are never recorded before earlier ones."""
    entry = Entry.__table__.c
    last = select(func.max(entry.number)).where(entry.recorded_at <= known_at)
    return last.scalar_subquery()


def _rows(connection: Connection, wanted: Select[Any], dtype: np.dtype[np.void]) -> NDArray[Any]:
    """Rows straight from the driver into columns."""
    statement = str(wanted.compile(connection, compile_kwargs={"literal_binds": True}))
    driver: Any = connection.connection.driver_connection
    with driver_failures(connection, statement), closing(driver.cursor()) as cursor:
        if connection.dialect.name == "postgresql":
            return _copied(cursor, statement, dtype)
        return np.fromiter(cursor.execute(statement), dtype)


def _copied(cursor: Any, statement: str, dtype: np.dtype[np.void]) -> NDArray[Any]:
    """Rows without nulls in the binary form of PostgreSQL's COPY, of which nothing is parsed.

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
