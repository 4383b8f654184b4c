"""`foretell forecast --from FILE`: all lines of a file that do not stand already, or none."""

from __future__ import annotations

import io
import sys
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cli.output.emit import emit
from cli.output.recorded import FIELDS, recorded_row
from cli.typed.values import parse_probability
from market.csv_table import CsvTable
from market.errors import Refused
from market.ledger.acts.reports import report
from market.ledger.names import fold_slug, forecaster_name
from market.ledger.views.live import live_forecast

if TYPE_CHECKING:
    from cli.invocation import Invocation
    from market.ledger.acts.reports import Recorded
    from market.ledger.writer import Writing

__all__ = ["record_file"]

COLUMNS = ("question", "probability")


class Said(NamedTuple):
    """A line of the file: what it says of which question."""

    line: int
    question: str
    probability: float


def record_file(call: Invocation, name: str) -> None:
    """Record the forecasts of a file in one entry, save those that stand already.

    Args:
        call: Whose forecasts they are, and where they go.
        name: A CSV file with the columns ``question`` and ``probability``, or ``-`` for standard
            input.

    Raises:
        Refused: The file is not such a file, has no rows, or a bad one; then nothing is recorded,
            and the details name the bad lines.
    """
    table = CsvTable(_stdin() if name == "-" else Path(name), COLUMNS, _meant)
    said = _read(table)  # to its end before the ledger is locked for it
    if not said and not table.faults.count:
        raise Refused("The list has no rows.", "Give a question and a probability in each line.")
    with call.writing("forecast --from") as writing:
        new = _without_standing(writing, call.user, said)
        recorded = _record(writing, call.user, table, new)
    stood = f"{len(said) - len(new)} stood already, " if len(new) < len(said) else ""
    emit(
        call.sink,
        fields=FIELDS,
        rows=[recorded_row(one) for one in recorded],
        text=lambda _: [f"{len(recorded)} recorded, {stood}0 refused"],
    )


def _read(table: CsvTable) -> list[Said]:
    """What the lines say; those that cannot be read are faults of the table."""
    pick, said = itemgetter(*map(table.header.index, COLUMNS)), []
    for line, cells in table.rows():
        with table.judging(line):
            question, probability = pick(cells)
            said.append(Said(line, question.strip(), parse_probability(probability)))
    return said


def _without_standing(writing: Writing, user: str, said: list[Said]) -> list[Said]:
    """The lines on questions on which the last of them is not what the user has standing."""
    last = {fold_slug(one.question): one.probability for one in said}
    stand = {
        question
        for question, probability in last.items()
        if live_forecast(writing.connection, question, forecaster_name(user)) == probability
    }
    return [one for one in said if fold_slug(one.question) not in stand]


def _record(writing: Writing, user: str, table: CsvTable, said: list[Said]) -> list[Recorded]:
    recorded = []
    for line, question, probability in said:
        with table.judging(line):
            recorded.append(report(writing, question, user, probability))
    table.refuse_faults()
    return recorded


def _stdin() -> io.TextIOWrapper:
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")


def _meant(column: str) -> str:
    """Spreadsheets write capitals; bulk files call the question by its id."""
    plain = column.strip().lower()
    return "question" if plain == "question_id" else plain
