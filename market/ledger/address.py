"""Where a ledger is: a file, or a PostgreSQL database."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from market.errors import DatabaseError

__all__ = ["Address"]

_FORM = "Give a file, or postgresql://USER@HOST/DATABASE (the password in PGPASSWORD or ~/.pgpass)."


class Address(NamedTuple):
    """A ledger's address.

    Attributes:
        url: For the engine; it may hold a password.
        shown: For messages; it never does.
        file: The SQLite file, if it is one.
    """

    url: URL
    shown: str
    file: Path | None

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read an address as a user gives it.

        Raises:
            DatabaseError: It is neither a path nor the URL of a PostgreSQL database.
        """
        if "://" not in text:
            # Absolute, so that no name is special to SQLite (`:memory:`, the empty name).
            path = Path(text).absolute()
            return cls(URL.create("sqlite", database=str(path)), text, path)
        scheme, _, rest = text.partition("://")
        if scheme not in {"postgres", "postgresql", "postgresql+psycopg"}:
            raise DatabaseError(f"{scheme}:// is not a database that foretell can use.", _FORM)
        try:
            url = make_url(f"postgresql+psycopg://{rest}")
        except (ArgumentError, ValueError):
            url = None
        if url is None or "@" in (url.host or ""):
            raise DatabaseError(f"The address {_hidden(text)} cannot be understood.", _FORM)
        return cls(url, _hidden(text), None)


def _hidden(text: str) -> str:
    """The address without its passwords, whatever else may be wrong with it.

    >>> _hidden("postgresql://ana:s:ec@ret@host/club?sslpassword=x")
    'postgresql://ana:***@host/club?sslpassword=***'
    """
    text = re.sub(r"://([^:@/]*):.*@", r"://\1:***@", text)
    return re.sub(r"(password=)[^&]*", r"\1***", text)
