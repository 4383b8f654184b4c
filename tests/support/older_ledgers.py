"""Ledgers as earlier versions left them."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, select

from market.ledger import migrations
from market.ledger.address import Address
from market.ledger.engine import Ledger
from market.ledger.installation import use_wal
from market.ledger.schema import tables

__all__ = ["make_older"]


def make_older(address, clock, source, *, revision="foretell_0001"):
    """Make a ledger of an earlier schema with the rows of a newer one, which use no more of it."""
    ledger = Ledger(Address.parse(address), clock)
    with ledger._writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("CREATE SCHEMA foretell")
        _migrate(connection, revision)
        with source.reading() as newer:
            _copy(newer, connection)
    use_wal(ledger._reader, ledger.address)
    ledger.close()


def _migrate(connection, revision):
    script = ScriptDirectory(str(Path(migrations.__file__).parent))

    def steps(found, _context):
        return script._upgrade_revs(revision, found)

    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()


def _copy(newer, older):
    _, *written = tables()
    for table in (*written, tables()[0]):  # entries last: their rows wait for them
        if not inspect(older).has_table(table.name):
            continue
        there = {column["name"] for column in inspect(older).get_columns(table.name)}
        columns = [column for column in table.columns if column.name in there]
        rows = newer.execute(select(*columns).order_by(columns[0])).mappings().all()
        if rows:
            older.execute(insert(table), [dict(row) for row in rows])
