"""Reading a CSV table: its header, its rows with their lines, and what is wrong with them."""

from __future__ import annotations

import csv
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from market.errors import ForetellError, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["CsvTable"]

_SHOWN_FAULTS = 20


class CsvTable:
    """A CSV file with a header line, in UTF-8.

    Attributes:
        header: Names of the columns.

    Args:
        path: The file.
        required: Columns it must have; others may stand beside them.

    Raises:
        Refused: The file cannot be read, lacks a column or names one twice.
    """

    def __init__(self, path: Path, required: Sequence[str]) -> None:
        self._path = path
        self._faults: list[str] = []
        self._count = 0
        # One pass: a pipe can be read only once.
        self._lines = self._read()
        _, self.header = next(self._lines, (1, []))
        missing = [name for name in required if name not in self.header]
        if missing:
            raise Refused(
                f"{path} has no column {', '.join(missing)}.",
                f"The first line names the columns: {','.join(required)}",
            )
        twice = [name for name, count in Counter(self.header).items() if name and count > 1]
        if twice:
            raise Refused(f"{path} has several columns {', '.join(twice)}.", "Keep one of each.")

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Line and cells of every row after the header, once; blank lines are passed over.

        A row that goes on over several lines has the number of its first.
        """
        width = len(self.header)
        for line, cells in self._lines:
            if len(cells) == width:
                yield line, cells
            elif cells:
                self._fault(line, f"{len(cells)} cells instead of {width}")

    @contextmanager
    def judging(self, line: int) -> Iterator[None]:
        """Note a ValueError or Refused raised inside as a fault of the line."""
        try:
            yield
        except (ValueError, ForetellError) as error:
            self._fault(line, str(error))

    def refuse_faults(self) -> None:
        """Raise what was noted.

        Raises:
            Refused: There were faults; the details give the first of them with their lines.
        """
        if not self._count:
            return
        rest = self._count - len(self._faults)
        rows = "row" if self._count == 1 else "rows"
        raise Refused(
            f"{self._path} has {self._count:,} bad {rows}; nothing was taken from it.",
            "Mend these rows, or leave them out.",
            [*self._faults, *([f"and {rest:,} more"] if rest else [])],
        )

    def _fault(self, line: int, reason: str) -> None:
        self._count += 1
        if len(self._faults) < _SHOWN_FAULTS:
            self._faults.append(f"line {line}: {reason.rstrip('.')}")

    def _read(self) -> Iterator[tuple[int, list[str]]]:
        line = 1
        try:
            with self._path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.reader(file, strict=True)
                for cells in reader:
                    yield line, cells
                    line = reader.line_num + 1
        except OSError as error:
            raise Refused(f"{self._path} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise Refused(f"{self._path} is not UTF-8.", "Save it as UTF-8.") from error
        except csv.Error as error:
            raise Refused(f"{self._path} line {line} is not CSV: {error}.") from error
