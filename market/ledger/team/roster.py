"""The roster of a team: what the journal says of each role, and whether the server agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select, text

from market.ledger.tables import Entry
from market.ledger.team.members import memberships
from market.ledger.team.privileges import READABLE
from market.ledger.team.rights import writable
from market.ledger.team.roles import is_role, unfitness

if TYPE_CHECKING:
    from sqlalchemy import Connection, TextClause

    from market.ledger.team.members import Membership

__all__ = ["Listed", "roster"]

_CONNECTS = text(
    "SELECT has_database_privilege(CAST(:role AS name), current_database(), 'CONNECT')"
)
_ENTERS = text("SELECT has_schema_privilege(CAST(:role AS name), 'foretell', 'USAGE')")
_COLUMNS = text("""
    SELECT relname, attname,
           has_column_privilege(CAST(:role AS name), c.oid, attnum, 'SELECT') AS reads,
           has_column_privilege(CAST(:role AS name), c.oid, attnum, 'INSERT') AS inserts,
           has_column_privilege(CAST(:role AS name), c.oid, attnum, 'UPDATE, REFERENCES')
             OR has_table_privilege(CAST(:role AS name), c.oid, 'DELETE, TRUNCATE, TRIGGER')
             AS alters
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
    WHERE relnamespace = to_regnamespace('foretell') AND relkind = 'r'
      AND attnum > 0 AND NOT attisdropped
""")
"""What a role may do with each column: by its own grants, by those of all, or as another role."""


class Listed(NamedTuple):
    """A role on the roster.

    Attributes:
        member: What the journal says of it.
        last_entry: The last entry that it wrote, if it wrote any.
        last: When that was, in microseconds.
        problem: What the server says otherwise, in words; empty where both agree.
    """

    member: Membership
    last_entry: int | None
    last: int | None
    problem: str


def roster(connection: Connection) -> list[Listed]:
    """Every role that is or was a member, by the name of its forecaster.

    Args:
        connection: A snapshot of a ledger on PostgreSQL.
    """
    entry = Entry.__table__.c
    # Times never fall along the journal: the last entry has the last of them.
    newest = select(entry.role, func.max(entry.number), func.max(entry.recorded_at))
    wrote = {role: (number, at) for role, number, at in connection.execute(newest.group_by("role"))}
    listed = []
    for one in memberships(connection):
        number, at = wrote.get(one.role, (None, None))
        listed.append(Listed(one, number, at, _problem(connection, one)))
    return listed


def _problem(connection: Connection, one: Membership) -> str:
    if not is_role(connection, one.role):
        return "the server knows no such role" if one.rights else ""
    if one.rights and (words := unfitness(connection, one.role)):
        return words
    if one.rights and not _says(connection, _CONNECTS, one.role):
        return "it may not connect to this database"
    columns = connection.execute(_COLUMNS, {"role": one.role}).all()
    due = {(table, name) for table, names in writable(one.rights).items() for name in names}
    inserts = {(column.relname, column.attname) for column in columns if column.inserts}
    reads = [column.reads for column in columns if column.relname in READABLE]
    reads.append(_says(connection, _ENTERS, one.role))
    if inserts - due or any(column.alters for column in columns) or any(reads) > bool(one.rights):
        return "it may do more than its rights say"
    lacks = due - inserts or all(reads) < bool(one.rights)
    return "it may do less than its rights say" if lacks else ""


def _says(connection: Connection, question: TextClause, role: str) -> bool:
    return bool(connection.execute(question, {"role": role}).scalar())
