"""Rows that break a constraint of their table: written while it was off, or behind its back.

That the constraints are there, ``catalogue`` tells. Whether values are of their columns' types, and
there where they must be, is seen as they are read (``written``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Index,
    UniqueConstraint,
    and_,
    case,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
)

from market.ledger.schema import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, ColumnElement, Connection, ForeignKeyConstraint, Select, Table

__all__ = ["Breach", "broken_constraints"]


class Breach(NamedTuple):
    """A row that no honest writer can have written.

    Attributes:
        entry: The entry that wrote it.
        said: What is wrong with it, as the end of a sentence on the entry.
    """

    entry: int
    said: str


def broken_constraints(connection: Connection) -> Iterator[Breach]:
    """For each constraint that some row breaks, the first row that does.

    A row that refers to one recorded by a later entry counts as if it referred to nothing: when it
    was recorded, the other was not there.
    """
    dialect = connection.dialect.name
    for table in tables():
        for query in _queries(table, dialect):
            for number, entry, how in connection.execute(query):
                yield Breach(entry, f"row {number} of {table.name} {how}")


def _queries(table: Table, dialect: str) -> Iterator[Select[Any]]:
    """Queries for the number of a row, its entry, and what is wrong with it."""
    if checks := _checks(table, dialect):
        yield _failing(table, checks)
    for key in (*table.constraints, *table.indexes):
        if isinstance(key, UniqueConstraint) or (isinstance(key, Index) and key.unique):
            yield _repeated(table, key)
    for key in table.foreign_key_constraints:
        if key.referred_table.name != "entry":  # the chain sees to that
            yield _dangling(table, key)


def _checks(table: Table, dialect: str) -> dict[str, ColumnElement[bool]]:
    """The conditions on a row, by their names."""
    return {
        str(check.name): literal_column(f"({check.sqltext})", Boolean())
        for check in table.constraints
        if isinstance(check, CheckConstraint) and check.info.get("dialect", dialect) == dialect
    }


def _failing(table: Table, checks: dict[str, ColumnElement[bool]]) -> Select[Any]:
    broken = {f"breaks {name}": not_(condition) for name, condition in checks.items()}
    how = case(*((condition, literal(said)) for said, condition in broken.items()))
    (number,) = table.primary_key
    return select(number, _entry(table), how).where(or_(*broken.values())).order_by(number).limit(1)


def _repeated(table: Table, key: UniqueConstraint | Index) -> Select[Any]:
    (number,) = table.primary_key
    parts = [*(key.expressions if isinstance(key, Index) else key.columns)]
    later = (
        select(func.max(number).label("number"))
        .where(and_(*(part.is_not(None) for part in parts)))
        .group_by(*parts)
        .having(func.count() > 1)
        .subquery()
    )
    return (
        select(number, _entry(table), literal(f"repeats another, against {key.name}"))
        .join(later, later.c.number == number)
        .order_by(number)
        .limit(1)
    )


def _dangling(table: Table, key: ForeignKeyConstraint) -> Select[Any]:
    (number,), (child,) = table.primary_key, key.columns
    parent = key.referred_table.alias()
    how = f"refers to a {key.referred_table.name} that was not there"
    return (
        select(number, table.c.entry, literal(how))
        .select_from(table.outerjoin(parent, parent.c.id == child))
        .where(child.is_not(None), or_(parent.c.id.is_(None), parent.c.entry > table.c.entry))
        .order_by(number)
        .limit(1)
    )


def _entry(table: Table) -> Column[int]:
    """The column that says which entry wrote a row."""
    return table.c.number if table.name == "entry" else table.c.entry
