"""How each engine is connected to: for reading one snapshot, for writing under one lock."""

from __future__ import annotations

import logging
import sqlite3
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event

from market.errors import DatabaseError
from market.ledger.driver import driver_failures
from market.ledger.failures import ends_connection
from market.near import did_you_mean

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from market.ledger.address import Address

__all__ = ["LOCK", "engines"]

PATIENCE = 30
"""Seconds for which a writer waits for another."""

_STEP = 0.05
"""Seconds after which a waiting writer asks anew, and can be interrupted.

SQLite itself asks ever more rarely the longer it waits: who came late would be served first."""

LOCK = int.from_bytes(b"foretell")
_PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON", "trusted_schema=OFF")

# Of a connection that broke, an error tells already; the pool would add a traceback of its own.
logging.getLogger("sqlalchemy.pool").addHandler(logging.NullHandler())


def engines(address: Address) -> tuple[Engine, Engine]:
    """The engine for readers and the engine for writers, which share their connections.

    Raises:
        DatabaseError: The driver for PostgreSQL is not installed, or PostgreSQL has no such option.
    """
    return _postgresql(address) if address.file is None else _sqlite(address)


def _sqlite(address: Address) -> tuple[Engine, Engine]:
    """Writers take the lock as they begin: a later upgrade from reader to writer would fail."""
    engine = create_engine(address.url, connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not emit a BEGIN of its own
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("write"):
            _lock(connection.connection.driver_connection)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine, engine.execution_options(write=True)


def _lock(connection: Any) -> None:
    """Take the lock of writers, a short wait at a time: SQLite waits deaf to any interruption."""
    step = min(_STEP, PATIENCE)
    connection.execute(f"PRAGMA busy_timeout = {step * 1_000:.0f}")
    try:
        for left in reversed(range(round(PATIENCE / step))):
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not left:
                    raise
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE * 1_000:.0f}")


def _postgresql(address: Address) -> tuple[Engine, Engine]:
    """Writers queue for one advisory lock: entries are chained, so they have one order."""
    settings = f"-csearch_path=foretell -clock_timeout={PATIENCE}s"
    try:
        engine = create_engine(
            address.url, connect_args={"options": settings, "client_encoding": "utf8"}
        )
    except ImportError as error:
        hint = "In the checkout: pip install '.[postgres]'"
        raise DatabaseError("The driver for PostgreSQL is not installed.", hint) from error
    _refuse_unknown_options(engine)

    @event.listens_for(engine, "handle_error")
    def let_go(context: Any) -> None:
        # The driver finds out only when it uses the connection once more, as for a rollback.
        context.is_disconnect |= ends_connection(context.original_exception)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("write"):
            _queue(connection)

    reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return reader, engine.execution_options(isolation_level="READ COMMITTED", write=True)


def _queue(connection: Connection) -> None:
    """Wait for the lock of writers; who does not get it leaves no transaction behind."""
    statement = f"SELECT pg_advisory_xact_lock({LOCK})"
    driver: Any = connection.connection.driver_connection
    with driver_failures(connection, statement):
        try:
            driver.execute(statement)
        except Exception:
            if not driver.closed:  # SQLAlchemy knows of no transaction yet that it would end
                driver.rollback()
            raise


def _refuse_unknown_options(engine: Engine) -> None:
    """Let only options pass that PostgreSQL knows: the driver would take others for its own."""
    driver: Any = engine.dialect.dbapi
    known = [option.keyword.decode() for option in driver.pq.Conninfo.get_defaults()]
    for name in sorted(engine.url.query.keys() - set(known)):
        hint = did_you_mean(name, known, "See the connection parameters of PostgreSQL's libpq.")
        raise DatabaseError(f"PostgreSQL's address has no option {name!a}.", hint)
