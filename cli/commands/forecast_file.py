"""`foretell forecast --from FILE`: all lines of a file, or none."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cli.output.emit import emit
from cli.output.recorded import FIELDS, recorded_row
from cli.values import parse_probability
from market.errors import ForetellError, Refused
from market.ledger.reports import report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.invocation import Invocation
    from market.ledger.reports import Recorded
    from market.ledger.writer import Writing

__all__ = ["record_file"]


class Line(NamedTuple):
    """One line of the file: its number, and what it says."""

    number: int
    question: str
    probability: str


def record_file(call: Invocation, name: str) -> None:
    """Record all forecasts of a file in one entry.

    Args:
        call: Whose forecasts they are, and where they go.
        name: A CSV file with the columns ``question`` and ``probability``, or ``-`` for standard
            input.

    Raises:
        Refused: The file is not such a file, or a line of it is bad; then nothing is recorded,
            and the details name every bad line.
    """
    lines = list(_lines(_read(name), name))
    with call.ledger().writing(call.user, "forecast --from") as writing:
        recorded = _record(writing, call.user, lines)
    emit(
        call.sink,
        fields=FIELDS,
        rows=[recorded_row(one) for one in recorded],
        text=lambda _: [f"{len(recorded)} recorded, 0 refused"],
    )


def _record(writing: Writing, user: str, lines: list[Line]) -> list[Recorded]:
    recorded, faults = [], []
    for line in lines:
        try:
            said = parse_probability(line.probability)
            recorded.append(report(writing, line.question, user, said))
        except ForetellError as error:
            faults.append(f"line {line.number}: {error.message}  {error.hint}".rstrip())
    if faults:
        raise Refused(
            f"Nothing was recorded: {len(faults)} of {len(lines)} lines are bad.",
            "Mend them and give the whole file again.",
            faults,
        )
    return recorded


def _read(name: str) -> str:
    content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{name} is not a text in UTF-8.", "Save it as CSV, UTF-8.") from None


def _lines(content: str, name: str) -> Iterator[Line]:
    reader = csv.DictReader(io.StringIO(content, newline=""), restval="", strict=True)
    try:
        header = [(field or "").strip().lower() for field in reader.fieldnames or ()]
        reader.fieldnames = ["question" if field == "question_id" else field for field in header]
        if not {"question", "probability"} <= set(reader.fieldnames):
            raise Refused(
                f"{name} does not begin with the names of its columns.",
                "Its first line must be: question,probability",
            )
        for row in reader:
            yield Line(reader.line_num, row["question"].strip(), row["probability"])
    except csv.Error as error:
        hint = f"See line {reader.line_num}."
        raise Refused(f"{name} is not a CSV file: {error}.", hint) from error
