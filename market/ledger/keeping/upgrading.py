"""Bringing an older ledger up to date, once a copy of it as it was is kept."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from market.errors import ForetellError, Refused
from market.ledger.address import Address
from market.ledger.engine import Ledger, upgrade_ledger
from market.ledger.installation import is_older
from market.ledger.keeping.archive import archive
from market.ledger.keeping.backup import copy_file, seal
from market.ledger.keeping.chain import Chain
from market.ledger.keeping.entries import older_records
from market.ledger.keeping.placing import placed_ledger
from market.ledger.keeping.replay import timeless
from market.ledger.keeping.unpacking import Unpacking
from market.placing import placed

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from sqlalchemy import Connection

    from market.ledger.keeping.chain import Sound

    _State: TypeAlias = tuple[str | None, Sound]  # a revision, and what is recorded

__all__ = ["upgrade_with_backup"]


def upgrade_with_backup(
    address: str, *, clock: Callable[[], int], version: str, backup: Path | None = None
) -> tuple[bool, Path | None]:
    """Bring an older ledger up to date; a copy of it as it was is kept.

    It is made under the lock under which the ledger is brought up to date: nothing comes between.

    Args:
        address: The path of an SQLite file, or the URL of a PostgreSQL database.
        clock: As for ``open_ledger``.
        version: Of this program.
        backup: Where to keep the copy. By default that of a file lies beside it, and that of a
            database in the working folder; both are named after the older schema.

    Returns:
        Whether there was anything to do, and where the copy is: an SQLite file of a file, an
        exported ledger of a PostgreSQL database.

    Raises:
        DatabaseError: There is no ledger, or it is newer than this program.
        IntegrityError: The ledger on PostgreSQL contradicts itself: nothing can be exported.
        Refused: There is something else already where the copy belongs.
    """
    kept: list[Path] = []

    def keep(ledger: Ledger, connection: Connection) -> None:
        revision = ledger.revision()
        if revision is None or not is_older(revision):
            return  # somebody else has brought it up to date, while the lock was waited for
        place = backup or _place(ledger, connection, revision)
        if not place.exists():
            _copy(ledger, connection, place, version=version, revision=revision)
        elif _copied(place, is_file=ledger.file is not None) != (revision, _sound(connection)):
            hint = "Move it away, or choose another place for the copy: --backup FILE"
            raise Refused(f"{place} exists.", hint)
        kept.append(place)

    changed = upgrade_ledger(address, clock=clock, before=keep)
    return changed, next(iter(kept), None)


def _place(ledger: Ledger, connection: Connection, revision: str) -> Path:
    if ledger.file is not None:
        return Path(f"{ledger.address}.{revision}.backup")
    database = connection.exec_driver_sql("SELECT current_database()").scalar_one()
    plain = re.sub(r"[^\w.-]", "_", database)
    return Path(f"{plain}.{revision}.jsonl")


def _copy(
    ledger: Ledger, connection: Connection, place: Path, *, version: str, revision: str
) -> None:
    if ledger.file is not None:
        with placed_ledger(place) as made:
            copy_file(ledger.file, made, ledger.address)
            seal(made)
        return
    with placed(place) as made:
        with made.open("w", encoding="ascii") as file:
            file.writelines(archive(connection, Chain(), version=version, schema=revision))
        _unpacked(made)


def _copied(place: Path, *, is_file: bool) -> _State | None:
    """Of which ledger a file is the copy, if it is one: an upgrade that was broken off left it."""
    try:
        return _opened(place) if is_file else _unpacked(place)
    except (ForetellError, OSError):
        return None


def _opened(place: Path) -> _State:
    with (
        closing(Ledger(Address.parse(str(place.absolute())), timeless)) as copy,
        copy.reading() as connection,
    ):
        return copy.revision(), _sound(connection)


def _unpacked(place: Path) -> _State:
    with place.open("rb") as file:
        unpacking = Unpacking(file, str(place))
        for _ in unpacking.batches():
            pass
        return unpacking.schema, unpacking.sound


def _sound(connection: Connection) -> Sound:
    chain = Chain()
    for table, values in older_records(connection):
        chain.add(table, values)
    return chain.sound
