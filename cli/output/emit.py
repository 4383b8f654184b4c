"""The one way by which commands print data: a text for people, JSON or CSV for programs."""

from __future__ import annotations

import re
from math import isfinite, isnan
from typing import TYPE_CHECKING, Any

from cli.output.sink import Format
from cli.output.streams import FILE, KEPT, advised, say, screen, write
from cli.output.text import escaped, harmless
from market.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from cli.output.ink import Line
    from cli.output.sink import Sink
    from cli.output.streams import Screen

__all__ = ["Name", "as_csv", "as_json", "csv_cell", "emit", "screen_of"]

# A spreadsheet takes text that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\n")
# The names of computed forecasters, which nobody can choose, call no function.
_COMPUTED = re.compile(r"@(everybody|mean|median|logodds|market|[a-z]+:[A-Za-z0-9._:-]+)")


class Name(str):
    """A name of letters, digits and the like, perhaps after an @: it calls no function."""

    __slots__ = ()


def emit(
    sink: Sink,
    *,
    fields: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    text: Callable[[Screen], Iterable[Line]],
    document: Any = None,
) -> None:
    """Print data in the form that was asked for, to stdout or to a file.

    Args:
        sink: The form and the destination.
        fields: The columns of the CSV form.
        rows: The data, one mapping a row.
        text: Makes the lines of the form for people, for a given screen.
        document: The JSON form, where it is more than the rows.

    Raises:
        Refused: The file exists and may not be replaced, or cannot be written.
    """
    to = screen_of(sink)
    if sink.format is Format.JSON:
        content = as_json(rows if document is None else document, ascii_only=not to.unicode)
    elif sink.format is Format.CSV:
        content = as_csv(fields, rows)
    else:
        content = "".join(f"{to.show(_advised(line))}\n" for line in text(to))
    if sink.path is None:
        write(content)
        return
    from cli.output.files import write_file

    try:
        write_file(sink.path, content, force=sink.force)
    except Refused as error:
        raise Refused(error.message, KEPT) from error
    say(f"Wrote {sink.path}")


def screen_of(sink: Sink) -> Screen:
    """What the place can show to which a command's data go."""
    return screen() if sink.path is None else FILE


def _advised(line: Line) -> Line:
    return advised(line) if isinstance(line, str) else line


def as_json(document: Any, *, ascii_only: bool = False) -> str:
    r"""JSON with a fixed order of keys; infinity is the string ``inf``, a missing figure null.

    >>> as_json({"log": float("inf"), "peer": float("nan")})
    '{\n  "log": "inf",\n  "peer": null\n}\n'
    """
    import json

    plain = _plain(document)
    return escaped(json.dumps(plain, indent=2, ensure_ascii=ascii_only, allow_nan=False)) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not isfinite(value):
        return None if isnan(value) else str(float(value))
    return value


def as_csv(fields: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    r"""CSV with a header line; missing figures are empty, and no cell is a formula.

    >>> as_csv(["name", "peer"], [{"name": "=1+1", "peer": -0.5}, {"name": "@mean", "peer": 2}])
    "name,peer\n'=1+1,-0.5\n@mean,2\n"
    """
    import csv
    import io

    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows([csv_cell(row[field]) for field in fields] for row in rows)
    return held.getvalue()


def csv_cell(value: Any) -> Any:
    """A value as it stands in a cell of CSV, where it is no formula and holds no control.

    >>> csv_cell("=1+1"), csv_cell(("arms", "energy")), csv_cell(0.5)
    ("'=1+1", 'arms,energy', 0.5)
    """
    if isinstance(value, float) and isnan(value):
        return None
    if isinstance(value, bool):
        return str(value).lower()  # as in JSON
    if isinstance(value, tuple):
        value = ",".join(value)
    if not isinstance(value, str) or isinstance(value, Name):
        return value
    # A carriage return would go unquoted and end the row; controls might hide a formula.
    plain = harmless(value.replace("\r\n", "\n").replace("\r", "\n"))
    is_formula = plain.startswith(_FORMULA) and not _COMPUTED.fullmatch(plain)
    return f"'{plain}" if is_formula else plain
