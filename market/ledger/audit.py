"""Checking a ledger: that nothing recorded was altered, and that nothing could be with ease."""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from market.errors import DatabaseError, IntegrityError
from market.ledger.failures import is_damage
from market.ledger.journal import GENESIS, digest, line
from market.ledger.schema import GUARD, tables, triggers
from market.ledger.times import utc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Row, Table

    from market.ledger.engine import Ledger

__all__ = ["Sound", "check"]

_HINT = "Compare with a backup, or with a head that was published."
_ALTERED = "Somebody removed or altered it: find out who, and why."
_BATCH = 1_000  # rows held in memory at a time, for each table

_TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname, pg_get_triggerdef(t.oid, true) FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = tgrelid "
        "WHERE relnamespace = 'foretell'::regnamespace AND tgenabled IN ('O', 'A')"
    ),
}
_FUNCTION = "SELECT pg_get_functiondef(to_regprocedure('foretell.refuse_change()'))"


class Sound(NamedTuple):
    """What was found in a ledger without fault.

    Attributes:
        entries: How many entries it has.
        rows: How many rows they wrote.
        head: The digest of the last entry. Published, it pins everything up to it.
    """

    entries: int
    rows: int
    head: str


def check(ledger: Ledger) -> Sound:
    """Recompute every digest, in bounded memory, and check what keeps the ledger append-only.

    Raises:
        IntegrityError: The ledger contradicts itself; the message names the first entry that does.
    """
    entry, *others = tables()
    with _damage_is_a_finding(), ledger.reading() as connection:
        is_file = connection.dialect.name == "sqlite"
        if is_file:
            _check_file(connection)
        sound = _check_chain(connection, entry, others)
        if is_file:
            _check_references(connection)
        else:
            _check_function(connection)
        _check_triggers(connection, [entry, *others])
    return sound


@contextmanager
def _damage_is_a_finding() -> Iterator[None]:
    """A file too damaged to be read is what a check looks for, and no failure of the check."""
    try:
        yield
    except DatabaseError as error:
        cause = error.__cause__
        if isinstance(cause, DBAPIError) and is_damage(cause):
            raise _damaged(str(cause.orig)) from error
        raise


class _Rows:
    """The rows of a table as canonical lines, handed out entry by entry."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self.table = table.name
        self._rows = _in_order(connection, table)
        self.next = next(self._rows, None)

    def written_by(self, entry: int) -> Iterator[bytes]:
        while self.next is not None and self.next.entry <= entry:
            if self.next.entry < entry:
                said = f"Entry {self.next.entry} did not write row {self.next.id} of {self.table}."
                raise IntegrityError(said, _HINT)
            yield line(self.table, self.next)
            self.next = next(self._rows, None)


def _check_chain(connection: Connection, entry: Table, others: Sequence[Table]) -> Sound:
    written = [_Rows(connection, table) for table in others]
    previous, number, count = GENESIS, 0, 0
    for number, found in enumerate(_in_order(connection, entry), start=1):
        if found.number != number:
            raise IntegrityError(f"Entry {number} is missing.", _HINT)
        if found.previous != previous:
            raise IntegrityError(
                f"Entry {number - 1} is not the one that {_named(found)} was chained to.", _HINT
            )
        rows = sha256()
        for content in (row for table in written for row in table.written_by(number)):
            rows.update(content)
            count += 1
        if found.rows != rows.hexdigest():
            raise IntegrityError(f"{_named(found)}: its rows are not those it recorded.", _HINT)
        previous = digest(line("entry", found))
    for table in written:
        if table.next is not None:
            raise IntegrityError(f"Entry {table.next.entry} is missing: {table.table}.", _HINT)
    return Sound(number, count, previous)


def _check_file(connection: Connection) -> None:
    found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    if found != "ok":
        raise _damaged(str(found))


def _damaged(how: str) -> IntegrityError:
    return IntegrityError(f"The file is damaged: {' '.join(how.split())}.", "Restore a backup.")


def _check_references(connection: Connection) -> None:
    orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if orphan is not None:
        name, row, parent, _ = orphan
        raise IntegrityError(f"Row {row} of {name} refers to a {parent} that is not there.", _HINT)


def _check_function(connection: Connection) -> None:
    """Check that what PostgreSQL's triggers call still refuses."""
    if connection.exec_driver_sql(_FUNCTION).scalar() != GUARD:
        said = "The function refuse_change, which keeps the tables append-only, is not as it was."
        raise IntegrityError(said, _ALTERED)


def _check_triggers(connection: Connection, guarded: Sequence[Table]) -> None:
    dialect = connection.dialect.name
    present = dict(tuple(row) for row in connection.exec_driver_sql(_TRIGGERS[dialect]))
    for table in guarded:
        for name, statement in triggers(table, dialect).items():
            if present.get(name) != statement:
                said = f"The trigger {name}, which keeps {table.name} append-only, is not there."
                raise IntegrityError(said, _ALTERED)


def _in_order(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    """The table's rows by number, read in batches: many tables are read side by side."""
    (number,) = table.primary_key
    batch = select(table).order_by(number).limit(_BATCH)
    rows = connection.execute(batch).all()
    while rows:
        yield from rows
        rows = connection.execute(batch.where(number > rows[-1][0])).all()


def _named(entry: Row[Any]) -> str:
    return f"Entry {entry.number} ({entry.command} by {entry.actor}, {utc(entry.recorded_at)})"
