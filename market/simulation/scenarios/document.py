"""The text of a scenario file, taken apart: nothing is known yet of what its tables mean."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from market.near import did_you_mean
from market.simulation.parameters import ParameterError
from market.simulation.scenarios.typed import shown, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Table = Mapping[str, Any]

__all__ = ["Document", "read_document"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_VARIED = ("questions", "moments")
"""What of the run as a whole a grid may vary."""

_DOTS = {"world": 1, "people": 2, "market": 2}
"""Dots in a whole key of a grid, by what it begins with."""


@dataclass(frozen=True, slots=True)
class Document:
    """A scenario file.

    Attributes:
        settings: Keys at the top.
        world: The table of the world.
        people: Tables of the groups, by name.
        markets: Tables of the markets, by name.
        grid: Values to try, by dotted key.
        cases: Values to set together, by dotted key, by the name of the case.
    """

    settings: Table
    world: Table
    people: Mapping[str, Table]
    markets: Mapping[str, Table]
    grid: Table
    cases: Mapping[str, Table]

    def put(self, key: str, value: object) -> Document:
        """The document with another value under a dotted key.

        Raises:
            ParameterError: The key leads nowhere.
        """
        part, _, rest = key.partition(".")
        name, _, field = rest.partition(".")
        if key in _VARIED:
            return replace(self, settings={**self.settings, key: value})
        if part == "world" and rest:
            return replace(self, world={**self.world, rest: value})
        if part == "people" and field and field != "name":
            return replace(self, people=_put(self.people, key, name, field, value))
        if part == "market" and field and field != "name":
            return replace(self, markets=_put(self.markets, key, name, field, value))
        may = "world.KEY, people.NAME.KEY, market.NAME.KEY"
        raise ParameterError(key, "leads nowhere", f"A key may be {may}, {' or '.join(_VARIED)}.")


def read_document(source: str) -> Document:
    """Take a scenario file apart.

    Args:
        source: Its text.

    Raises:
        ParameterError: It is not TOML, a part of it is not of the right form, or a name is taken.
    """
    held = _parsed(source)
    world = _table("world", held.pop("world", None))
    people, markets = _named("people", held), _named("market", held)
    grid = _flat(_table("grid", held.pop("grid", {})))
    cases = {name: _flat(table) for name, table in _named("case", held).items()}
    return Document(held, world, people, markets, grid, cases)


def _parsed(source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except RecursionError as error:
        raise ParameterError("the file", "is nested too deeply") from error
    except ValueError as error:  # of a number too long for Python, too
        raise ParameterError("the file", f"is not TOML: {error}") from error


def _table(key: str, value: object) -> dict[str, Any]:
    if value is None:
        raise ParameterError(key, "is missing", f"Begin a table with [{key}]")
    if not isinstance(value, dict):
        raise ParameterError(key, f"must be a table, not {shown(value)}")
    return value


def _named(key: str, held: dict[str, Any]) -> dict[str, Table]:
    """Take a list of tables, each of which has a name of its own, by these names."""
    listed = held.pop(key, [])
    if not isinstance(listed, list):
        raise ParameterError(key, "must be a list of tables", f"Begin each with [[{key}]]")
    tables: dict[str, Table] = {}
    for item in listed:
        table = dict(_table(key, item))
        if "name" not in table:
            raise ParameterError(f"{key}.name", f"is missing in one of the [[{key}]]")
        name = text(f"{key}.name", table.pop("name"))
        if key != "case" and not _NAME.fullmatch(name):
            must = "must be a letter and up to 39 more letters, digits, - or _"
            raise ParameterError(f"{key}.name", f"{must}, not {name!r}")
        if name in tables:
            raise ParameterError(f"{key}.name", f"is twice {name!r}")
        tables[name] = table
    return tables


def _put(
    tables: Mapping[str, Table], key: str, name: str, field: str, value: object
) -> Mapping[str, Table]:
    """Tables by name, with another value in one of them."""
    if name not in tables:
        hint = did_you_mean(name, tables, f"There are: {', '.join(tables) or 'none'}")
        raise ParameterError(key, f"leads nowhere: nothing is called {name!r}", hint)
    return {**tables, name: {**tables[name], field: value}}


def _flat(table: Table) -> dict[str, Any]:
    """A table by dotted keys, whether it was written with them in quotes or as tables."""
    return dict(_walk(table, ""))


def _walk(table: Table, before: str) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        path = f"{before}{key}"
        if isinstance(value, dict) and path.count(".") < _DOTS.get(path.partition(".")[0], 0):
            yield from _walk(value, f"{path}.")
        else:
            yield path, value
