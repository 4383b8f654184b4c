"""What a database's failures mean, and what to do about them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, OperationalError

from market.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.ledger.address import Address

__all__ = ["explained", "is_missing_table"]

_BUSY = ("is locked by another program.", "Try again when its writer is done.")
_READ_ONLY = ("cannot be written.", "Check who may write the file and its folder.")
_NO_LEDGER = ("is not a ledger.", "Check --db and FORETELL_DB.")

_SQLITE = {
    "locked": _BUSY,
    "readonly": _READ_ONLY,
    "unable to open": ("cannot be opened.", "Check that its folder exists and may be written."),
    "not a database": _NO_LEDGER,
    "malformed": ("is damaged.", "Restore a backup."),
    "disk is full": ("cannot grow: the disk is full.", "Make room; nothing was written."),
    "disk i/o": ("cannot be read or written: the disk fails.", "Check the disk; restore a backup."),
}

_FORBIDDEN = ("does not let this role do that.", "Ask its administrator.")
_POSTGRESQL = {"25006": _FORBIDDEN, "42501": _FORBIDDEN, "55P03": _BUSY}


@contextmanager
def explained(address: Address) -> Iterator[None]:
    """Turn the failures of a database into errors that a user can act on.

    A failure that no user can cause (a broken constraint, say) passes as it is: it is a defect.

    Raises:
        DatabaseError: The database cannot be used.
    """
    try:
        yield
    except DBAPIError as error:
        meaning = _sqlite(error) if address.file else _postgresql(error, address)
        if meaning is None:
            raise
        what, hint = meaning
        raise DatabaseError(f"{address.shown} {what}", hint) from error


def is_missing_table(error: DBAPIError) -> bool:
    """Whether the failure says that there is no such table."""
    return "no such table" in str(error.orig) or _state(error) == "42P01"


def _sqlite(error: DBAPIError) -> tuple[str, str] | None:
    said = str(error.orig).lower()
    return next((meaning for words, meaning in _SQLITE.items() if words in said), None)


def _postgresql(error: DBAPIError, address: Address) -> tuple[str, str] | None:
    if meaning := _POSTGRESQL.get(_state(error)):
        return meaning
    if not isinstance(error, OperationalError):
        return None
    said = str(error.orig).strip().splitlines()[0]
    if password := address.url.password:
        said = said.replace(str(password), "***")
    return f"cannot be used: {said}", "Check that the server runs, and the role and its password."


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
