"""`foretell close`: ends the forecasting on a question before its time, or lists what is due."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import Invocation, command, new_app
from cli.output.dates import day
from cli.output.streams import say
from cli.shared.ruled import Why, record_ruling, tell_ruling
from market.errors import UsageError

__all__ = ["app"]

app = new_app()

Question = Annotated[str | None, typer.Argument(metavar="QUESTION", help="The question's slug.")]
Due = Annotated[
    bool, typer.Option("--due", help="List what has closed by itself and waits to be resolved.")
]


@command(
    app,
    'foretell close second-summit-by-2027 --why "the outcome is about to leak"',
    "foretell close --due",
    writes=True,
)
def close(
    call: Invocation, question: Question = None, *, due: Due = False, why: Why = None
) -> None:
    """Stop taking forecasts on a question, before its time.

    What stands goes on standing until now, and counts once the question is resolved. Questions
    close by themselves at their scheduled close: with --due, nothing is recorded, and those that
    have closed and wait to be resolved are listed as `foretell questions --due` lists them.
    """
    if due:
        if question is not None or why is not None or call.key is not None:
            raise UsageError(
                "--due takes no other words: it closes nothing.", "foretell close --due"
            )
        _list_due(call)
        return
    if question is None:
        raise UsageError(
            "Which question is to be closed?",
            "foretell close QUESTION   (what waits to be resolved: foretell close --due)",
        )
    ruled = record_ruling(call, question, "close", why)
    scheduled = f"it was to close {day(ruled.after.closes)}"
    tell_ruling(call, ruled, "Closed", f"takes no more forecasts; {scheduled}")


def _list_due(call: Invocation) -> None:
    """List what waits; a question needs no command to close at its time."""
    from cli.commands.questions import questions
    from market.ledger.views.questions import question_states

    with call.ledger().reading() as connection:
        waits = any(one.status == "closed" for one in question_states(connection, now=call.now))
    questions(call, due=True)
    say("Nothing was recorded: questions close by themselves at their scheduled close.")
    if waits:
        say("Next: foretell resolve QUESTION yes|no")
