"""The encoding in which a PostgreSQL database keeps its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.errors import DatabaseError

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["refuse_other_encodings"]


def refuse_other_encodings(connection: Connection) -> None:
    """Let a PostgreSQL database pass that keeps its text in UTF-8.

    Raises:
        DatabaseError: It does not.
    """
    if (encoding := connection.exec_driver_sql("SHOW server_encoding").scalar_one()) != "UTF8":
        hint = "Use one made with: createdb --encoding UTF8 --template template0"
        raise DatabaseError(f"The database keeps its text in {encoding}, not in UTF-8.", hint)
