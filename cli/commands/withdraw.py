"""`foretell withdraw`: ends a standing forecast."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import Invocation, Slug, command, new_app
from cli.output.emit import emit
from cli.output.recorded import FIELDS, recorded_lines, recorded_row
from cli.typed.values import time_reader

__all__ = ["app"]

app = new_app()

Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="Your reason.")]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="Since when, if not now: 2026-03-01, -2d."),
]


@command(
    app,
    "foretell withdraw second-summit-by-2027",
    'foretell withdraw second-summit-by-2027 --why "I work for one of the two now"',
    writes=True,
)
def withdraw(call: Invocation, question: Slug, *, why: Why = None, at: At = None) -> None:
    """Take your forecast back from now on.

    The time until now, on which it stood, is scored. You may give another forecast whenever you
    like.
    """
    from market.ledger.acts.reports import report

    when = time_reader(at, call.now)
    with call.writing("withdraw") as writing:
        recorded = report(writing, question, call.user, None, at=when(writing.now), rationale=why)
    row = recorded_row(recorded)
    emit(
        call.sink,
        fields=FIELDS,
        rows=[row],
        document=row,
        text=lambda screen: recorded_lines(recorded, screen),
    )
