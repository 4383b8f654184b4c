"""`foretell forecast`: records a probability, or a file of them."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import Invocation, command, new_app
from cli.output.dates import moment
from cli.output.emit import emit
from cli.output.recorded import FIELDS, recorded_line, recorded_row
from cli.values import parse_probability, parse_time
from market.errors import UsageError
from market.ledger.reports import report

__all__ = ["app"]

app = new_app()

Question = Annotated[str | None, typer.Argument(metavar="QUESTION", help="The question's slug.")]
Probability = Annotated[
    str | None, typer.Argument(metavar="PROBABILITY", help="70%, 0.7, 7/10, or 2:1 (odds for).")
]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="Your reason.")]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="When it was said, if not now: 2026-03-01, -2d."),
]
Source = Annotated[str | None, typer.Option("--source", metavar="URL", help="Where it was said.")]
Quote = Annotated[str | None, typer.Option("--quote", metavar="TEXT", help="How it was said.")]
From = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="FILE", help="Record all lines of a CSV file: question,probability."
    ),
]


@command(
    app,
    'foretell forecast second-summit-by-2027 30% --why "no date yet"',
    "foretell forecast --from mine.csv",
)
def forecast(
    call: Invocation,
    question: Question = None,
    probability: Probability = None,
    *,
    why: Why = None,
    at: At = None,
    source: Source = None,
    quote: Quote = None,
    file: From = None,
) -> None:
    """Record your probability for a question.

    It stands until you give another, or the question closes. With --from, either all lines of the
    file are recorded or none; - reads standard input.
    """
    if file is not None:
        if any(word is not None for word in (question, probability, why, at, source, quote)):
            raise UsageError("--from takes no other words.", "foretell forecast --from FILE")
        from cli.commands.forecast_file import record_file

        record_file(call, file)
        return
    if question is None or probability is None:
        raise UsageError(
            "Which question, and with what probability?",
            "foretell forecast QUESTION 30%   (several: foretell forecast --from FILE)",
        )
    said = parse_probability(probability)
    when = None if at is None else parse_time(at, call.now)
    with call.ledger().writing(call.user, "forecast") as writing:
        recorded = report(
            writing, question, call.user, said, at=when, rationale=why, source=source, quote=quote
        )
    row = recorded_row(recorded)
    line = recorded_line(recorded) + ("" if when is None else f"   said {moment(when)}")
    emit(call.sink, fields=FIELDS, rows=[row], document=row, text=lambda _: [line])
