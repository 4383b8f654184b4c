"""Migrations of the schema, run by Alembic inside the caller's transaction.

There is no ``env.py`` and no ``alembic.ini``: a ledger is only ever migrated by ``foretell``, on
a connection that holds the write lock. A migration adds tables, triggers and nullable columns; it
never rebuilds a table, because a rebuilt table loses its triggers without a word.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["upgrade"]


def upgrade(connection: Connection) -> None:
    """Bring the schema on the connection to the newest revision; no change if it is there.

    Args:
        connection: An open write transaction; the caller commits it.
    """
    script = ScriptDirectory(str(Path(__file__).parent))

    def steps(revision: Any, _context: object) -> Any:
        return script._upgrade_revs("head", revision)  # noqa: SLF001 - what Alembic's own `upgrade` calls

    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
