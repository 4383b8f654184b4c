"""The functions that judge, number and chain what members write, in PostgreSQL's own words.

Those of ``sql/`` stand there as ``pg_get_functiondef`` gives them, so that what is installed can be
compared with them to the letter. Those that write canonical lines (``docs/journal.md``) are made
from the schema: no column can be forgotten.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from market.exchange.credits import GRANT
from market.ledger.acts.markets import LARGEST, SMALLEST
from market.ledger.acts.remarks import LONGEST_REMARK
from market.ledger.acts.wordings import LONGEST_LINE, LONGEST_TEXT
from market.ledger.connections import LOCK
from market.ledger.journal import GENESIS
from market.ledger.names import LONGEST_KEY
from market.ledger.schema import tables
from market.ledger.team.guards import guarded
from market.ledger.times import FIRST, LAST
from scoring.bounds import HIGHEST, LOWEST

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

__all__ = ["CALLED_BY_ALL", "functions"]

CALLED_BY_ALL = ("me", "moment")
"""Functions that a session of a member calls in its own name; the others are called by these and
by triggers."""

_OPEN_FOR = 10_000_000
"""Microseconds from the first row of a member's transaction to its entry."""

_DIGITS = 60
"""Digits after the point, to which what trades cost is computed."""

_PARAMETERS = {
    "digits": _DIGITS,
    "first": FIRST,
    "grant": GRANT,
    "largest": LARGEST,
    "last": LAST,
    "lock": LOCK,
    "longest_key": LONGEST_KEY,
    "longest_line": LONGEST_LINE,
    "longest_remark": LONGEST_REMARK,
    "longest_text": LONGEST_TEXT,
    "lowest": LOWEST,
    "highest": HIGHEST,
    "smallest": SMALLEST,
    "open_for": _OPEN_FOR,
}
_PARAMETER = re.compile(rf"(?<!:):({'|'.join(_PARAMETERS)})\b")

_GENERATED = """CREATE OR REPLACE FUNCTION foretell.{name}(chained bigint)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
{body}
$function$
"""

_DIGEST_OF = """SELECT coalesce(
    (SELECT {digest} FROM entry AS r WHERE r.number = chained),
    '{genesis}'
)"""

_ROWS_OF = """SELECT {digest}
FROM (
{rows}
) AS written(place, id, line)"""

_ROWS = "    SELECT {place}, r.id, {line}\n    FROM {table} AS r\n    WHERE r.entry = chained"

_CELLS = {
    int: "coalesce(r.{0}::text, 'null')",
    float: "coalesce('\"' || encode(float8send(r.{0}), 'hex') || '\"', 'null')",
    str: "coalesce(to_json(r.{0})::text, 'null')",
}
"""How a value stands in a canonical line, by the type of its column."""


def functions() -> dict[str, str]:
    """The statements that create the functions, by the functions' names."""
    files = sorted(Path(__file__).with_name("sql").glob("*.sql"))
    written = {file.stem: _PARAMETER.sub(_value, file.read_text("utf-8")) for file in files}
    return written | {"digest_of": _digest_of(), "rows_of": _rows_of()}


def _value(found: re.Match[str]) -> str:
    return str(_PARAMETERS[found[1]])


def _digest_of() -> str:
    """The digest of an entry; what the first one has for its predecessor's, if there is none."""
    entry, *_ = tables()
    body = _DIGEST_OF.format(digest=_sha256(_line(entry)), genesis=GENESIS)
    return _GENERATED.format(name="digest_of", body=body)


def _rows_of() -> str:
    """The digest of the rows that a member wrote under an entry."""
    rows = (
        _ROWS.format(place=place, table=table.name, line=_line(table))
        for place, table in enumerate(guarded())
    )
    lines = _sha256("string_agg(line, '' ORDER BY place, id)")
    body = _ROWS_OF.format(digest=lines, rows="\n    UNION ALL\n".join(rows))
    return _GENERATED.format(name="rows_of", body=body)


def _sha256(text: str) -> str:
    return f"encode(sha256(convert_to({text}, 'UTF8')), 'hex')"


def _line(table: Table) -> str:
    """The expression of a row's canonical line; the nulls at its end are left out."""
    cells = " || ',' || ".join(map(_cell, table.columns))
    return f"'[\"{table.name}\"' || regexp_replace(',' || {cells}, '(,null)+$', '') || E']\\n'"


def _cell(column: Column[object]) -> str:
    return _CELLS[column.type.python_type].format(column.name)
