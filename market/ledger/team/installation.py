"""What enforces a team's rights inside PostgreSQL: installing it, and finding it altered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.errors import IntegrityError
from market.ledger.encoding import refuse_other_encodings
from market.ledger.schema import GUARD, tables, triggers
from market.ledger.team.functions import CALLED_BY_ALL, functions
from market.ledger.team.guards import policies, row_triggers, secured
from market.ledger.team.inventory import expected, found, owner
from market.ledger.team.privileges import excesses, overseers, set_all_privileges, take_back
from market.ledger.team.roles import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

__all__ = ["TURN", "alterations", "install", "is_installed", "refuse_altered"]

_HINT = "Find out who did that, and why. To put it right: foretell team init"

# Where the moment is kept of the writer whose turn it is. It is no record, and changes.
TURN = "CREATE TABLE IF NOT EXISTS turn (writer BIGINT NOT NULL, moment BIGINT NOT NULL)"

_TAKE_OVER = """
SELECT 'ALTER TABLE ' || oid::regclass || ' OWNER TO '
FROM pg_class
WHERE relnamespace = 'foretell'::regnamespace AND relkind = 'r' AND relowner <> {owner}
UNION ALL
SELECT 'ALTER ROUTINE ' || oid::regprocedure || ' OWNER TO '
FROM pg_proc
WHERE pronamespace = 'foretell'::regnamespace AND proowner <> {owner}
"""

_REMOVE = """
SELECT concat('DROP POLICY ', quote_ident(polname), ' ON ', polrelid::regclass)
FROM pg_policy JOIN pg_class AS c ON c.oid = polrelid
WHERE relnamespace = 'foretell'::regnamespace
UNION ALL
SELECT concat('DROP TRIGGER ', quote_ident(tgname), ' ON ', tgrelid::regclass)
FROM pg_trigger JOIN pg_class AS c ON c.oid = tgrelid
WHERE relnamespace = 'foretell'::regnamespace AND NOT tgisinternal
UNION ALL
SELECT concat('DROP ROUTINE ', oid::regprocedure)
FROM pg_proc
WHERE pronamespace = 'foretell'::regnamespace AND proname <> 'refuse_change'
"""
"""Queries that write statements."""


def is_installed(connection: Connection) -> bool:
    """Whether the database enforces a team's rights; a file never does."""
    if connection.dialect.name != "postgresql":
        return False
    ours = {f"function {name}" for name in functions()}
    return not ours.isdisjoint(found(connection))


def install(connection: Connection) -> list[str]:
    """Install functions, triggers and policies, and give all members their privileges.

    What was altered is put right, and what is not foretell's is removed.

    Args:
        connection: A transaction of the ledger's owner that holds the lock of writers.

    Returns:
        What was not as it should be, in words; nothing where all was.

    Raises:
        DatabaseError: The database keeps its text in another encoding than UTF-8.
    """
    refuse_other_encodings(connection)
    number, name = owner(connection)
    altered = alterations(connection)
    _take_over(connection, number, name)
    # All that is made here belongs to the owner, whoever has it made.
    connection.exec_driver_sql(f"SET LOCAL ROLE {quoted(connection, name)}")
    if altered:
        _run(connection, connection.exec_driver_sql(_REMOVE).scalars().all())
        _run(connection, _making(number))
    for excess in excesses(connection):
        take_back(connection, excess)
    set_all_privileges(connection)
    connection.exec_driver_sql("RESET ROLE")
    return altered


def refuse_altered(connection: Connection) -> None:
    """Let a database pass that enforces its members' rights as it was told to, or has no team.

    Raises:
        IntegrityError: What enforces them was altered, or a role may do more.
    """
    if is_installed(connection) and (altered := alterations(connection)):
        raise IntegrityError(altered[0], _HINT)


def alterations(connection: Connection) -> list[str]:
    """What is not as `install` makes it, and who may do more than the journal says; in words."""
    number, _ = owner(connection)
    there, should = found(connection), expected(number)
    return [
        *(
            f"The {name} is not as it was installed."
            for name in should
            if there.get(name) != should[name]
        ),
        *(f"The {name} is none of foretell's." for name in sorted(there.keys() - should.keys())),
        *(f"{excess}, which its rights do not say." for excess in excesses(connection)),
        *(
            f"The role {role}, a member, may do all that the owner may."
            for role in overseers(connection)
        ),
    ]


def _take_over(connection: Connection, number: int, name: str) -> None:
    """Give the owner of the schema what others have made in it, as in an upgrade by a superuser."""
    for statement in connection.exec_driver_sql(_TAKE_OVER.format(owner=number)).scalars().all():
        connection.exec_driver_sql(statement + quoted(connection, name))


def _making(owner: int) -> Iterator[str]:
    yield TURN
    yield GUARD
    yield from functions().values()
    for name in functions():
        yield f"REVOKE ALL ON ROUTINE {name} FROM PUBLIC"
    for name in CALLED_BY_ALL:
        yield f"GRANT EXECUTE ON ROUTINE {name} TO PUBLIC"
    for name in secured():
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY"
    for table in tables():
        yield from triggers(table, "postgresql").values()
    yield from row_triggers(owner).values()
    yield from policies().values()


def _run(connection: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
