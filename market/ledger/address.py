"""Where a ledger is: a file, or a PostgreSQL database."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from market.errors import DatabaseError, UsageError

__all__ = ["Address"]

_FORM = "Give a file, or postgresql://USER@HOST/DATABASE (the password in PGPASSWORD or ~/.pgpass)."
_SCHEMES = {"postgres", "postgresql", "postgresql+psycopg"}

_SETTINGS = re.compile(
    r"(?:[^/]*[\s;])?"  # a folder before it makes it a file
    r"(?:host|hostaddr|server|port|dbname|database|user|password|passfile|service)\s*=",
    re.IGNORECASE,
)
"""Matches the strings of settings that other programs connect with; they may hold a password."""

_NO_SLASHES = re.compile(r"postgres(?:ql)?(?:\+\w+)?:(?!//)", re.IGNORECASE)
_SECRET = re.compile(r"password", re.IGNORECASE)


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
            UsageError: It cannot be understood.
            DatabaseError: It is the URL of another sort of database.
        """
        if _SETTINGS.match(text) or _NO_SLASHES.match(text):
            raise UsageError("The ledger's address is neither a file nor a URL.", _FORM)
        if "://" not in text:
            # Absolute, so that no name is special to SQLite (`:memory:`, the empty name).
            path = Path(text).absolute()
            return cls(URL.create("sqlite", database=str(path)), text, path)
        scheme, _, rest = text.partition("://")
        if scheme not in _SCHEMES:
            raise DatabaseError(f"{scheme}:// is not a database that foretell can use.", _FORM)
        try:
            url = make_url(f"postgresql+psycopg://{rest}")
        except (ArgumentError, ValueError):
            url = None
        if url is None or "@" in (url.host or ""):
            raise UsageError(f"The address {_hidden(text)} cannot be understood.", _FORM)
        return cls(url, _hidden(text), None)

    def without_secrets(self, said: str) -> str:
        """What a database says, without the passwords of this address.

        >>> address = Address.parse("postgresql://ana:hunter2@host/club")
        >>> address.without_secrets("hunter2 is no password")
        '*** is no password'
        """
        given = [value for key, value in self.url.query.items() if _SECRET.search(key)]
        for secret in filter(None, map(str, (self.url.password or "", *given))):
            said = said.replace(secret, "***")
        return said


def _hidden(text: str) -> str:
    """The address without its passwords, whatever else may be wrong with it.

    >>> _hidden("postgresql://ana:s:ec@ret@host/club?sslpassword=x")
    'postgresql://ana:***@host/club?sslpassword=***'
    """
    text = re.sub(r"://([^:@]*):.*@", r"://\1:***@", text)
    return re.sub(r"(?i)(password=)[^&]*", r"\1***", text)
