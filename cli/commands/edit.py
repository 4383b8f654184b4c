"""`foretell edit`: another wording of a question, or other dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import Invocation, Slug, command, new_app
from cli.output.emit import emit
from cli.output.figures import counted
from cli.output.labels import labelled
from cli.output.streams import WIDEST, say
from cli.output.wording import NAMES, plain, told
from cli.shared.worded import Background, Criteria, Family, FinePrint, Source, Tags, parse_close
from market.errors import UsageError

if TYPE_CHECKING:
    from cli.output.streams import Screen
    from market.ledger.acts.editing import Amended

__all__ = ["app"]

FIELDS = ("field", "before", "after")

app = new_app()

Title = Annotated[
    str | None, typer.Option("--title", metavar="TEXT", help="The question in one sentence.")
]
Closes = Annotated[
    str | None,
    typer.Option("--closes", metavar="TIME", help="Its scheduled close: a day means its end, UTC."),
]
Untag = Annotated[
    list[str] | None,
    typer.Option("--untag", metavar="TAG", help="A tag to take away; may be given again."),
]
Hide = Annotated[
    bool | None,
    typer.Option("--hide-crowd/--show-crowd", help="Show the crowd only to who has forecast."),
]


@command(
    app,
    'foretell edit bridge-opens --criteria "The first car crosses it"',
    "foretell edit bridge-opens --closes 2027-06-30 --tag city",
    writes=True,
)
def edit(
    call: Invocation,
    question: Slug,
    *,
    title: Title = None,
    criteria: Criteria = None,
    fine_print: FinePrint = None,
    background: Background = None,
    source: Source = None,
    closes: Closes = None,
    family: Family = None,
    tag: Tags = None,
    untag: Untag = None,
    hide_crowd: Hide = None,
) -> None:
    """Change a question's words or dates from now on.

    The earlier ones are kept. Once somebody has given a forecast, `foretell show` announces what
    has changed since in title, criteria, fine print and close. An empty text takes one away.
    """
    given = {
        "title": title,
        "criteria": criteria,
        "fine_print": fine_print,
        "background": background,
        "source": source,
        "closes": None if closes is None else parse_close(closes, call.now),
        "family": family,
        "crowd_hidden": hide_crowd,
    }
    changes: dict[str, Any] = {field: value for field, value in given.items() if value is not None}
    if not (changes or tag or untag):
        raise UsageError("Edit what?", f"foretell edit {question} --criteria TEXT   (see --help)")
    if "family" in changes:
        changes["family"] = family or None
    from market.ledger.acts.editing import amend

    with call.writing("edit") as writing:
        if closes is not None:
            changes["closes"] = parse_close(closes, writing.now)
        amended = amend(writing, question, changes, tag=tag or (), untag=untag or ())
    _tell(call, amended, writing.entry)


def _tell(call: Invocation, amended: Amended, entry: int) -> None:
    rows = [
        {
            "field": change.field,
            "before": plain(change.field, change.before),
            "after": plain(change.field, change.after),
        }
        for change in amended.changes
    ]

    def text(screen: Screen) -> list[str]:
        lines = (
            (
                NAMES[change.field].capitalize(),
                f"{told(change.field, change.before)} → {told(change.field, change.after)}",
            )
            for change in amended.changes
        )
        return [f"Edited  {amended.slug}", *labelled(lines, screen.width or WIDEST)]

    document = {
        "question": amended.slug,
        "forecasts": amended.forecasts,
        "people": amended.people,
        "entry": entry,
        "rows": rows,
    }
    emit(call.sink, fields=FIELDS, rows=rows, document=document, text=text)
    _announce(amended)


def _announce(amended: Amended) -> None:
    from market.ledger.acts.editing import DECISIVE

    decisive = [NAMES[change.field] for change in amended.changes if change.field in DECISIVE]
    if decisive and amended.people:
        people = "1 person has" if amended.people == 1 else f"{amended.people:,} people have"
        say(
            f"Note: {people} given {counted(amended.forecasts, 'forecast')} on it.",
            f"      From now on its page announces what has changed: {', '.join(decisive)}.",
            f"Next: foretell show {amended.slug}",
        )
