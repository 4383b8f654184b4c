"""Reading a CSV table: its header, its rows with their lines, and what is wrong with them."""

from __future__ import annotations

import csv
from collections import Counter
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from market.errors import ForetellError, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

__all__ = ["CsvTable"]

_SHOWN_FAULTS = 20


class CsvTable:
    """A CSV table with a header line: a file in UTF-8, or a stream of text.

    Attributes:
        header: Names of the columns.

    Args:
        source: The file; or the stream, opened with ``newline=""`` so that quoted line ends stay.
        required: Columns it must have; others may stand beside them.
        meant: Gives the column that is meant by a name in the header.

    Raises:
        Refused: The source cannot be read, lacks a column or names one twice.
    """

    def __init__(
        self,
        source: Path | TextIO,
        required: Sequence[str],
        meant: Callable[[str], str] = str,
    ) -> None:
        self._source = source
        self._name = str(source) if isinstance(source, Path) else "The table"
        self._faults: list[tuple[int, str]] = []
        self._count = 0
        # One pass: a pipe can be read only once.
        self._lines = self._read()
        _, header = next(self._lines, (1, []))
        self.header = [meant(name) for name in header]
        missing = [name for name in required if name not in self.header]
        if missing:
            raise Refused(
                f"{self._name} has no column {', '.join(missing)}.",
                f"The first line names the columns: {','.join(required)}",
            )
        twice = [name for name, count in Counter(self.header).items() if name and count > 1]
        if twice:
            said = f"{self._name} has several columns {', '.join(twice)}."
            raise Refused(said, "Keep one of each.")

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
        """Note a ValueError or ForetellError raised inside as a fault of the line."""
        try:
            yield
        except ForetellError as error:
            self._fault(line, f"{error.message} {error.hint}")
        except ValueError as error:
            self._fault(line, str(error))

    def refuse_faults(self) -> None:
        """Raise what was noted.

        Raises:
            Refused: There were faults; the details give the first of them with their lines.
        """
        if not self._count:
            return
        faults = [f"line {line}: {reason}" for line, reason in sorted(self._faults)]
        rest = self._count - len(self._faults)
        rows = "row" if self._count == 1 else "rows"
        raise Refused(
            f"{self._name} has {self._count:,} bad {rows}; nothing was taken from it.",
            "Mend these rows, or leave them out.",
            [*faults, *([f"and {rest:,} more"] if rest else [])],
        )

    def _fault(self, line: int, reason: str) -> None:
        self._count += 1
        if len(self._faults) < _SHOWN_FAULTS:
            self._faults.append((line, reason.rstrip(" .")))

    def _read(self) -> Iterator[tuple[int, list[str]]]:
        line = 1
        try:
            with self._opened() as file:
                reader = csv.reader(file, strict=True)
                for cells in reader:
                    yield line, cells
                    line = reader.line_num + 1
        except OSError as error:
            said = f"{self._name} cannot be read: {error.strerror}."
            raise Refused(said, "Check its name and folder.") from error
        except UnicodeDecodeError as error:
            raise Refused(f"{self._name} is not UTF-8.", "Save it as UTF-8.") from error
        except csv.Error as error:
            raise Refused(f"{self._name} line {line} is not CSV: {error}.") from error

    def _opened(self) -> AbstractContextManager[TextIO]:
        """The stream; one that was given is whose it was, and stays open."""
        if isinstance(self._source, Path):
            return self._source.open(encoding="utf-8-sig", newline="")
        return nullcontext(self._source)
