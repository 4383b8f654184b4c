"""The schema that the migrations make is the one that the models declare."""

from __future__ import annotations

from contextlib import closing

import pytest
from older_ledgers import OLDER, released
from sqlalchemy import create_engine, inspect

from market.ledger.engine import open_ledger, upgrade_ledger
from market.ledger.schema import GUARD, ORDER, REVISION, tables, triggers
from market.ledger.tables import Row


def _sqlite_objects(connection):
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    squeeze = str.maketrans("", "", ' \n\t"')
    return {name: sql.translate(squeeze) for name, sql in rows if name != "alembic_version"}


def _postgresql_objects(connection):
    queries = (
        (
            "SELECT conname, pg_get_constraintdef(c.oid) FROM pg_constraint c"
            " JOIN pg_class t ON t.oid = conrelid"
            " WHERE t.relnamespace = current_schema::regnamespace"
        ),
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema",
        (
            "SELECT table_name || '.' || column_name,"
            " data_type || is_nullable || ordinal_position || coalesce(column_default, '')"
            " FROM information_schema.columns WHERE table_schema = current_schema"
        ),
        (
            "SELECT tgname, pg_get_triggerdef(t.oid, true) FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = tgrelid"
            " WHERE relnamespace = current_schema::regnamespace AND NOT tgisinternal"
        ),
        (
            "SELECT proname, pg_get_functiondef(oid) FROM pg_proc"
            " WHERE pronamespace = current_schema::regnamespace"
        ),
    )
    found = dict(tuple(row) for query in queries for row in connection.exec_driver_sql(query))
    # A server writes the brackets of a condition anew whenever it reads it, from a dump too.
    brackets = str.maketrans("", "", "()")
    return {
        name: text.replace(" foretell.", " ").replace(" declared.", " ").translate(brackets)
        for name, text in found.items()
        if "alembic_version" not in name
    }


def _declare(connection):
    """Create, from the models alone, what the migrations should have made."""
    dialect = connection.dialect.name
    Row.metadata.create_all(connection, tables=tables())
    if dialect == "postgresql":
        connection.exec_driver_sql(GUARD.replace("foretell.", "declared."))
    for table in tables():
        for statement in triggers(table, dialect).values():
            connection.exec_driver_sql(statement)


def _differences(ledger):
    """What of the ledger's schema is not as the models declare it, by name."""
    with ledger.writing("test", "declare") as w:
        if w.connection.dialect.name == "postgresql":
            found = _postgresql_objects(w.connection)
            w.connection.exec_driver_sql("CREATE SCHEMA declared")
            w.connection.exec_driver_sql("SET LOCAL search_path = declared")
            _declare(w.connection)
            declared = _postgresql_objects(w.connection)
        else:
            found = _sqlite_objects(w.connection)
            engine = create_engine("sqlite://")
            with engine.begin() as connection:
                _declare(connection)
                declared = _sqlite_objects(connection)
            engine.dispose()
    return found.items() ^ declared.items()


def test_migrations_make_what_the_models_declare(ledger):
    assert _differences(ledger) == set()


@pytest.mark.parametrize("revision", OLDER)
def test_an_upgraded_ledger_has_the_schema_that_the_models_declare(ledger_address, revision, clock):
    released(revision, ledger_address)
    assert upgrade_ledger(ledger_address, clock=clock)
    with closing(open_ledger(ledger_address, clock=clock)) as ledger:
        assert _differences(ledger) == set()


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
