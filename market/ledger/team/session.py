"""Who is connected: the owner of a ledger, a member of its team, or neither."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from market.ledger.team.rights import Right, parse_rights

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Session", "session_of"]

# The role that logged in, whatever role it has set since; who has all that the owner may is the
# owner, a superuser among them.
_SESSION = """
SELECT
    session_user::text,
    pg_has_role(session_user, n.nspowner, 'USAGE'),
    to_regprocedure('foretell.me()') IS NOT NULL,
    f.id,
    f.name,
    m.rights
FROM pg_namespace AS n
LEFT JOIN foretell.member AS m
    ON m.id = (SELECT max(id) FROM foretell.member WHERE role = session_user::text)
LEFT JOIN foretell.forecaster AS f ON f.id = m.forecaster
WHERE n.nspname = 'foretell'
"""


class Session(NamedTuple):
    """A role that is connected.

    Attributes:
        role: Its name; the one that logged in.
        owns: Whether it may do all that the owner of the ledger may.
        forecaster: The number of the forecaster whom a member forecasts as.
        name: That forecaster's name.
        rights: The rights that a member has; of others, none.
    """

    role: str
    owns: bool
    forecaster: int | None
    name: str | None
    rights: frozenset[Right]


def session_of(connection: Connection) -> Session | None:
    """Who is connected to a ledger on PostgreSQL; none for a file, where nobody is.

    A row of ``member`` counts where the team is installed, and not for the owner.
    """
    if connection.dialect.name != "postgresql":
        return None
    role, owns, installed, forecaster, name, rights = connection.exec_driver_sql(_SESSION).one()
    if owns or not installed or not rights:
        return Session(role, owns, None, None, frozenset())
    return Session(role, owns, forecaster, name, parse_rights(rights))
