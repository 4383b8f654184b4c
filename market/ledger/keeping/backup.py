"""Copies of a whole ledger: made while others write, and checked before they count as made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from market.errors import DatabaseError
from market.ledger.address import Address
from market.ledger.connections import PATIENCE
from market.ledger.engine import Ledger, open_ledger
from market.ledger.failures import cannot_grow, explained
from market.ledger.installation import is_older
from market.ledger.keeping.audit import check
from market.ledger.keeping.placing import placed_ledger
from market.ledger.keeping.replay import replay, timeless
from market.ledger.keeping.written import batches
from market.ledger.schema import REVISION_PREFIX, tables
from market.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from market.ledger.keeping.chain import Sound
    from market.ledger.keeping.unpacking import Batch

__all__ = ["back_up", "copy_file", "restore", "seal"]


def back_up(ledger: Ledger, file: Path) -> Sound:
    """Write a copy of a ledger to a new file, which is an SQLite ledger by itself.

    It holds what had been recorded at one moment, whatever others write meanwhile.

    Returns:
        What was found in the copy.

    Raises:
        DatabaseError: The ledger cannot be read.
        IntegrityError: The ledger contradicts itself: there is no use in a copy.
        Refused: There is a file already, or none can be written there.
    """
    with placed_ledger(file) as made:
        if ledger.file is None:
            _copy_rows(ledger, str(made))
        else:
            copy_file(ledger.file, made, ledger.address)
        sound = _checked(made, ledger.address)
        seal(made)
    return sound


def restore(backup: Path, address: str) -> Sound:
    """Make a ledger of a backup.

    Args:
        backup: An SQLite ledger, as ``back_up`` writes it.
        address: Where there is no file, or an empty PostgreSQL ledger.

    Returns:
        What was found in the backup, and is now in the ledger.

    Raises:
        DatabaseError: There is no backup, or it is of another program or another schema.
        IntegrityError: It is damaged, or contradicts itself.
        Refused: There is a file already, none can be written there, or the ledger is not empty.
    """
    where = Address.parse(address)
    if where.file is not None:
        with placed_ledger(Path(where.shown)) as made:
            return _fetched(backup, made)
    with unfinished(Path(gettempdir())) as folder:
        made = folder / "ledger.db"
        sound = _fetched(backup, made)
        with closing(open_ledger(str(made), clock=timeless)) as source:
            _copy_rows(source, address)
    return sound


def _fetched(backup: Path, made: Path) -> Sound:
    """A backup copied to a place where it can be examined without touching it."""
    if not backup.is_file():
        raise DatabaseError(f"There is no backup at {backup}.", "Check its name and folder.")
    copy_file(backup, made, str(backup))
    return _checked(made, str(backup))


def copy_file(source: Path, made: Path, shown: str) -> None:
    """Copy an SQLite database as of one moment, from a connection of its own.

    A connection that had a transaction open would wait for itself.

    Args:
        source: The file.
        made: Where the copy is to be.
        shown: What messages call the file.

    Raises:
        DatabaseError: It cannot be read, or is none.
    """
    uri = f"{source.absolute().as_uri()}?mode=rw"
    with (
        explained(_address(source, shown)),
        closing(sqlite3.connect(uri, uri=True, timeout=PATIENCE)) as there,
        closing(sqlite3.connect(made)) as here,
    ):
        try:
            there.backup(here)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
                raise _unfit(shown) from error
            if cannot_grow(error):  # of the two it is the copy that grows
                with explained(Address.parse(str(made))):
                    raise
            raise


def _copy_rows(source: Ledger, address: str) -> None:
    """Copy a ledger row by row, from one engine to another."""
    with source.reading() as connection:
        replay(address, _batches(connection))


def _batches(connection: Connection) -> Iterator[Batch]:
    """All rows, table by table."""
    for table in tables():
        for rows in batches(connection, table):
            yield table.name, list(zip(*rows, strict=True))


def _checked(made: Path, shown: str) -> Sound:
    with closing(Ledger(_address(made, shown), timeless)) as ledger:
        _refuse_unfit(ledger.revision(), shown)
        ledger.prepare()
        return check(ledger)


def _refuse_unfit(revision: str | None, shown: str) -> None:
    if revision is None or not revision.startswith(REVISION_PREFIX):
        raise _unfit(shown)
    if is_older(revision):
        hint = f"Bring it up to date first: foretell db upgrade --db {shown}"
        raise DatabaseError(f"{shown} has an older schema.", hint)


def _unfit(shown: str) -> DatabaseError:
    return DatabaseError(f"{shown} is not a ledger.", "Give what `foretell db backup` wrote.")


def seal(made: Path) -> None:
    """Make one plain file of it, which can be read where nothing can be written."""
    with explained(Address.parse(str(made))), closing(sqlite3.connect(made)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _address(file: Path, shown: str) -> Address:
    """The address of a file, under the name that messages shall give it."""
    return Address.parse(str(file.absolute()))._replace(shown=shown)
