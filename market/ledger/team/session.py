"""Who is connected: the owner of a ledger, a member of its team, or neither."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import column, text

from market.ledger.prepared import prepared
from market.ledger.team.rights import Right, parse_rights

if TYPE_CHECKING:
    from sqlalchemy import Connection, TextualSelect

__all__ = ["Session", "session_of"]

# The role that logged in, whatever role it has set since; who has all that the owner may is the
# owner, a superuser among them.
_SESSION = """
SELECT
    session_user::text AS role,
    pg_has_role(session_user, n.nspowner, 'USAGE') AS owns,
    to_regprocedure('foretell.me()') IS NOT NULL AS installed,
    f.id AS forecaster,
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

    @property
    def is_member(self) -> bool:
        """Whether it is a member's, for whom the database fills in who and when."""
        return bool(self.rights)


def session_of(connection: Connection) -> Session | None:
    """Who is connected to a ledger on PostgreSQL; none for a file, where nobody is.

    A row of ``member`` counts where the team is installed, and not for the owner.
    """
    if connection.dialect.name != "postgresql":
        return None
    found = _session(connection).one()
    if found.owns or not found.installed or not found.rights:
        return Session(found.role, found.owns, None, None, frozenset())
    rights = parse_rights(found.rights)
    return Session(found.role, found.owns, found.forecaster, found.name, rights)


@prepared
def _session() -> TextualSelect:
    """The role that is connected, and the newest row of ``member`` about it."""
    names = ("role", "owns", "installed", "forecaster", "name", "rights")
    return text(_SESSION).columns(*map(column, names))
