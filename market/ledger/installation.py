"""The schema inside a database: which revision it has, making it, bringing it up to date."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from market.errors import DatabaseError
from market.ledger.encoding import refuse_other_encodings
from market.ledger.failures import is_missing_table
from market.ledger.schema import REVISION, REVISION_PREFIX

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = [
    "is_older",
    "migrate",
    "refuse_other_revisions",
    "revision",
    "use_wal",
]

_JOURNAL_MODE = "PRAGMA journal_mode=WAL"
_REVISION = {
    "sqlite": "SELECT version_num FROM alembic_version",
    # By its full name: a schema that this role may not read would else seem not to be there.
    "postgresql": "SELECT version_num FROM foretell.alembic_version",
}
_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master",
    "postgresql": "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('foretell')",
}


def revision(engine: Engine) -> str | None:
    """The revision of the database's schema; none where there is no ledger.

    It is empty where another program has its tables.
    """
    dialect = engine.dialect.name
    try:
        with engine.begin() as connection:
            return connection.exec_driver_sql(_REVISION[dialect]).scalar()
    except DBAPIError as error:
        if not is_missing_table(error):
            raise
    with engine.begin() as connection:
        there = set(connection.exec_driver_sql(_TABLES[dialect]).scalars())
    if "alembic_version" in there:  # made meanwhile
        return revision(engine)
    return "" if there else None


def is_older(found: str | None) -> bool:
    """Whether a revision is one that this program can bring up to date."""
    return found is not None and found.startswith(REVISION_PREFIX) and found < REVISION


def refuse_other_revisions(found: str | None, shown: str) -> None:
    """Let only the schema pass that this program reads and writes.

    Args:
        found: What ``revision`` said.
        shown: The ledger's address, for messages.

    Raises:
        DatabaseError: The ledger is older or newer, or not a ledger.
    """
    if found == REVISION:
        return
    if found is None:
        raise DatabaseError(f"{shown} holds no ledger.", "Make one: foretell db init")
    if not found.startswith(REVISION_PREFIX):
        raise DatabaseError(f"{shown} belongs to another program.", "Check --db and FORETELL_DB.")
    if is_older(found):
        raise DatabaseError(f"{shown} has an older schema.", "Run: foretell db upgrade")
    raise DatabaseError(f"{shown} has a newer schema.", "Upgrade foretell itself.")


def migrate(connection: Connection) -> None:
    """Create the schema, or bring it to the newest revision, in an open write transaction."""
    from market.ledger.migrations import upgrade
    from market.ledger.team.installation import install, is_installed

    if connection.dialect.name == "postgresql":
        _make_room(connection)
    upgrade(connection)
    if is_installed(connection):
        install(connection)


def use_wal(engine: Engine, shown: str) -> None:
    """Let SQLite's readers and writer work at once; the setting stays in the file.

    Raises:
        DatabaseError: The file lies where this cannot be had.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        # Past SQLAlchemy, which would begin a transaction: the mode cannot change inside one.
        driver = connection.connection.driver_connection
        assert driver is not None
        try:
            (mode,) = driver.execute(_JOURNAL_MODE).fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
                raise
            return  # nobody writes it: a copy that is kept where it can only be read
    if mode != "wal":
        hint = "Keep it on a disk of this machine, or share a PostgreSQL database."
        raise DatabaseError(f"{shown} is in a folder without the locks it needs.", hint)


def _make_room(connection: Connection) -> None:
    """Create the schema unless an administrator has: a role may own it and not create others.

    Raises:
        DatabaseError: The database could not keep all that is written.
    """
    # A ledger that is there already may go on in another encoding.
    if connection.exec_driver_sql("SELECT to_regclass('foretell.entry')").scalar() is None:
        refuse_other_encodings(connection)
    if connection.exec_driver_sql("SELECT to_regnamespace('foretell')").scalar() is None:
        connection.exec_driver_sql("CREATE SCHEMA foretell")
