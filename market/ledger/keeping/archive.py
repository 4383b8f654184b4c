"""A ledger as lines of JSON: every row, and the digests that prove that none is missing.

``docs/export.md`` specifies the form. Lines are ASCII, so that nothing on the way can spoil them.
"""

from __future__ import annotations

from json import JSONEncoder
from typing import TYPE_CHECKING

from market.ledger.keeping.entries import older_records, records
from market.ledger.schema import REVISION, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from market.ledger.keeping.chain import Chain

__all__ = ["FORMAT", "archive"]

FORMAT = 1
"""The version of the form; a reader refuses a higher one."""

_encode = JSONEncoder(allow_nan=False, separators=(", ", ": ")).encode


def archive(
    connection: Connection, chain: Chain, *, version: str, schema: str = REVISION
) -> Iterator[str]:
    """The whole ledger, line by line and in bounded memory.

    Args:
        connection: A snapshot of the ledger.
        chain: Checks what is written, and knows at the end how much that was.
        version: Of the program that writes it.
        schema: The revision of the ledger's schema, which may be an older one.

    Raises:
        IntegrityError: The ledger contradicts itself; the lines until then are no archive.
    """
    names = {table.name: [column.name for column in table.columns] for table in tables()}
    found = records(connection) if schema == REVISION else older_records(connection)
    yield _line({"foretell": version, "format": FORMAT, "schema": schema})
    for table, values in chain.through(found):
        named = zip(names[table], values, strict=True)
        yield _line({"table": table} | {name: value for name, value in named if value is not None})
    entries, rows, head = chain.sound
    yield _line({"head": head, "entries": entries, "rows": rows})


def _line(content: Mapping[str, object]) -> str:
    return _encode(content) + "\n"
