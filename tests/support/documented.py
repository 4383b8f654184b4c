"""What a Markdown page says of data: by section, the keys, their types, the columns of CSV."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Section", "is_of_type", "leaves", "named_in_tables", "sections"]

_QUOTED = re.compile(r"`([^`]+)`")
_KEY = re.compile(r"^\| `([^`]+)` \| ([^|]+) \|", re.MULTILINE)
_FIRST_CELL = re.compile(r"^\| (`[^|]+`) \|", re.MULTILINE)
_CSV = re.compile(r"CSV: (.*)")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z")
_INFINITE = ("inf", "-inf")


@dataclass(frozen=True)
class Section:
    """What a page says of the data of some commands.

    Attributes:
        commands: The commands, without the program's name.
        types: What each key holds.
        columns: The columns of CSV.
    """

    commands: tuple[str, ...]
    types: dict[str, str]
    columns: list[str]


def sections(page: str, program: str) -> list[Section]:
    """The sections whose headings name commands of a program.

    The columns are the keys named after ``CSV:``; where none is, all keys of a row that hold one
    value.

    Examples:
        >>> sections("## `p do`\\nCSV: rows.\\n\\n| `at` | time |\\n| `rows[].of` | text |\\n", "p")
        [Section(commands=('do',), types={'at': 'time', 'rows[].of': 'text'}, columns=['of'])]
    """
    found = []
    for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        commands = tuple(re.findall(rf"`{program} ([^`]+)`", title))
        if commands:
            types = dict(_KEY.findall(body))
            found.append(Section(commands, types, _listed(body, types) or _of_a_row(types)))
    return found


def _listed(body: str, keys: dict[str, str]) -> list[str]:
    line = _CSV.search(body)
    known = {*keys, *(key.removesuffix("[]").rpartition("[].")[2] for key in keys)}
    return [name for name in _QUOTED.findall(line[1]) if name in known] if line else []


def _of_a_row(keys: dict[str, str]) -> list[str]:
    rows = [key for key in keys if key.startswith("rows[].") and not key.endswith(".*")] or keys
    return [key.removeprefix("rows[].").removesuffix("[]") for key in rows]


def named_in_tables(markdown: str) -> list[list[str]]:
    """The quoted names in the first column, table by table.

    Examples:
        >>> named_in_tables("| a |\\n|---|\\n| `b`, `c` | no `d` |\\n\\ntext\\n\\n| `e` | |\\n")
        [['b', 'c'], ['e']]
    """
    blocks = [_FIRST_CELL.findall(block) for block in markdown.split("\n\n")]
    return [[name for cell in cells for name in _QUOTED.findall(cell)] for cells in blocks if cells]


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every plain value of a JSON document with its path; a list at the top has none of its own.

    Examples:
        >>> list(leaves([{"a": 1, "b": {"c": [2, 3]}}]))
        [('a', 1), ('b.c[]', 2), ('b.c[]', 3)]
    """
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}".removeprefix("."))
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, path and f"{path}[]")
    else:
        yield path, value


def is_of_type(value: Any, type_: str) -> bool:
    """Whether a plain value is what a page calls it.

    Examples:
        >>> is_of_type("inf", "figure"), is_of_type(None, "time or null")
        (True, True)
        >>> is_of_type("inf", "number or null"), is_of_type(0.5, "integer")
        (False, False)
    """
    return any(_IS[name](value) for name in type_.split(" or "))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_IS = {
    "text": lambda value: isinstance(value, str),
    "time": lambda value: isinstance(value, str) and _TIME.fullmatch(value) is not None,
    "integer": lambda value: _is_number(value) and isinstance(value, int),
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "figure": lambda value: _is_number(value) or value in _INFINITE,
    "null": lambda value: value is None,
}
