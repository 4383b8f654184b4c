"""What a database's failures mean, and what to do about them."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, OperationalError

from market.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.ledger.address import Address

__all__ = [
    "RESTORE",
    "cannot_grow",
    "ends_connection",
    "explained",
    "is_damage",
    "is_missing_table",
]

RESTORE = "Restore a backup: foretell db restore BACKUP --db NEW"
"""What to do about a damaged file."""

_BUSY = ("is locked by another program.", "Try again when its writer is done.")
_FULL = (
    "cannot grow: the disk is full.",
    "Make room, also for temporary files.",
)
_READ_ONLY = ("cannot be written.", "Check who may write the file and its folder.")
_NO_LEDGER = ("is not a ledger.", "Check --db and FORETELL_DB.")

_SQLITE = {
    "locked": _BUSY,
    "locking protocol": _BUSY,
    "readonly": _READ_ONLY,
    "unable to open": ("cannot be opened.", "Check that its folder exists and may be written."),
    "not a database": _NO_LEDGER,
    "malformed": ("is damaged.", RESTORE),
    "disk is full": _FULL,
    "disk i/o": ("cannot be read or written: the disk fails.", "Check the disk; restore a backup."),
}

_SQLITE_CODES = {
    # The log's index, a small file beside the ledger, is needed for reading too.
    sqlite3.SQLITE_IOERR_SHMSIZE: _FULL,
    sqlite3.SQLITE_IOERR_WRITE: (
        "cannot be written: the disk takes no more.",
        "Check its quota, its limits and the disk itself.",
    ),
}
"""What SQLite calls an I/O error, and need be none."""

_STANDBY = "Write to the primary, if this is a standby."
_POSTGRESQL = {
    "0A000": ("cannot do that: {said}", _STANDBY),
    "22P05": (
        "cannot keep that: {said}",
        "Move it to a database in UTF-8: foretell export, then foretell import there.",
    ),
    "25006": ("takes no changes: it is read-only.", _STANDBY),
    "42501": (
        "does not let this role do that: {said}",
        "Ask its owner: foretell team add NAME, foretell team grant NAME editor|resolver",
    ),
    "53100": ("cannot grow: the server's disk is full.", "Make room there."),
    "53200": ("is out of memory.", "Try again when the server has less to do."),
    "53300": ("takes no more connections.", "Try again in a moment."),
    "55P03": _BUSY,
    "57014": ("broke the command off: {said}", "Try again, or ask for more time."),
    "57P03": ("is not ready: it starts or stops.", "Try again in a moment."),
}
"""By SQLSTATE."""

_CONNECTING = {
    "too many": _POSTGRESQL["53300"],
    "connection slots are reserved": _POSTGRESQL["53300"],
    "the database system is": _POSTGRESQL["57P03"],
}
"""By words, in which alone a server says why it takes no connection: the driver gives no state."""

_UNREACHABLE = (
    "cannot be used: {said}",
    "Check the address, that the server runs, and the role and its password.",
)
_ENDED = ("ended the connection: {said}", "Try again.")
_IN_DOUBT = (
    "ended the connection while it recorded: {said}",
    "Whether it is recorded: foretell log. What has a --key is recorded once, if repeated.",
)

_LOST = {"25P03", "25P04", "57P01", "57P02", "57P05"}
"""States in which a server ends a connection; those of class 08 join them."""


@contextmanager
def explained(address: Address, *, writes: bool = False) -> Iterator[None]:
    """Turn the failures of a database into errors that a user can act on.

    A failure that no user can cause (a broken constraint, say) passes as it is: it is a defect.

    Args:
        address: Of the ledger.
        writes: Whether the block is a transaction that records something: then the error says
            that it did not.

    Raises:
        DatabaseError: The database cannot be used.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:  # the latter of a driver that was asked directly
        if address.file is None and isinstance(error, DBAPIError):
            meaning = _postgresql(_first(error), address)
        else:
            meaning = _sqlite(error)
        if meaning is None:
            raise
        what, hint = meaning
        undone = writes and hint is not _IN_DOUBT[1]
        hint = f"{hint} Nothing was recorded." if undone else hint
        raise DatabaseError(f"{address.shown} {what}", hint) from error


def is_missing_table(error: DBAPIError) -> bool:
    """Whether the failure says that there is no such table."""
    return "no such table" in str(error.orig) or _state(error) == "42P01"


def cannot_grow(error: sqlite3.Error) -> bool:
    """Whether the failure says that there is no room for what SQLite would write."""
    return error.sqlite_errorcode in {sqlite3.SQLITE_FULL, *_SQLITE_CODES}


def ends_connection(error: BaseException | None) -> bool:
    """Whether PostgreSQL says with a failure that it ends the connection."""
    state = getattr(error, "sqlstate", None) or ""
    return state[:2] == "08" or state in _LOST


def is_damage(error: DBAPIError) -> bool:
    """Whether the failure says that an SQLite file is damaged."""
    return "malformed" in str(error.orig)


def _sqlite(error: Exception) -> tuple[str, str] | None:
    failure = getattr(error, "orig", error)
    if (meaning := _SQLITE_CODES.get(getattr(failure, "sqlite_errorcode", 0))) is not None:
        return meaning
    said = str(failure).lower()
    return next((meaning for words, meaning in _SQLITE.items() if words in said), None)


def _postgresql(error: DBAPIError, address: Address) -> tuple[str, str] | None:
    meaning = _lost(error) or _POSTGRESQL.get(_state(error)) or _unable(error)
    if meaning is None:
        return None
    what, hint = meaning
    return what.format(said=address.without_secrets(_first_line(error))), hint


def _first(error: DBAPIError) -> DBAPIError:
    """The failure that came first, where undoing failed in its turn."""
    while isinstance(error.__context__, DBAPIError):
        error = error.__context__
    return error


def _lost(error: DBAPIError) -> tuple[str, str] | None:
    """What it means if the server, or the way to it, failed in the middle."""
    is_driver = isinstance(error, OperationalError) and error.statement and not _state(error)
    if not (error.connection_invalidated or is_driver or ends_connection(error.orig)):
        return None
    return _ENDED if error.statement else _IN_DOUBT  # a commit is no statement to SQLAlchemy


def _unable(error: DBAPIError) -> tuple[str, str] | None:
    """What it means if there was no connection, or the server is not able to serve it."""
    # What the driver itself refuses to connect with has neither a statement nor a state.
    if not isinstance(error, OperationalError) and (error.statement or _state(error)):
        return None
    said = str(error.orig)
    return next((found for words, found in _CONNECTING.items() if words in said), _UNREACHABLE)


def _first_line(error: DBAPIError) -> str:
    return next(iter(str(error.orig).strip().splitlines()), "no reason given")


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
