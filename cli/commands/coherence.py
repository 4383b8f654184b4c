"""`foretell coherence`: whether somebody's forecasts on linked questions hold together."""

from __future__ import annotations

from shlex import quote
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsOf, Invocation, command, new_app
from cli.output.emit import emit
from cli.output.figures import precise_percent
from cli.output.streams import WIDEST, say
from cli.shared.query import ForecastFiles, Query, QuestionFile, Tag
from market.ledger.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from cli.shared.coherent import Coherent
    from cli.shared.polls import Asked

__all__ = ["app"]

app = new_app()

_FEW = 2
"""Forecasts that are advised one by one; more are recorded from a file."""

Somebody = Annotated[
    str | None,
    typer.Argument(metavar="WHO", help="A forecaster's name, @median or another pool; else you."),
]


@command(
    app,
    "foretell coherence",
    "foretell coherence @median --tag energy",
    "foretell coherence ana --csv | foretell forecast --from -",
)
def coherence(
    call: Invocation,
    who: Somebody = None,
    *,
    tag: Tag = None,
    as_of: AsOf = None,
    questions: QuestionFile = None,
    forecasts: ForecastFiles = None,
) -> None:
    """Say where forecasts on linked questions contradict each other.

    Of the forecasts that stand on unresolved questions: every link that they break, what somebody
    could win from it whatever happens, and the nearest forecasts that hold together. Those never
    score worse in sum, however the questions resolve. As CSV, they can be recorded with foretell
    forecast --from FILE.
    """
    query = Query.of(call.now, (questions, forecasts), as_of=as_of, tag=tag)
    from cli.output.coherence import FIELDS, document, extent, lines, rows
    from cli.shared.coherent import coherent_of

    asked = query.read(call)
    name, told = coherent_of(call, asked, query, call.user if who is None else who)
    mine = fold(name) == fold(call.user)

    def text(screen: Screen) -> Iterator[str]:
        heading = " · ".join([f"Coherence of {name}", *query.source, *query.words, extent(told)])
        yield from wrap(heading, screen.width or WIDEST)
        yield ""
        yield from lines(told, screen, whose="your" if mine else "the")

    shown = query.document() | {"forecaster": name} | document(told)
    emit(call.sink, fields=FIELDS, rows=rows(told), document=shown, text=text)
    if mine and query.files is None and as_of is None:
        say(*_advice(told, asked, tag))


def _advice(told: Coherent, asked: Asked, tag: str | None) -> list[str]:
    """How one's own forecasts become coherent, as far as their questions still take any."""
    from cli.output.coherence import moved
    from scoring.bounds import HIGHEST, LOWEST

    if not told.standing:
        return ["Next: foretell questions --missing"]
    open_ = {state.slug for state in asked.states if state.status == "open"}
    rows = moved(told)
    given = [
        row for row in rows if row["question"] in open_ and LOWEST <= row["probability"] <= HIGHEST
    ]
    if len(given) == len(rows) > _FEW:
        words = f"foretell coherence{f' --tag {quote(tag)}' if tag else ''} --csv"
        return [f"Next: {words} | foretell forecast --from -"]
    heads = ["Next: ", *[" " * len("Next: ")] * (_FEW - 1)]
    return [
        f"{head}foretell forecast {row['question']} {precise_percent(row['probability'])}"
        for head, row in zip(heads, given, strict=False)
    ]
