"""`foretell forecast --from FILE`: all lines of a file that do not stand already, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cli.output.emit import emit
from cli.output.recorded import FIELDS, recorded_row
from cli.output.streams import say
from cli.shared.contradicted import contradiction_notes
from cli.shared.lists import ActList
from cli.typed.values import parse_probability
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
    """What a line of the file says of which question."""

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
    listed = ActList(name, COLUMNS, _read, "Give a question and a probability in each line.")
    ledger = call.ledger()
    with call.writing("forecast --from", ledger) as writing:
        new = _without_standing(writing, call.user, listed.acts)

        def record(said: Said) -> Recorded:
            return report(writing, said.question, call.user, said.probability)

        recorded = listed.record(new, record)
    stood = f"{len(listed.acts) - len(new)} stood already, " if len(new) < len(listed.acts) else ""
    emit(
        call.sink,
        fields=FIELDS,
        rows=[recorded_row(one) for one in recorded],
        text=lambda _: [f"{len(recorded)} recorded, {stood}0 refused"],
    )
    say(*contradiction_notes(ledger, call.user, recorded, call.now))


def _read(row: dict[str, str]) -> Said:
    return Said(row["question"], parse_probability(row["probability"]))


def _without_standing(
    writing: Writing, user: str, said: list[tuple[int, Said]]
) -> list[tuple[int, Said]]:
    """The lines on questions on which the last of them is not what the user has standing."""
    last = {fold_slug(one.question): one.probability for _, one in said}
    stand = {
        question
        for question, probability in last.items()
        if live_forecast(writing.connection, question, forecaster_name(user)) == probability
    }
    return [(line, one) for line, one in said if fold_slug(one.question) not in stand]
