"""`foretell forecast --from FILE`: all lines of a file, or none."""

from __future__ import annotations

import io
import sys
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from cli.output.emit import emit
from cli.output.recorded import FIELDS, recorded_row
from cli.typed.values import parse_probability
from market.csv_table import CsvTable
from market.errors import Refused
from market.ledger.acts.reports import report

if TYPE_CHECKING:
    from cli.invocation import Invocation
    from market.ledger.acts.reports import Recorded
    from market.ledger.writer import Writing

__all__ = ["record_file"]

COLUMNS = ("question", "probability")


def record_file(call: Invocation, name: str) -> None:
    """Record all forecasts of a file in one entry.

    Args:
        call: Whose forecasts they are, and where they go.
        name: A CSV file with the columns ``question`` and ``probability``, or ``-`` for standard
            input.

    Raises:
        Refused: The file is not such a file, has no rows, or a bad one; then nothing is recorded,
            and the details name the bad lines.
    """
    table = CsvTable(_stdin() if name == "-" else Path(name), COLUMNS, _meant)
    rows = list(table.rows())  # read to its end before the ledger is locked for it
    with call.writing("forecast --from") as writing:
        recorded = _record(writing, call.user, table, rows)
    emit(
        call.sink,
        fields=FIELDS,
        rows=[recorded_row(one) for one in recorded],
        text=lambda _: [f"{len(recorded)} recorded, 0 refused"],
    )


def _record(
    writing: Writing, user: str, table: CsvTable, rows: list[tuple[int, list[str]]]
) -> list[Recorded]:
    pick = itemgetter(*map(table.header.index, COLUMNS))
    recorded = []
    for line, cells in rows:
        with table.judging(line):
            question, probability = pick(cells)
            said = parse_probability(probability)
            recorded.append(report(writing, question.strip(), user, said))
    table.refuse_faults()
    if not recorded:
        raise Refused("The list has no rows.", "Give a question and a probability in each line.")
    return recorded


def _stdin() -> io.TextIOWrapper:
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")


def _meant(column: str) -> str:
    """Spreadsheets write capitals; bulk files call the question by its id."""
    plain = column.strip().lower()
    return "question" if plain == "question_id" else plain
