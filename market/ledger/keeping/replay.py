"""Writing recorded history into an empty ledger: every row, number, entry and digest as it was."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError

from market.errors import Refused
from market.ledger.address import Address
from market.ledger.copying import copy_rows
from market.ledger.engine import open_ledger
from market.ledger.journal import digest, line
from market.ledger.keeping.placing import placed_ledger
from market.ledger.keeping.unpacking import ANEW, Unpacking
from market.ledger.schema import tables
from market.ledger.tables import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Connection

    from market.ledger.engine import Ledger
    from market.ledger.keeping.chain import Sound
    from market.ledger.keeping.unpacking import Batch

__all__ = ["import_ledger", "replay", "timeless"]

_BATCH = 10_000  # rows held in memory until they are inserted


def import_ledger(
    address: str,
    file: BinaryIO,
    *,
    name: str,
    progress: Callable[[int], object] = lambda _: None,
    there: Callable[[], object] = lambda: None,
) -> Sound:
    """Rebuild an exported ledger where there is none, or an empty one.

    A ledger that is made for it is made whole or not at all. Where the same journal is already,
    nothing is done.

    Args:
        address: The path of an SQLite file, or the URL of a PostgreSQL database.
        file: The exported ledger.
        name: What messages call it.
        progress: Is told how many rows there are in each batch that is done.
        there: Is called where the same journal is already.

    Returns:
        What was rebuilt: the same entries, rows and head as were exported.

    Raises:
        DatabaseError: The ledger cannot be used.
        IntegrityError: The file is not what was exported.
        Refused: It is no exported ledger, or there are other entries in the ledger.
    """
    unpacking = Unpacking(file, name)
    where = Address.parse(address)
    if where.file is None or where.file.exists():
        _unpack(unpacking, address, progress, there)
    else:
        with placed_ledger(Path(where.shown)) as made:
            _unpack(unpacking, str(made), progress, there)
    return unpacking.sound


def _unpack(
    unpacking: Unpacking,
    address: str,
    progress: Callable[[int], object],
    there: Callable[[], object],
) -> None:
    def is_there(ledger: Ledger) -> bool:
        found = _has(ledger, unpacking)
        if found:
            there()
        return found

    try:
        replay(address, _gathered(unpacking.batches()), progress, unless=is_there)
    except (DataError, IntegrityError) as error:
        rule = next(iter(str(error.orig).splitlines()), "")
        said = f"{unpacking.place} or before: a row breaks a rule of its table: {rule}."
        raise Refused(said, ANEW) from error


def _has(ledger: Ledger, unpacking: Unpacking) -> bool:
    """Whether the journal of the file is that of the ledger; what has no entries has none of it.

    Raises:
        Refused: The ledger has another.
    """
    entry = Entry.__table__
    with ledger.reading() as connection:
        last = connection.execute(select(entry).order_by(entry.c.number.desc()).limit(1)).first()
    if last is None:
        return False
    for _ in unpacking.batches():
        pass
    if unpacking.sound.head != digest(line("entry", last)):
        raise _other_entries(ledger.address)
    return True


def _other_entries(shown: str) -> Refused:
    return Refused(f"{shown} has entries of its own.", "Choose a new ledger for it: --db FILE")


def replay(
    address: str,
    batches: Iterable[Batch],
    progress: Callable[[int], object] = lambda _: None,
    *,
    unless: Callable[[Ledger], bool] = lambda _: False,
) -> None:
    """Insert records as they are, all of them or none.

    Args:
        address: Where there is an empty ledger, or none: then it is made in the same transaction.
        batches: What to write, already checked, in an order in which rows refer only to what
            comes before them; to their entry also where it comes later.
        progress: Is told how many rows there are in each batch that is done.
        unless: Is asked whether a ledger that is there has them already.

    Raises:
        DatabaseError: The ledger cannot be used.
        Refused: There are entries in the ledger.
    """

    def fill(connection: Connection) -> None:
        if connection.execute(select(Entry.__table__.c.number).limit(1)).first() is not None:
            raise _other_entries(Address.parse(address).shown)
        named = {table.name: table for table in tables()}
        for name, columns in batches:
            table = named[name]
            copy_rows(connection, table, dict(zip(table.c.keys(), columns, strict=True)))
            progress(len(columns[0]))

    with closing(open_ledger(address, create=True, clock=timeless, after=fill)) as ledger:
        if not ledger.is_new and not unless(ledger):
            with ledger.writing("replay", "replay") as writing:
                fill(writing.connection)


def timeless() -> int:
    """The clock for a ledger that is only replayed: its entries bring their own time."""
    return 0


def _gathered(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The same rows in fewer batches: those of a table together, entries before what they wrote.

    What a row refers to is in a table before its own. SQLite would look for the rows that wait
    for an entry when it comes.
    """
    pending: dict[str, list[list[Any]]] = {}
    count = 0
    for name, columns in batches:
        held = pending.setdefault(name, [[] for _ in columns])
        for column, more in zip(held, columns, strict=True):
            column.extend(more)
        count += len(columns[0])
        if count >= _BATCH:
            yield from _in_order(pending)
            pending, count = {}, 0
    yield from _in_order(pending)


def _in_order(pending: dict[str, list[list[Any]]]) -> Iterator[Batch]:
    return ((table.name, pending[table.name]) for table in tables() if table.name in pending)
