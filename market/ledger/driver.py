"""The driver beneath SQLAlchemy, for what is asked of it directly."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from market.ledger.failures import ends_connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

__all__ = ["driver_failures"]


@contextmanager
def driver_failures(connection: Connection, statement: str) -> Iterator[None]:
    """Dress failures of the driver as SQLAlchemy dresses its own.

    Args:
        connection: The connection that is used.
        statement: What the driver is asked to do.

    Raises:
        DBAPIError: It failed.
    """
    module: Any = connection.dialect.dbapi
    try:
        yield
    except module.Error as error:
        if ends_connection(error):
            connection.invalidate(error)  # else its rollback would fail in its turn
        raise DBAPIError.instance(
            statement, None, error, module.Error, dialect=connection.dialect
        ) from error
