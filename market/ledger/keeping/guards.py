"""What guards the tables on PostgreSQL, with a team and without one; SQLite has triggers only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.errors import IntegrityError
from market.ledger.schema import GUARD, tables, triggers
from market.ledger.team.installation import TURN, is_installed, refuse_altered
from market.ledger.team.inventory import found

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["belongings", "refuse_altered_guards"]

_ALTERED = "Somebody did that behind foretell's back: find out who, and why."


def belongings(connection: Connection) -> list[str]:
    """Statements that create what belongs to a team's ledger beside the models' tables."""
    return [TURN] if is_installed(connection) else []


def refuse_altered_guards(connection: Connection) -> None:
    """Let a database pass whose functions, triggers and policies are those that foretell made.

    Raises:
        IntegrityError: One was altered or removed, or is somebody else's.
    """
    if connection.dialect.name != "postgresql":
        return
    if is_installed(connection):
        refuse_altered(connection)
        return
    there = found(connection)
    for name, statement in _made().items():
        if there.get(name) != statement:
            raise IntegrityError(f"The {name} is not as it was made.", _ALTERED)
    # Who owns what is a matter of a team.
    foreign = {name for name in there if not name.startswith("owner of ")} - _made().keys()
    for name in sorted(foreign):
        raise IntegrityError(f"The {name} is none of foretell's.", _ALTERED)


def _made() -> dict[str, str]:
    """What guards the tables of a ledger without a team."""
    return {"function refuse_change": GUARD} | {
        f"trigger {name}": statement
        for table in tables()
        for name, statement in triggers(table, "postgresql").items()
    }
