"""The schema as a whole: its revision, its tables in canonical order, its triggers.

Tables are append-only by construction. On SQLite, besides UPDATE and DELETE, an INSERT of a key
that exists is refused by a trigger of its own: ``INSERT OR REPLACE`` would otherwise delete the
row in its way without firing any delete trigger, through any of the table's unique keys.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint

from market.ledger.revision import REVISION, REVISION_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Table

__all__ = ["GUARD", "ORDER", "REVISION", "REVISION_PREFIX", "tables", "triggers"]

ORDER = (
    "forecaster",
    "question",
    "wording",
    "report",
    "ruling",
    "evidence",
    "article",
    "claim",
    "relation",
    "link",
    "member",
    "market",
    "account",
    "trade",
    "posting",
    "clause",
    "term",
)
"""The tables whose rows an entry digests, in canonical order; new ones join at the end."""

GUARD = """CREATE OR REPLACE FUNCTION foretell.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only';
END
$function$
"""
"""The function that PostgreSQL's triggers call, in the words of ``pg_get_functiondef``."""

_MODULES = (
    "market.ledger.tables",
    "market.articles.tables",
    "market.ledger.exchange",
    "market.ledger.clauses",
)


def tables() -> list[Table]:
    """All tables of the schema: ``entry`` first, then those of ``ORDER``."""
    modules = [import_module(name) for name in _MODULES]
    known = modules[0].Row.metadata.tables
    return [known[name] for name in ("entry", *ORDER)]


def triggers(table: Table, dialect: str) -> dict[str, str]:
    """The triggers that keep a table append-only.

    Args:
        table: The table to guard.
        dialect: ``sqlite`` or ``postgresql``; the latter calls the function of `GUARD`.

    Returns:
        The statements that create the triggers, by the triggers' names.
    """
    if dialect == "postgresql":
        name = f"{table.name}_append_only"
        statement = (
            f"CREATE TRIGGER {name} BEFORE DELETE OR UPDATE OR TRUNCATE ON {table.name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return {name: statement}
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
    occasions = {"update": "UPDATE", "delete": "DELETE", "replace": "INSERT"}
    conditions = {"replace": f"WHEN {_taken(table)} "}
    return {
        f"{table.name}_no_{what}": (
            f"CREATE TRIGGER {table.name}_no_{what} BEFORE {event} ON {table.name} "
            f"{conditions.get(what, '')}{refuse}"
        )
        for what, event in occasions.items()
    }


def _taken(table: Table) -> str:
    """The condition that a row has a key, primary or unique, of the row about to be inserted."""
    unique = (PrimaryKeyConstraint, UniqueConstraint)
    keys: dict[str, Iterable[object]] = {}
    keys |= {str(key.name): key.columns for key in table.constraints if isinstance(key, unique)}
    keys |= {str(key.name): key.expressions for key in table.indexes if key.unique}
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {table.name} WHERE {_same(table, keys[name])})"  # noqa: S608 - names from the schema
        for name in sorted(keys)
    )


def _same(table: Table, key: Iterable[object]) -> str:
    prefix = f"{table.name}."
    parts = [str(part) for part in key]
    return " AND ".join(f"{p.replace(prefix, '')} = {p.replace(prefix, 'NEW.')}" for p in parts)
