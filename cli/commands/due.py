"""`foretell due`: what closes soon, for the eye and for the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import Invocation, command, new_app
from cli.output.dates import day, iso, to_go
from cli.output.emit import emit
from cli.output.figures import MISSING, counted, precise_percent
from cli.output.files import is_same_file, refuse_taken, write_file
from cli.output.streams import say
from cli.output.table import READABLE, Column, table
from cli.shared.outlook import hidden_line, outlooks
from cli.typed.values import parse_span
from market.errors import UsageError
from market.ledger.views.questions import question_states

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.sink import Sink
    from cli.output.streams import Screen
    from cli.shared.outlook import Outlook

__all__ = ["app"]

FIELDS = ("question", "title", "closes", "you", "you_at", "crowd", "people", "crowd_hidden")

app = new_app()

Within = Annotated[str, typer.Option("--within", metavar="SPAN", help="How soon: 36h, 14d, 2w.")]
Calendar = Annotated[
    str | None,
    typer.Option(
        "--ics",
        metavar="FILE",
        help="Write them to a calendar (iCalendar), too; --force replaces one.",
    ),
]


@command(app, "foretell due", "foretell due --within 8w --ics deadlines.ics")
def due(call: Invocation, *, within: Within = "14d", ics: Calendar = None) -> None:
    """List what closes soon, also as a calendar.

    The calendar has an event at each close, with an alarm a day earlier. Read in again, a newer
    file moves the events of the older one.
    """
    span = parse_span(within)
    _refuse_calendar(ics, call.sink)
    now = call.now
    with call.ledger().reading() as connection:
        states = [
            state
            for state in question_states(connection, now=now)
            if state.status == "open" and state.actual_close <= now + span
        ]
        soon = outlooks(connection, call, states, now)

    def text(screen: Screen) -> Iterator[str]:
        yield f"{counted(len(soon), 'question')} to close within {within} · {day(now)}"
        if soon:
            yield ""
            yield from _table(soon, now, screen)
            yield from hidden_line(soon)

    emit(call.sink, fields=FIELDS, rows=[_row(one) for one in soon], text=text)
    if ics is not None:
        from cli.output.calendar import calendar

        write_file(ics, calendar([one.state for one in soon], now), force=call.sink.force)
        say(f"Wrote {ics}")
    say(f"Next: {_next(soon, now)}")


def _refuse_calendar(ics: str | None, sink: Sink) -> None:
    if ics is None:
        return
    if ics == "-" or is_same_file(ics, sink.path):
        raise UsageError("--ics needs a file of its own.", "As in --ics deadlines.ics")
    refuse_taken(ics, force=sink.force)


def _next(soon: Sequence[Outlook], now: int) -> str:
    missing = [one.state.slug for one in soon if one.awaits(now)]
    if missing:
        return f"foretell forecast {missing[0]} 30%"
    return f"foretell show {soon[0].state.slug}" if soon else "foretell due --within 12w"


def _row(one: Outlook) -> dict[str, Any]:
    return {
        "question": one.state.slug,
        "title": one.state.title,
        "closes": iso(one.state.closes),
        "you": one.you,
        "you_at": iso(one.mine.at if one.mine else None),
        "crowd": one.median,
        "people": one.people,
        "crowd_hidden": one.hidden,
    }


def _table(soon: Sequence[Outlook], now: int, screen: Screen) -> list[str]:
    columns = (
        Column("question", shrinks=True, least=READABLE),
        Column("closes"),
        Column("", leaves=1),
        Column("you", right=True),
        Column("since", leaves=2),
        Column("crowd", right=True),
        Column("people", right=True),
    )
    return table(columns, (_cells(one, now) for one in soon), screen)


def _cells(one: Outlook, now: int) -> list[str]:
    return [
        one.state.slug,
        day(one.state.actual_close),
        to_go(one.state.actual_close - now),
        MISSING if one.you is None else precise_percent(one.you),
        day(one.mine.at) if one.mine else "",
        one.shown_median,
        str(one.people),
    ]
