"""`foretell user`: who forecasts in a ledger, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import Invocation, Who, command, new_group
from cli.output.dates import day, iso
from cli.output.emit import emit
from cli.output.figures import MISSING, counted
from cli.output.labels import labelled
from cli.output.streams import WIDEST, say
from cli.output.table import Column, table
from cli.typed.who import as_word, place_of
from market.errors import Refused
from scoring.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.labels import Labelled
    from cli.output.streams import Screen
    from market.ledger.views.forecasters import ForecasterState

__all__ = ["app"]

FIELDS = ("forecaster", "kind", "since", "forecasts", "questions", "last")
ALL_FIELDS = (*FIELDS, "standing", "late")

app = new_group("Add, list and show forecasters.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name, at most 64 characters.")]
OfKind = Annotated[
    Kind, typer.Option("--kind", metavar="KIND", help="What stands behind it: person, pundit, …")
]


@command(
    app,
    "foretell user add ana",
    'foretell user add "Thomas Friedman" --kind pundit',
    writes=True,
)
def add(call: Invocation, name: Name, *, kind: OfKind = Kind.PERSON) -> None:
    """Add a forecaster before the first forecast.

    A person is made at first use, too. A pundit is somebody whose public words others enter, with
    --at and --source; an imported forecaster comes from elsewhere.
    """
    from market.ledger.acts.forecasters import add_forecaster, fit_to_add
    from market.ledger.views.forecasters import ForecasterState

    name = fit_to_add(name, kind)  # before a ledger is made for it
    ledger = call.ledger_to_begin()
    with call.writing("user add", ledger) as writing:
        number = add_forecaster(writing, name, kind)
    ledger.close()
    added = ForecasterState(number, name, kind, writing.now, forecasts=0, questions=0, last=None)
    row = _row(added)
    told = [f"Added {added.name}, {_as_what(added)}."]
    emit(call.sink, fields=FIELDS, rows=[row], document=row, text=lambda _: told)
    from shlex import quote

    how = " --at TIME --source ADDRESS" if kind is Kind.PUNDIT else ""
    say(f"Next: foretell forecast QUESTION 30% --as {quote(added.name)}{how}")


@command(app, "foretell user list", "foretell user list --json")
def list_(call: Invocation) -> None:
    """List forecasters by name, with how much each has said."""
    from market.ledger.views.forecasters import forecaster_states

    with call.ledger().reading() as connection:
        states = forecaster_states(connection)

    def text(screen: Screen) -> Iterator[str]:
        yield f"{counted(len(states), 'forecaster')} · {day(call.now)}"
        if states:
            yield ""
            yield from _table(states, screen)

    emit(call.sink, fields=FIELDS, rows=[_row(state) for state in states], text=text)
    if not states:
        say("Next: foretell user add NAME   (or: foretell forecast QUESTION 30%)")


@command(app, "foretell user show ana", "foretell user show ana --json")
def show(call: Invocation, who: Who) -> None:
    """Show one forecaster: since when, and how much was said."""
    from market.ledger.views.forecasters import forecaster_states, late_count, standing_count
    from market.ledger.views.questions import question_states

    now = call.now
    with call.ledger().reading() as connection:
        states = forecaster_states(connection)
        _refuse_computed(who)
        shown = states[place_of(who, [state.name for state in states])]
        questions = question_states(connection, now=now)
        row = _row(shown) | {
            "standing": standing_count(connection, shown.id, questions, now),
            "late": late_count(connection, shown, questions),
        }
    told = tuple(_told(shown, row))
    emit(
        call.sink,
        fields=ALL_FIELDS,
        rows=[row],
        document=row,
        text=lambda screen: [
            f"{shown.name} · {_as_what(shown)}",
            "",
            *labelled(told, screen.width or WIDEST),
        ],
    )
    say(f"Next: foretell scores {as_word(shown.name)}")


def _refuse_computed(who: str) -> None:
    from scoring.pooling import is_pool

    name = who.strip().lower()
    if name.startswith("@") and is_pool(name.removeprefix("@")):
        hint = f"See its scores: foretell scores {as_word(who)}"
        raise Refused(f"{who} is computed from what everybody says.", hint)


def _row(state: ForecasterState) -> dict[str, Any]:
    return {
        "forecaster": state.name,
        "kind": state.kind.value,
        "since": iso(state.since),
        "forecasts": state.forecasts,
        "questions": state.questions,
        "last": iso(state.last),
    }


def _as_what(state: ForecasterState) -> str:
    article = "an" if state.kind.value[0] in "aeiou" else "a"
    noun = " forecaster" if state.kind in (Kind.IMPORTED, Kind.SIMULATED) else ""
    return f"{article} {state.kind}{noun}"


def _table(states: Sequence[ForecasterState], screen: Screen) -> list[str]:
    columns = [
        Column("forecaster", shrinks=True),
        Column("kind"),
        Column("since"),
        Column("forecasts", right=True),
        Column("questions", right=True),
        Column("last forecast"),
    ]
    cells = [
        [
            state.name,
            state.kind.value,
            day(state.since),
            f"{state.forecasts:,}",
            f"{state.questions:,}",
            MISSING if state.last is None else day(state.last),
        ]
        for state in states
    ]
    return table(columns, cells, screen)


def _told(state: ForecasterState, row: dict[str, Any]) -> Iterator[Labelled]:
    yield "Since", day(state.since)
    last = "" if state.last is None else f", the last of {day(state.last)}"
    questions = counted(state.questions, "question")
    yield "Forecasts", f"{counted(state.forecasts, 'forecast')} on {questions}{last}"
    yield "Standing", f"on {counted(row['standing'], 'open question')}"
    if row["late"]:
        late = counted(row["late"], "report")
        yield "Late", f"{late}, entered after the close or the outcome: not counted on boards"
