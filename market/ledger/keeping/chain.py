"""The chain of digests, recomputed as the journal's records come by."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from market.errors import IntegrityError
from market.ledger.journal import GENESIS, digest, line
from market.ledger.keeping.written import Run
from market.ledger.times import utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    Record: TypeAlias = tuple[str, Sequence[Any]]  # a table's name, and the values of a row

__all__ = ["COMPARE", "Chain", "Sound", "named"]

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
        self._last: dict[str, int] = {}
        self._begin()

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
        number, text = values[0], line(table, values)
        if table == "entry":
            self.add_entry(values, Run(table, number, number, 1, text))
        else:
            self.add_run(Run(table, values[1], number, 1, text))

    def add_run(self, run: Run) -> None:
        """Check the next rows of the entry whose turn it is.

        Raises:
            IntegrityError: They are not what was recorded, as far as one can tell by now.
        """
        if run.entry != self._entries + 1:
            raise self._misplaced(run)
        due = self._last.get(run.table, 0) + 1
        if run.first < due:
            raise IntegrityError(f"Row {run.first} of {run.table} is out of its order.", COMPARE)
        if run.first > due:
            self._find(f"row {due} of {run.table} is not there")
        if run.fault is not None:
            self._find(f"row {run.first} of {run.table}: {run.fault}")
        self._last[run.table] = run.first + run.rows - 1
        self._digest.update(run.lines)
        self._written += run.rows
        self._rows += run.rows

    def add_entry(self, values: Sequence[Any], run: Run) -> None:
        """Check the next entry, whose rows have been added.

        Args:
            values: The entry's values in the order of its columns.
            run: Its canonical line.

        Raises:
            IntegrityError: It or its rows are not what was recorded.
        """
        if run.fault is not None:
            raise IntegrityError(f"Entry {self._entries + 1}: {run.fault}.", COMPARE)
        number, recorded_at, _, _, _, previous, rows, _ = values
        if number != self._entries + 1:
            raise self._missing()
        if number == 1 and previous != GENESIS:
            self._find("it is the first, and chained to another")
        elif previous != self._head:
            raise IntegrityError(
                f"Entry {number - 1} is not the one that {named(values)} was chained to.", COMPARE
            )
        if rows != self._digest.hexdigest():
            self._find("its rows are not those it recorded")
        if not self._written:
            self._find("it has no rows")
        if recorded_at < self._recorded_at:
            self._find("it is dated before the one it follows")
        if self._fault is not None:
            raise IntegrityError(f"{named(values)}: {self._fault}.", COMPARE)
        self._entries, self._recorded_at = number, recorded_at
        self._head = digest(run.lines)
        self._begin()

    def _begin(self) -> None:
        """Turn to the rows of the next entry."""
        self._digest, self._written = sha256(), 0
        self._fault: str | None = None

    def _find(self, fault: str) -> None:
        """Note what is wrong with the entry whose turn it is: the first such thing counts."""
        self._fault = self._fault or fault

    def _misplaced(self, run: Run) -> IntegrityError:
        if run.entry > self._entries:
            return self._missing()
        said = f"Entry {run.entry} did not write row {run.first} of {run.table}."
        return IntegrityError(said, COMPARE)

    def _missing(self) -> IntegrityError:
        return IntegrityError(f"Entry {self._entries + 1} is missing.", COMPARE)


def named(entry: Sequence[Any]) -> str:
    """An entry as messages call it.

    Args:
        entry: Its values in the order of its columns.
    """
    number, recorded_at, actor, command, *_ = entry
    return f"Entry {number} ({command} by {actor}, {utc(recorded_at)})"
