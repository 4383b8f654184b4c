"""The privileges of a member's role: what its rights say, and nothing else.

They are given to the role itself and never to one of the server's groups: the teams of two
ledgers on one server have nothing to do with each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from market.ledger.schema import ORDER
from market.ledger.tables import Member
from market.ledger.team.rights import parse_rights, writable
from market.ledger.team.roles import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sqlalchemy import Connection

    from market.ledger.team.rights import Right

__all__ = [
    "READABLE",
    "Excess",
    "excesses",
    "overseers",
    "rights_on_record",
    "set_all_privileges",
    "set_privileges",
    "take_back",
]

READABLE = ("alembic_version", "entry", *ORDER)
"""What every member reads."""

# All that others than the owner may do in the schema, but for reading, which harms nobody.
_HELD = """
SELECT coalesce(rolname, 'PUBLIC'), privilege_type, held.name, held.part, is_grantable
FROM (
    SELECT relname, NULL, relacl, relowner FROM pg_class
    WHERE relnamespace = 'foretell'::regnamespace
    UNION ALL
    SELECT relname, attname, attacl, relowner
    FROM pg_class AS c JOIN pg_attribute ON attrelid = c.oid
    WHERE relnamespace = 'foretell'::regnamespace AND NOT attisdropped
    UNION ALL
    SELECT NULL, NULL, nspacl, nspowner FROM pg_namespace WHERE nspname = 'foretell'
) AS held(name, part, acl, owner), aclexplode(acl) LEFT JOIN pg_roles AS r ON r.oid = grantee
WHERE grantee <> owner AND (is_grantable OR privilege_type NOT IN ('SELECT', 'USAGE'))
ORDER BY 1, 3, 4, 2
"""

_ROLES = "SELECT rolname FROM pg_roles"
_OVERSEERS = """
SELECT rolname FROM pg_roles AS r, pg_namespace
WHERE nspname = 'foretell' AND (rolbypassrls OR pg_has_role(r.oid, nspowner, 'MEMBER'))
"""


class Excess(NamedTuple):
    """Something that a role may do and should not.

    Attributes:
        role: The role; ``PUBLIC`` for everybody.
        privilege: What it may do, in PostgreSQL's word.
        table: In which table; none for the schema.
        column: In which column; none for the table as a whole.
        is_grantable: Whether it may also let others do that.
    """

    role: str
    privilege: str
    table: str | None
    column: str | None
    is_grantable: bool

    def __str__(self) -> str:
        do = f"grant {self.privilege}" if self.is_grantable else self.privilege
        return f"{self.role} may {do} in {self.table or 'the schema'}"


def set_privileges(connection: Connection, role: str, rights: Collection[Right]) -> None:
    """Let a role of the server do what these rights say, and nothing else; again: no change.

    Args:
        connection: A transaction of the ledger's owner.
        role: The role, which is there.
        rights: Its rights; without any it cannot even read.
    """
    for statement in _statements(quoted(connection, role), rights):
        connection.exec_driver_sql(statement)


def set_all_privileges(connection: Connection) -> None:
    """Let every member that the server knows do what its rights say, and those revoked nothing."""
    known = set(connection.exec_driver_sql(_ROLES).scalars())
    for role, rights in rights_on_record(connection).items():
        if role in known:
            set_privileges(connection, role, rights)


def overseers(connection: Connection) -> list[str]:
    """Members' roles that no rights hold back: they may do all that the owner may."""
    powerful = set(connection.exec_driver_sql(_OVERSEERS).scalars())
    rights = rights_on_record(connection)
    return sorted(role for role in powerful if rights.get(role))


def rights_on_record(connection: Connection) -> dict[str, frozenset[Right]]:
    """The rights of every role that was ever a member, by the journal."""
    member = Member.__table__.c
    newest = select(func.max(member.id)).group_by(member.role)
    rows = connection.execute(select(member.role, member.rights).where(member.id.in_(newest)))
    return {role: parse_rights(rights) for role, rights in rows}


def excesses(connection: Connection) -> list[Excess]:
    """What roles may do beyond reading and their rights on record."""
    rights = rights_on_record(connection)
    held = [Excess(*row) for row in connection.exec_driver_sql(_HELD)]
    return [one for one in held if one.is_grantable or not _is_right(one, rights)]


def take_back(connection: Connection, excess: Excess) -> None:
    """Revoke it; what others were given by this role, too. Who may read goes on reading."""
    role = "PUBLIC" if excess.role == "PUBLIC" else quoted(connection, excess.role)
    reads = excess.privilege in {"SELECT", "USAGE"}
    what = f"GRANT OPTION FOR {excess.privilege}" if reads else excess.privilege
    where = "SCHEMA foretell"
    if excess.table is not None:
        where = f"foretell.{quoted(connection, excess.table)}"
    if excess.column is not None:
        what += f" ({quoted(connection, excess.column)})"
    connection.exec_driver_sql(f"REVOKE {what} ON {where} FROM {role} CASCADE")


def _is_right(held: Excess, rights: Mapping[str, Collection[Right]]) -> bool:
    columns = writable(rights.get(held.role, ())).get(held.table or "", ())
    return held.privilege == "INSERT" and held.column in columns


def _statements(role: str, rights: Collection[Right]) -> Iterator[str]:
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA foretell FROM {role}"
    yield f"REVOKE ALL ON SCHEMA foretell FROM {role}"
    if not rights:
        return
    yield f"GRANT USAGE ON SCHEMA foretell TO {role}"
    yield f"GRANT SELECT ON {', '.join(f'foretell.{name}' for name in READABLE)} TO {role}"
    for table, columns in writable(rights).items():
        yield f"GRANT INSERT ({', '.join(columns)}) ON foretell.{table} TO {role}"
