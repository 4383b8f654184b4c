"""The chain of digests, recomputed as the journal's records come by."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from market.errors import IntegrityError
from market.ledger.journal import GENESIS, digest, line
from market.ledger.times import utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    Record: TypeAlias = tuple[str, Sequence[Any]]  # a table's name, and the values of a row

__all__ = ["COMPARE", "Chain", "Sound"]

COMPARE = "Compare with a backup, or with a head that was published."
"""What to do about a journal that contradicts itself."""


class Sound(NamedTuple):
    """What was found in a journal without fault.

    Attributes:
        entries: How many entries it has.
        rows: How many rows they wrote.
        head: The digest of the last entry. Published, it pins everything up to it.
    """

    entries: int
    rows: int
    head: str


class Chain:
    """Checks records, each entry after its rows, against the digests that the entries carry."""

    def __init__(self) -> None:
        self._entries, self._rows, self._head = 0, 0, GENESIS
        self._recorded_at = 0
        self._digest = sha256()
        self._last: dict[str, int] = {}

    @property
    def sound(self) -> Sound:
        """What has been checked so far, up to the last entry."""
        return Sound(self._entries, self._rows, self._head)

    def through(self, records: Iterable[Record]) -> Iterator[Record]:
        """The same records, each checked before it is handed on.

        Raises:
            IntegrityError: One of them is not what was recorded.
        """
        for table, values in records:
            self.add(table, values)
            yield table, values

    def add(self, table: str, values: Sequence[Any]) -> None:
        """Check the next record.

        Args:
            table: Its table.
            values: The row's values in the order of the table's columns.

        Raises:
            IntegrityError: It is not what was recorded, as far as one can tell by now.
        """
        if table == "entry":
            self._add_entry(values)
            return
        number, entry = values[0], values[1]
        if entry != self._entries + 1:
            raise self._misplaced(table, number, entry)
        if number <= self._last.get(table, 0):
            raise IntegrityError(f"Row {number} of {table} is out of its order.", COMPARE)
        self._last[table] = number
        self._digest.update(line(table, values))
        self._rows += 1

    def _add_entry(self, values: Sequence[Any]) -> None:
        number, recorded_at, _, _, _, previous, rows, _ = values
        if number != self._entries + 1:
            raise self._missing()
        if previous != self._head:
            raise IntegrityError(
                f"Entry {number - 1} is not the one that {_named(values)} was chained to.", COMPARE
            )
        if rows != self._digest.hexdigest():
            said = f"{_named(values)}: its rows are not those it recorded."
            raise IntegrityError(said, COMPARE)
        if recorded_at < self._recorded_at:
            raise IntegrityError(f"{_named(values)} is dated before the one it follows.", COMPARE)
        self._entries, self._recorded_at = number, recorded_at
        self._head = digest(line("entry", values))
        self._digest = sha256()

    def _misplaced(self, table: str, number: int, entry: int) -> IntegrityError:
        if entry > self._entries:
            return self._missing()
        return IntegrityError(f"Entry {entry} did not write row {number} of {table}.", COMPARE)

    def _missing(self) -> IntegrityError:
        return IntegrityError(f"Entry {self._entries + 1} is missing.", COMPARE)


def _named(entry: Sequence[Any]) -> str:
    number, recorded_at, actor, command, *_ = entry
    return f"Entry {number} ({command} by {actor}, {utc(recorded_at)})"
