"""What a database says it is made of, compared with what the models declare.

A ledger's schema comes from migrations, and may have been altered since. What it should be is
made anew from the models, on the same engine, where it leaves no trace: in memory on SQLite, as
temporary tables of a transaction that is rolled back on PostgreSQL.

What guards the tables on PostgreSQL (functions, triggers, policies) is compared by
``team.inventory``, with a team and without one.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import create_engine

from market.errors import DatabaseError
from market.ledger.schema import tables, triggers
from market.ledger.tables import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

__all__ = ["Alteration", "alterations"]

_REVISIONS = """CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)"""
"""The table in which Alembic keeps the revision, in its own words."""

_SQLITE = "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master"
_STATISTICS = re.compile(r"table sqlite_stat\d")  # SQLite's own: what they say alters no answer
_TOKEN = re.compile(r"'(?:[^']|'')*'|\w+|[^\s\"]")

_LEDGER, _SCRATCH = "'foretell'::regnamespace", "pg_my_temp_schema()"

_POSTGRESQL = """
WITH made AS (SELECT * FROM pg_class WHERE relnamespace = {schema})
SELECT
    CASE relkind
        WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
        WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'type' WHEN 'f' THEN 'foreign table'
        ELSE 'partitioned table'
    END || ' ' || relname,
    CASE relpersistence WHEN 'u' THEN 'unlogged' ELSE '' END
FROM made WHERE relkind <> 'i'
UNION ALL
SELECT 'index ' || relname, concat(
    pg_get_indexdef(indexrelid, 0, true), indisunique, indisvalid, indisready, indimmediate
)
FROM pg_index JOIN made ON made.oid = indexrelid
UNION ALL
SELECT concat('column ', attname, ' of ', relname), concat(
    attnum, ' ', format_type(atttypid, atttypmod), attcollation, attnotnull, attidentity,
    attgenerated, pg_get_expr(adbin, adrelid)
)
FROM pg_attribute JOIN made ON made.oid = attrelid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT concat('constraint ', conname, ' of ', relname), concat(
    pg_get_constraintdef(c.oid, true), convalidated, connoinherit,
    (SELECT string_agg(tgenabled::text, '' ORDER BY oid) FROM pg_trigger WHERE tgconstraint = c.oid)
)
FROM pg_constraint AS c JOIN made ON made.oid = conrelid
WHERE contype <> 't'
UNION ALL
SELECT concat('rule ', rulename, ' of ', relname), pg_get_ruledef(r.oid)
FROM pg_rewrite AS r JOIN made ON made.oid = ev_class
WHERE relkind = 'r'
UNION ALL
SELECT concat('table ', inhrelid::regclass, ' inside ', relname), ''
FROM pg_inherits JOIN made ON made.oid = inhparent
UNION ALL
SELECT 'type ' || typname, '' FROM pg_type WHERE typnamespace = {schema} AND typtype IN ('d', 'e')
UNION ALL
SELECT 'operator ' || oprname, '' FROM pg_operator WHERE oprnamespace = {schema}
"""


class Alteration(NamedTuple):
    """A difference between the database and what the models declare.

    Attributes:
        of: What it concerns: its kind and its name.
        how: In which way.
        hinders: Whether the rows are not to be read before it is put right.
    """

    of: str
    how: str
    hinders: bool

    def __str__(self) -> str:
        return f"The {self.of} {self.how}."


def alterations(connection: Connection, also: Iterable[str] = ()) -> list[Alteration]:
    """What of a ledger's schema is not as the models declare it; the gravest first.

    Args:
        connection: A snapshot of the ledger.
        also: Statements that create what belongs to it beside the models' tables.
    """
    is_file = connection.dialect.name == "sqlite"
    there = _sqlite(connection) if is_file else _postgresql(connection, _LEDGER)
    should = _declared_in_memory() if is_file else _declared_for_a_moment(connection, also)
    found = [
        *(_altered(name, there.get(name)) for name in should if there.get(name) != should[name]),
        *(_foreign(name) for name in sorted(there.keys() - should.keys())),
    ]
    return sorted(found, key=lambda one: (not one.hinders, not one.of.startswith("table ")))


def _altered(name: str, there: object) -> Alteration:
    how = "is not there" if there is None else "is not as it was made"
    return Alteration(name, how, hinders=name.startswith(("table ", "column ")))


def _foreign(name: str) -> Alteration:
    # A table inside another adds its own rows to it.
    return Alteration(name, "is none of foretell's", hinders=" inside " in name)


def _sqlite(connection: Connection) -> dict[str, tuple[str, ...]]:
    """What there is: the words of each statement that made it, by kind and name."""
    return {
        name: tuple(_TOKEN.findall(sql))
        for name, sql in connection.exec_driver_sql(_SQLITE)
        if not _STATISTICS.match(name)
    }


def _postgresql(connection: Connection, schema: str) -> dict[str, str]:
    """What there is, guards apart: definitions by kind and name."""
    return dict(tuple(row) for row in connection.exec_driver_sql(_POSTGRESQL.format(schema=schema)))


def _declared_in_memory() -> dict[str, tuple[str, ...]]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        _declare(connection)
        for table in tables():
            for statement in triggers(table, "sqlite").values():
                connection.exec_driver_sql(statement)
        return _sqlite(connection)


def _declared_for_a_moment(connection: Connection, also: Iterable[str]) -> dict[str, str]:
    with _scratch(connection) as scratch:
        # Tables that are made now are temporary, and names are shown as they are in the ledger.
        scratch.exec_driver_sql("SET LOCAL search_path = pg_temp")
        _declare(scratch)
        for statement in also:
            scratch.exec_driver_sql(statement)
        return _postgresql(scratch, _SCRATCH)


@contextmanager
def _scratch(connection: Connection) -> Iterator[Connection]:
    """Another transaction on the same database, which may make something and leaves nothing.

    Raises:
        DatabaseError: The server is a standby, on which nothing can be made.
    """
    if connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar():
        raise DatabaseError("A standby cannot be checked.", "Check the primary.")
    with connection.engine.connect() as scratch, scratch.begin() as transaction:
        scratch.exec_driver_sql("SET TRANSACTION READ WRITE")  # the engine is for reading
        yield scratch
        transaction.rollback()


def _declare(connection: Connection) -> None:
    """Create, from the models alone, what the migrations should have made; triggers apart."""
    Row.metadata.create_all(connection, tables=tables(), checkfirst=False)
    connection.exec_driver_sql(_REVISIONS)
