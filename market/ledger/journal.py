"""The canonical form of rows, and the chain of digests that makes tampering evident.

``docs/journal.md`` specifies both, for whoever wants to check a ledger without this program.
"""

from __future__ import annotations

import struct
from hashlib import sha256
from json import JSONEncoder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["GENESIS", "digest", "line"]

GENESIS = "0" * 64
"""What the first entry has in place of its predecessor's digest."""

_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_double = struct.Struct(">d").pack


def line(table: str, values: Iterable[object]) -> bytes:
    r"""The canonical line of a row.

    Nulls at the end are left out, so that a column added later (always nullable, always last)
    changes no line written before it.

    Args:
        table: The table's name.
        values: The row's values in the order of its columns: integers, doubles, text, null.

    >>> line("report", [1, 1, 4, 2, 1765000000000000, 0.7, None, "a link", None])
    b'["report",1,1,4,2,1765000000000000,"3fe6666666666666",null,"a link"]\n'
    """
    cells = [table]
    cells += [_double(v).hex() if isinstance(v, float) else v for v in values]  # type: ignore[misc] # a mixed list, as JSON allows
    while cells[-1] is None:
        cells.pop()
    return f"{_encode(cells)}\n".encode()


def digest(*lines: bytes | bytearray) -> str:
    """The SHA-256 of canonical lines, in hexadecimal."""
    return sha256(b"".join(lines)).hexdigest()
