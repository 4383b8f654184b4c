"""Triggers that hand a member's rows to the functions, and policies on whose rows they may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.ledger.schema import tables
from market.ledger.team.rights import Right, writable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table

__all__ = ["guarded", "policies", "row_triggers", "secured"]

# The owner's rows pass by, a million of them too: with the number of the role this is a look into
# memory. A row's triggers fire in the order of their names: Chain appends the entry before
# RI_ConstraintTrigger looks for it.
_MEMBERS = "WHEN (NOT pg_has_role(SESSION_USER, '{owner}'::oid, 'USAGE'::text))"
_TRIGGERS = {
    "write_{table}": (
        "CREATE TRIGGER write_{table} BEFORE INSERT ON {table} FOR EACH ROW "
        f"{_MEMBERS} EXECUTE FUNCTION write_{{table}}()"
    ),
    "Chain_{table}": (
        'CREATE CONSTRAINT TRIGGER "Chain_{table}" AFTER INSERT ON {table} '
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {_MEMBERS} EXECUTE FUNCTION chain()"
    ),
}


def guarded() -> list[Table]:
    """The tables that members may write, in canonical order."""
    return [table for table in tables() if table.name in writable(Right)]


def secured() -> list[str]:
    """The tables in which others than the owner may do only what a policy lets them do."""
    return [*(table.name for table in tables()), "turn"]


def row_triggers(owner: int) -> dict[str, str]:
    """The statements that create the triggers, by the triggers' names.

    Args:
        owner: The number of the owner's role.
    """
    return {
        name.format(table=table.name): statement.format(table=table.name, owner=owner)
        for table in guarded()
        for name, statement in _TRIGGERS.items()
    }


def policies() -> dict[str, str]:
    """The statements that create the policies, by the policies' names."""
    return dict(_policies())


def _policies() -> Iterator[tuple[str, str]]:
    for table in tables():
        name = f"read_{table.name}"
        yield name, f"CREATE POLICY {name} ON {table.name} FOR SELECT TO PUBLIC USING (true)"
    for table in guarded():
        name, begin = f"write_{table.name}", f"ON {table.name} FOR INSERT TO PUBLIC"
        yield name, f"CREATE POLICY {name} {begin} WITH CHECK {_holds(table)}"


def _holds(table: Table) -> str:
    """What a member's row must satisfy: a second lock, behind the triggers."""
    whose = table.columns.get("forecaster")
    if whose is None:
        return "(me() IS NOT NULL)"
    return "(COALESCE(forecaster, me()) = me())" if whose.nullable else "(forecaster = me())"
