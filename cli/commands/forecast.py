"""`foretell forecast`: records a probability, or a file of them."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import typer

from cli.options import Invocation, command, new_app
from cli.output.emit import emit
from cli.output.recorded import FIELDS, recorded_lines, recorded_row
from cli.output.streams import say
from cli.typed.values import parse_probability, time_reader
from market.errors import UsageError
from scoring.kinds import Kind

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
    "foretell forecast second-summit-by-2027 80% --as pia --at 2026-03-01 --source URL",
    "foretell forecast --from mine.csv",
    writes=True,
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
    file are recorded or none, but for those that stand already; - reads standard input. On a
    terminal and without any word, it goes through the open questions on which you have no
    forecast, one by one.
    """
    single = (question, probability, why, at, source, quote)
    if file is not None:
        if any(word is not None for word in single):
            raise UsageError("--from takes no other words.", "foretell forecast --from FILE")
        from cli.commands.forecast_file import record_file

        record_file(call, file)
    elif all(word is None for word in single) and _is_conversation():
        if call.key is not None:
            raise UsageError(
                "--key names one act, and this is one for each question.", "Leave --key out."
            )
        from cli.commands.forecast_walk import walk

        walk(call)
    elif question is None or probability is None:
        raise UsageError(
            "Which question, and with what probability?",
            "foretell forecast QUESTION 30%   (several: foretell forecast --from FILE)",
        )
    else:
        said = Said(parse_probability(probability), why, source, quote)
        _record(call, question, said, at, odds=":" in probability)


def _is_conversation() -> bool:
    from cli.output.conversation import is_conversation

    return is_conversation()


class Said(NamedTuple):
    """What was said, and what was said of it."""

    probability: float
    rationale: str | None
    source: str | None
    quote: str | None


def _record(call: Invocation, question: str, said: Said, at: str | None, *, odds: bool) -> None:
    from cli.shared.contradicted import contradiction_notes
    from market.ledger.acts.reports import report

    when, ledger = time_reader(at, call.now), call.ledger()
    with call.writing("forecast", ledger) as writing:
        recorded = report(writing, question, call.user, at=when(writing.now), **said._asdict())
    row = recorded_row(recorded)
    emit(
        call.sink,
        fields=FIELDS,
        rows=[row],
        document=row,
        text=lambda screen: recorded_lines(recorded, screen, odds=odds),
    )
    if recorded.kind is Kind.PUNDIT and not said.source:
        say(f"Note: without --source nobody can check that {call.user} said so.")
    say(*contradiction_notes(ledger, call.user, [recorded], call.now))
