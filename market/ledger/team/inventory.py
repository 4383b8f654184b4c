"""What there is in the schema to enforce a team's rights, and what there should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.ledger.schema import GUARD, tables, triggers
from market.ledger.team.functions import CALLED_BY_ALL, functions
from market.ledger.team.guards import policies, row_triggers, secured

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["expected", "found", "owner"]

# What goes by one name is one: a second function or trigger of a name shows beside the first.
_FOUND = """
SELECT name, string_agg(definition, '' ORDER BY definition) FROM (
    SELECT 'function ' || proname,
        CASE prokind WHEN 'f' THEN pg_get_functiondef(oid) ELSE prokind::text END
    FROM pg_proc WHERE pronamespace = 'foretell'::regnamespace
    UNION ALL
    SELECT 'right to call ' || proname || ' of ' || coalesce(rolname, 'everybody'), privilege_type
    FROM pg_proc
    CROSS JOIN aclexplode(coalesce(proacl, acldefault('f', proowner)))
    LEFT JOIN pg_roles AS r ON r.oid = grantee
    WHERE pronamespace = 'foretell'::regnamespace AND grantee <> proowner
        AND proname <> 'refuse_change'
    UNION ALL
    SELECT 'trigger ' || tgname,
        pg_get_triggerdef(t.oid, true) || CASE tgenabled WHEN 'O' THEN '' ELSE ' off' END
    FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = tgrelid
    WHERE relnamespace = 'foretell'::regnamespace AND NOT tgisinternal
    UNION ALL
    SELECT 'policy ' || polname, concat(
        'CREATE POLICY ', polname, ' ON ', relname,
        CASE WHEN polpermissive THEN '' ELSE ' AS RESTRICTIVE' END,
        ' FOR ', CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' ELSE polcmd::text END,
        ' TO ', CASE WHEN polroles = '{0}' THEN 'PUBLIC' ELSE polroles::regrole[]::text END,
        ' USING (' || pg_get_expr(polqual, polrelid) || ')',
        ' WITH CHECK ' || pg_get_expr(polwithcheck, polrelid)
    )
    FROM pg_policy JOIN pg_class AS c ON c.oid = polrelid
    WHERE relnamespace = 'foretell'::regnamespace
    UNION ALL
    SELECT 'row-level security of ' || relname,
        CASE WHEN relforcerowsecurity THEN 'forced' ELSE 'on' END
    FROM pg_class WHERE relnamespace = 'foretell'::regnamespace AND relrowsecurity
    UNION ALL
    SELECT 'owner of ' || made.name, rolname
    FROM (
        SELECT relname, relowner FROM pg_class
        WHERE relnamespace = 'foretell'::regnamespace AND relkind IN ('r', 'v', 'm', 'S', 'f', 'p')
        UNION ALL
        SELECT proname, proowner FROM pg_proc WHERE pronamespace = 'foretell'::regnamespace
    ) AS made(name, owner), pg_namespace, pg_roles AS r
    WHERE nspname = 'foretell' AND made.owner <> nspowner AND r.oid = made.owner
) AS found(name, definition)
GROUP BY name
"""


_OWNER = """
SELECT nspowner, rolname FROM pg_namespace JOIN pg_roles AS r ON r.oid = nspowner
WHERE nspname = 'foretell'
"""


def owner(connection: Connection) -> tuple[int, str]:
    """The number and the name of the role that owns the ledger: its schema."""
    number, name = connection.exec_driver_sql(_OWNER).one()
    return number, name


def found(connection: Connection) -> dict[str, str]:
    """What there is: definitions by name; an owner only where it is not that of the schema."""
    rows = connection.exec_driver_sql(_FOUND, execution_options={"no_parameters": True})
    return dict(tuple(row) for row in rows)


def expected(owner: int) -> dict[str, str]:
    """What there should be, in the words of `found`.

    Args:
        owner: The number of the owner's role.
    """
    made = {"refuse_change": GUARD, **functions()}
    kept = {
        name: statement
        for table in tables()
        for name, statement in triggers(table, "postgresql").items()
    }
    return {
        **{f"function {name}": statement for name, statement in made.items()},
        **{f"right to call {name} of everybody": "EXECUTE" for name in CALLED_BY_ALL},
        **{f"trigger {name}": made for name, made in (kept | row_triggers(owner)).items()},
        **{f"policy {name}": statement for name, statement in policies().items()},
        **{f"row-level security of {name}": "on" for name in secured()},
    }
