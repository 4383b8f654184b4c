"""The file of a new ledger, which has its name only once the ledger is whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from market.errors import ForetellError
from market.ledger.address import Address
from market.ledger.failures import explained
from market.placing import placed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["placed_ledger"]


@contextmanager
def placed_ledger(path: Path, *, replace: bool = False) -> Iterator[Path]:
    """Where to write a ledger that is moved to its place once the block has ended well.

    Args:
        path: Its place.
        replace: Whether a ledger that is there gives way; else no file may be there.

    Yields:
        A path in a folder of this process's own, on the same disk.

    Raises:
        DatabaseError: Not all of it could be written.
        Refused: There is a file already, or none can be written there.
    """
    with placed(path, replace=replace) as made:
        try:
            yield made
            _gather(made)
        except ForetellError as error:  # nobody knows it by the name it has meanwhile
            error.message = error.message.replace(str(made), str(path))
            raise
        if replace or not path.exists():  # else it is another's by now, and so are its logs
            for suffix in ("-wal", "-shm"):  # of a ledger that was there once: not of this one
                path.with_name(path.name + suffix).unlink(missing_ok=True)


def _gather(made: Path) -> None:
    """Bring into the file what a full disk may have left in its log: it is moved without it."""
    with explained(Address.parse(str(made))), closing(sqlite3.connect(made)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
