"""How a writing transaction begins, once it holds the lock: whose it is, and what it follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from market.ledger.journal import GENESIS, digest, line
from market.ledger.names import forecaster_name, stored_text
from market.ledger.tables import Entry
from market.ledger.writer import Signature, Writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

__all__ = ["begun"]


def begun(
    connection: Connection, clock: Callable[[], int], actor: str, command: str, key: str | None
) -> Writing:
    """The writing transaction that has begun on a connection.

    Args:
        connection: An open transaction that holds the lock of writers.
        clock: Gives the time in microseconds.
        actor: Who writes.
        command: With which command.
        key: The actor's own name for the act: one that is there already makes a repetition of it.

    Raises:
        Refused: The actor's name is not allowed, or not that of the role that is connected.
    """
    signature = Signature(
        forecaster_name(actor), stored_text(command), None if key is None else stored_text(key)
    )
    entry = Entry.__table__
    if connection.dialect.name == "postgresql":
        signature = signature._replace(
            role=connection.exec_driver_sql("SELECT session_user").scalar_one()
        )
    last = connection.execute(select(entry).order_by(entry.c.number.desc()).limit(1)).first()
    if last is None:
        return Writing(connection, signature, now=clock(), entry=1, previous=GENESIS)
    return Writing(
        connection,
        signature,
        now=max(clock(), last.recorded_at),
        entry=last.number + 1,
        previous=digest(line("entry", last)),
    )
