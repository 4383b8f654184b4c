"""TOML files read key by key, so that every mistake in them is named with its file and place."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from market.articles.phrases import LEAST, MOST
from market.errors import Refused
from market.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection
    from enum import StrEnum
    from pathlib import Path
    from types import TracebackType

__all__ = ["Fields", "read_toml"]

_LONGEST = 5 << 20
"""Bytes of a file; a device may have no end."""

# tomllib takes time that grows with the square of the parts of a dotted key.
_DEEP = re.compile(r"""(?<![\w"'.-])(?:[\w"'-]+\s*\.\s*){100}""")

T = TypeVar("T")
Word = TypeVar("Word", bound="StrEnum")

_NAMES: dict[type, str] = {
    str: "a text in quotes",
    int: "a whole number",
    float: "a number such as 0.7",
    bool: "true or false",
    date: "a date such as 2025-12-31",
    datetime: "a time such as 2025-08-16T00:00:00Z",
    list: "a list",
    dict: "a table",
}


class Fields:
    """The keys of one TOML table, each taken once and by its type.

    Used as a context it refuses, on leaving, the keys that nobody asked for: a misspelt optional
    key would otherwise pass in silence.

    Args:
        values: The table, as `tomllib` gives it.
        place: File and table, for messages.

    Examples:
        >>> with Fields({"text": "It will rain."}, "claims.toml [rain]") as fields:
        ...     fields.take("text", str)
        'It will rain.'
    """

    def __init__(self, values: dict[str, Any], place: str) -> None:
        self._values = values
        self._asked: set[str] = set()
        self._place = place

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        unknown = [key for key in self._values if key not in self._asked]
        if error is None and unknown:
            hint = did_you_mean(unknown[0], self._asked, f"Known here: {self._known()}")
            raise Refused(f'{self._place}: unknown key "{unknown[0]}".', hint)

    def __contains__(self, key: str) -> bool:
        self._asked.add(key)
        return key in self._values

    def take(self, key: str, kind: type[T]) -> T:
        """Return the value of a key that must be there.

        Raises:
            Refused: It is not there, or not of this type.
        """
        if key not in self:
            raise Refused(f'{self._place}: the key "{key}" is missing.', f"Add it: {key} = …")
        return self._checked(self._values[key], kind, f'"{key}"')

    def maybe(self, key: str, kind: type[T]) -> T | None:
        """Return the value of a key that may be left out, None where it is.

        Raises:
            Refused: It is not of this type.
        """
        return self.take(key, kind) if key in self else None

    def some(self, key: str, kind: type[T]) -> tuple[T, ...]:
        """Return the items of a list that must be there and have one at least.

        Raises:
            Refused: It is missing or empty, or an item is not of this type.
        """
        items = self.take(key, list)
        if not items:
            raise Refused(f'{self._place}: "{key}" is empty.', "Leave it out, or list something.")
        return tuple(
            self._checked(item, kind, f'item {place} of "{key}"')
            for place, item in enumerate(items, start=1)
        )

    def many(self, key: str, kind: type[T]) -> tuple[T, ...]:
        """Return the items of a list that may be left out; see `some`."""
        return self.some(key, kind) if key in self else ()

    def among(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """Return a list of names that are all known.

        Raises:
            Refused: The list is missing or empty, or a name in it is not known.
        """
        names = self.some(key, str)
        for name in names:
            if name not in known:
                hint = did_you_mean(name, known, "Define it first.")
                raise Refused(f'{self._place}: "{key}" names an unknown "{name}".', hint)
        return names

    def time(self, key: str) -> datetime:
        """Return a time in UTC.

        Raises:
            Refused: It is missing, not a time, or has no zone.
        """
        moment = self.take(key, datetime)
        if moment.tzinfo is None:
            raise Refused(f'{self._place}: "{key}" has no zone.', "End it in Z for UTC.")
        return moment.astimezone(UTC)

    def probability(self, key: str) -> float:
        """Return a probability from 1 % to 99 %: nothing said in words is certain.

        Raises:
            Refused: It is missing, or not such a number.
        """
        value = self.take(key, float)
        if not LEAST <= value <= MOST:
            raise self.fault(
                f'"{key}" is not a probability from {LEAST} to {MOST}.', "Write 70 % as 0.7."
            )
        return value

    def fault(self, problem: str, hint: str) -> Refused:
        """What is raised because of values that do not go together, with their place."""
        return Refused(f"{self._place}: {problem}", hint)

    def word(self, key: str, words: type[Word]) -> Word:
        """Return one of a fixed set of words.

        Raises:
            Refused: It is missing, or not one of them.
        """
        word = self.take(key, str)
        if word not in list(words):
            raise Refused(
                f'{self._place}: "{key}" cannot be "{word}".', f"It is one of: {', '.join(words)}"
            )
        return words(word)

    def named(self, key: str, kind: type[T]) -> dict[str, T]:
        """Return a table of values that are all of one type.

        Raises:
            Refused: It is missing, or a value is not of this type.
        """
        return {
            name: self._checked(value, kind, f'"{name}" in "{key}"')
            for name, value in self.take(key, dict).items()
        }

    def table(self, key: str) -> Fields:
        """Return a table within this one.

        Raises:
            Refused: It is missing, or not a table.
        """
        values = self.take(key, dict)
        if self._place.endswith("]"):
            return Fields(values, f"{self._place[:-1]}.{key}]")
        return Fields(values, f"{self._place} [{key}]")

    def listed(self, key: str) -> list[Fields]:
        """Return a list of tables that may be left out.

        Raises:
            Refused: It is not a list of tables.
        """
        return [
            Fields(values, f"{self._place} {key}, item {place}")
            for place, values in enumerate(self.many(key, dict), start=1)
        ]

    def group(self, key: str) -> dict[str, Fields]:
        """Return the tables, by name, of a table that may be left out.

        Raises:
            Refused: It is not a table, or something in it is none.
        """
        return self.table(key).tables() if key in self else {}

    def tables(self) -> dict[str, Fields]:
        """Return all that is here, as tables by name.

        Raises:
            Refused: Something here is not a table.
        """
        return {name: self.table(name) for name in self._values}

    def _checked(self, value: object, kind: type[T], what: str) -> T:
        # Not isinstance: to Python, true is a whole number and a time is a date.
        if type(value) is not kind:
            raise Refused(
                f"{self._place}: {what} must be {_NAMES[kind]}.",
                f"It is {_NAMES.get(type(value), 'something else')}.",
            )
        return value

    def _known(self) -> str:
        return ", ".join(sorted(self._asked)) or "no keys"


def read_toml(path: Path) -> Fields:
    """Read one TOML file.

    Raises:
        Refused: The file is absent, endless, not UTF-8, or not TOML.
    """
    text = _text(path)
    deep = Refused(f"{path} is nested too deeply.", "No key of a pack has more than four parts.")
    if _DEEP.search(text):
        raise deep
    try:
        return Fields(tomllib.loads(text), path.name)
    except RecursionError as error:
        raise deep from error
    except ValueError as error:  # of a number too long for Python, too
        raise Refused(
            f"{path} is not TOML: {error}.", "See https://toml.io for the rules."
        ) from error


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            read = file.read(_LONGEST + 1)
    except OSError as error:
        hint = "A pack has all its files in one folder, or is one file."
        raise Refused(f"{path} cannot be read.", hint) from error
    if len(read) > _LONGEST:
        raise Refused(f"{path} is longer than a pack.", f"The longest is {_LONGEST >> 20} MiB.")
    try:
        return read.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{path} is not UTF-8.", "Save it as UTF-8 text.") from error
