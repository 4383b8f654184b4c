"""Files of acts, given by ``--from``: all of their rows are recorded, or none."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from market.csv_table import CsvTable
from market.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["ActList"]

T = TypeVar("T")
R = TypeVar("R")


class ActList(Generic[T]):
    """The acts of a CSV file, read to its end before a ledger is locked for them.

    Attributes:
        acts: Line and act of each row that can be read; what is wrong with others is noted.

    Args:
        name: The file, or ``-`` for standard input.
        required: Columns it must have.
        read: What a row says, given its cells by column, without blanks around them.
        wants: What a row should say, for the hint where there is none.

    Raises:
        Refused: It is no such file, or has no rows.
    """

    def __init__(
        self, name: str, required: Sequence[str], read: Callable[[dict[str, str]], T], wants: str
    ) -> None:
        self._table = CsvTable(_stdin() if name == "-" else Path(name), required, _meant)
        self.acts: list[tuple[int, T]] = []
        for line, cells in self._table.rows():
            with self._table.judging(line):
                plain = (cell.strip() for cell in cells)
                row = dict(zip(self._table.header, plain, strict=True))
                self.acts.append((line, read(row)))
        if not self.acts and not self._table.faults.count:
            raise Refused("The list has no rows.", wants)

    def record(self, acts: Iterable[tuple[int, T]], act: Callable[[T], R]) -> list[R]:
        """Do all of them.

        Args:
            acts: Those of `acts` that are wanted.
            act: Does one.

        Raises:
            Refused: There were bad rows; the details name them.
        """
        done = []
        for line, one in acts:
            with self._table.judging(line):
                done.append(act(one))
        self._table.refuse_faults()
        return done


def _stdin() -> io.TextIOWrapper:
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")


def _meant(column: str) -> str:
    """Spreadsheets write capitals; bulk files call the question by its id."""
    plain = column.strip().lower()
    return "question" if plain == "question_id" else plain
