"""The canonical form of rows, and the chain of digests that makes tampering evident.

``docs/journal.md`` specifies both, for whoever wants to check a ledger without this program.
"""

from __future__ import annotations

import re
import struct
from hashlib import sha256
from json import JSONEncoder
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["GENESIS", "digest", "line", "lines"]

GENESIS = "0" * 64
"""What the first entry has in place of its predecessor's digest."""

_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_double = struct.Struct(">d").pack
_NULLS_AT_THE_END = re.compile(r"(?:,null)+]$", re.MULTILINE)


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


def lines(table: str, columns: Sequence[Sequence[object]]) -> bytes:
    r"""The canonical lines of many rows, given column by column: as `line`, many times faster.

    Values of a column are of one type, or null.

    >>> lines("report", [[1, 2], [0.7, 0.5], ["a link", None]])
    b'["report",1,"3fe6666666666666","a link"]\n["report",2,"3fe0000000000000"]\n'
    """
    used = len(columns)
    while columns[used - 1].count(None) == len(columns[0]):
        used -= 1
    form = f'["{table}",{",".join(["{}"] * used)}]\n'
    text = "".join(map(form.format, *map(_encoded, columns[:used])))
    # A text that looks like this would end with a quotation mark.
    has_nulls = None in columns[used - 1]
    return (_NULLS_AT_THE_END.sub("]", text) if has_nulls else text).encode()


def _encoded(column: Sequence[Any]) -> Iterable[object]:
    """What stands for each value of a column between the commas."""
    kinds = set(map(type, column))
    if type(None) not in kinds:
        (kind,) = kinds
        return _ENCODERS[kind](column)
    given = [value for value in column if value is not None]
    words = iter(_encoded(given) if given else ())
    return ["null" if value is None else next(words) for value in column]


def _doubles(column: Sequence[float]) -> list[str]:
    digits = struct.pack(f">{len(column)}d", *column).hex(" ", 8)
    return [f'"{double}"' for double in digits.split()]


_ENCODERS: dict[type, Callable[[Sequence[Any]], Iterable[object]]] = {
    int: lambda column: column,
    float: _doubles,
    str: lambda column: map(encode_basestring, column),
}
"""By the type of the values of a column, which is that of the column."""


def digest(*lines: bytes) -> str:
    """The SHA-256 of canonical lines, in hexadecimal."""
    return sha256(b"".join(lines)).hexdigest()
