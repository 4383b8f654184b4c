"""Roles of the server: which one may become a member, and making one that can log in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from market.errors import Refused
from market.ledger.names import is_plain_line, stored_text

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = [
    "create_role",
    "is_role",
    "quoted",
    "refuse_new_role",
    "refuse_unfit_role",
    "role_name",
    "set_password",
    "unfitness",
]

LONGEST = 63
"""Bytes that PostgreSQL keeps of a role's name."""

_RESERVED = ("public", "none")
_OTHERS = "Choose another role: foretell team add NAME --role ROLE"
_FORBIDDEN = "42501"

_TOO_STRONG = {
    "rolsuper": "is a superuser",
    "owns": "owns the ledger",
    "owns_database": "owns the database",
    "rolcreaterole": "may make roles",
    "rolbypassrls": "may pass by row-level security",
    "rolreplication": "may replicate the server",
    "is_predefined": "may read or write past all grants",
}
"""What a role may be or do that no member may, the gravest first."""

_ACTS_AS = text("""
    SELECT one.rolname, one.rolsuper, one.rolcreaterole, one.rolbypassrls, one.rolreplication,
           one.oid = ledger.nspowner AS owns, one.oid = base.datdba AS owns_database,
           one.rolname IN ('pg_write_all_data', 'pg_database_owner', 'pg_execute_server_program',
                           'pg_read_server_files', 'pg_write_server_files') AS is_predefined
    FROM pg_catalog.pg_roles one, pg_catalog.pg_namespace ledger, pg_catalog.pg_database base
    WHERE ledger.nspname = 'foretell' AND base.datname = current_database()
      AND pg_has_role(CAST(:role AS name), one.oid, 'MEMBER')
    ORDER BY one.rolname <> :role, one.rolname
""")
"""A role, and then all that it may act as."""


def role_name(name: str) -> str:
    """A name as a role may have it.

    Raises:
        Refused: PostgreSQL would cut it short or keeps it for itself, or it cannot be seen.

    >>> role_name("ana")
    'ana'
    """
    name = stored_text(name)
    if not name.strip() or not is_plain_line(name):
        raise Refused(f"The role {name!a} cannot be seen as it is.", _OTHERS)
    if len(name.encode()) > LONGEST:
        raise Refused(f"PostgreSQL cuts a role's name at {LONGEST} bytes.", _OTHERS)
    if name in _RESERVED or name.startswith("pg_"):
        raise Refused(f"PostgreSQL keeps the role {name} for itself.", _OTHERS)
    return name


def is_role(connection: Connection, role: str) -> bool:
    """Whether the server knows a role of this name."""
    known = text("SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = :role)")
    return bool(connection.execute(known, {"role": role}).scalar())


def unfitness(connection: Connection, role: str) -> str:
    """Why a role of the server cannot be a member's, in words; empty where it can.

    A member's role logs in, and may do neither itself nor as another what would lift it above the
    ledger's rules.
    """
    for one in connection.execute(_ACTS_AS, {"role": role}).mappings():
        for mark, words in _TOO_STRONG.items():
            if one[mark]:
                return f"{'it' if one['rolname'] == role else _as(one['rolname'])} {words}"
    logs_in = text("SELECT rolcanlogin FROM pg_catalog.pg_roles WHERE rolname = :role")
    return "" if connection.execute(logs_in, {"role": role}).scalar() else "it cannot log in"


def _as(other: str) -> str:
    return f"it may act as {other}, which"


def refuse_unfit_role(connection: Connection, role: str) -> None:
    """Let a role of the server pass that can be a member's.

    Raises:
        Refused: It cannot; the message says why.
    """
    if words := unfitness(connection, role):
        raise Refused(f"The role {role} cannot be a member's: {words}.", _OTHERS)


def refuse_new_role(connection: Connection, role: str) -> None:
    """Let those pass who may make roles.

    Raises:
        Refused: Whoever is connected may not; the hint says what an administrator has to run.
    """
    may = text(
        "SELECT rolsuper OR rolcreaterole FROM pg_catalog.pg_roles WHERE rolname = current_user"
    )
    if not connection.execute(may).scalar():
        made = f"CREATE ROLE {quoted(connection, role)} LOGIN".replace("%%", "%")
        raise Refused(
            f"There is no role {role}, and you may not make one.",
            f"Ask an administrator to run {made} and to set its password; then add it again.",
        )


def create_role(connection: Connection, role: str, verifier: str) -> None:
    """Make a role that can log in, and nothing else.

    Args:
        connection: A writing transaction.
        role: Its name.
        verifier: What `scram_verifier` made of its password.
    """
    _run(connection, "CREATE ROLE {} LOGIN PASSWORD '{}'", role, verifier)


def set_password(connection: Connection, role: str, verifier: str) -> None:
    """Give a role another password.

    Args:
        connection: A writing transaction.
        role: Its name.
        verifier: What `scram_verifier` made of the password.

    Raises:
        Refused: Whoever is connected may not; the hint says whom to ask.
    """
    try:
        _run(connection, "ALTER ROLE {} PASSWORD '{}'", role, verifier)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _FORBIDDEN:
            raise
        hint = f"Ask {role}, or an administrator: both may."
        raise Refused(f"You may not set the password of {role}.", hint) from None


def quoted(connection: Connection, name: str) -> str:
    """The name of a role, a table or a column as it stands in a statement.

    The driver takes a per cent sign for its own, and wants it doubled.
    """
    return connection.dialect.identifier_preparer.quote_identifier(name)


def _run(connection: Connection, form: str, role: str, verifier: str) -> None:
    """Run a statement that takes no parameters; a verifier has no character to be quoted."""
    connection.exec_driver_sql(form.format(quoted(connection, role), verifier))
