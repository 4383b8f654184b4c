"""The schema that the migrations make is the one that the models declare."""

from __future__ import annotations

from contextlib import closing

import pytest
from older_ledgers import OLDER, released
from sqlalchemy import inspect

from market.ledger.engine import open_ledger, upgrade_ledger
from market.ledger.keeping.catalogue import alterations
from market.ledger.keeping.guards import belongings, refuse_altered_guards
from market.ledger.schema import ORDER, REVISION, tables
from market.ledger.tables import Row


@pytest.fixture(autouse=True)
def lasting():
    """Nothing: here each check makes what the models declare for itself."""


def _differences(ledger):
    """What of the ledger's schema is not as the models declare it, in words."""
    with ledger.reading() as connection:
        refuse_altered_guards(connection)
        return [str(one) for one in alterations(connection, belongings(connection))]


def test_migrations_make_what_the_models_declare(ledger):
    assert _differences(ledger) == []


@pytest.mark.parametrize("revision", OLDER)
def test_an_upgraded_ledger_has_the_schema_that_the_models_declare(ledger_address, revision, clock):
    released(revision, ledger_address)
    assert upgrade_ledger(ledger_address, clock=clock)
    with closing(open_ledger(ledger_address, clock=clock)) as ledger:
        assert _differences(ledger) == []


def test_on_postgresql_everything_is_in_the_schema_foretell(postgres_url, clock):
    ledger = open_ledger(postgres_url, create=True, clock=clock)
    with ledger.reading() as connection:
        inspector = inspect(connection)
        expected = {"alembic_version", "entry", *ORDER}
        assert set(inspector.get_table_names(schema="foretell")) == expected
        assert inspector.get_table_names(schema="public") == []
    ledger.close()


def test_every_table_of_the_models_is_digested():
    assert {table.name for table in tables()} == set(Row.metadata.tables)


def test_every_constraint_and_index_has_a_name():
    for table in tables():
        assert all(constraint.name for constraint in table.constraints)
        assert all(index.name for index in table.indexes)


def test_the_newest_migration_is_the_revision_of_the_code(ledger):
    with ledger.reading() as connection:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    assert found == REVISION


def test_every_sqlite_table_is_strict(sqlite_ledger):
    with sqlite_ledger.reading() as connection:
        listed = connection.exec_driver_sql("PRAGMA table_list").mappings()
        loose = {row["name"] for row in listed if not row["strict"]}
    assert loose == {"alembic_version", "sqlite_schema", "sqlite_temp_schema"}


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
        ("busy_timeout", 30_000),
    ],
)
def test_every_sqlite_connection_is_set_up(sqlite_ledger, pragma, value):
    with sqlite_ledger.reading() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
