"""`foretell questions`: what is asked, what the crowd says of it, and what you say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.filters import has_tag
from cli.options import Invocation, command, new_app
from cli.output.dates import day, iso
from cli.output.emit import emit
from cli.output.figures import percent, signed
from cli.output.states import short_state
from cli.output.streams import say
from cli.output.table import Column, table
from market.errors import UsageError
from market.ledger.names import fold
from market.ledger.questions import question_states
from market.ledger.standings import crowd, standings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from cli.output.streams import Screen
    from market.ledger.questions import QuestionState
    from market.ledger.standings import Crowd

__all__ = ["app"]

FIELDS = (
    "question",
    "title",
    "status",
    "outcome",
    "opens",
    "closes",
    "actual_close",
    "crowd",
    "people",
    "you",
    "change_7_days",
    "family",
    "tags",
)
SHOWN = 20
WEEK = 7 * 86_400_000_000

app = new_app()


@dataclass(frozen=True, slots=True)
class Listed:
    """A question with what is said of it: by the crowd now and a week ago, and by the user."""

    state: QuestionState
    crowd: Crowd
    before: Crowd
    you: float | None

    @property
    def week(self) -> float | None:
        """How far the crowd has moved."""
        now, then = self.crowd.median, self.before.median
        return None if now is None or then is None else now - then


@command(
    app,
    "foretell questions --missing",
    "foretell questions --tag energy --all --json",
)
def questions(
    call: Invocation,
    *,
    due: Annotated[bool, typer.Option("--due", help="Closed, and waiting to be resolved.")] = False,
    resolved: Annotated[bool, typer.Option("--resolved", help="Resolved.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Whatever their state.")] = False,
    mine: Annotated[bool, typer.Option("--mine", help="You have a forecast.")] = False,
    missing: Annotated[bool, typer.Option("--missing", help="You have no forecast.")] = False,
    tag: Annotated[str | None, typer.Option("--tag", metavar="TAG", help="With this tag.")] = None,
    search: Annotated[
        str | None, typer.Option("--search", metavar="WORDS", help="With these words.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", metavar="N", min=0, help=f"Rows at most, 0 for all; {SHOWN} on a terminal."
        ),
    ] = None,
) -> None:
    """List questions, the soonest to close first."""
    wanted = _status(due=due, resolved=resolved, everything=everything)
    if mine and missing:
        raise UsageError("--mine and --missing exclude each other.", "Leave one of them out.")
    now = call.now
    with call.ledger().reading() as connection:
        found = [
            state
            for state in question_states(connection, now=now)
            if wanted in (state.status, "") and _matches(state, tag, search)
        ]
        listed = list(_listed(connection, found, call.user, now))
    if mine or missing:
        listed = [one for one in listed if (one.you is not None) is mine]
    listed.sort(key=lambda one: (one.state.actual_close, one.state.slug))
    _print(call, listed, wanted, limit)


def _status(*, due: bool, resolved: bool, everything: bool) -> str:
    """The state that questions must be in; any where it is empty."""
    if due + resolved + everything > 1:
        raise UsageError(
            "Questions are listed in one state.", "Choose one of --due, --resolved, --all."
        )
    return "closed" if due else "resolved" if resolved else "" if everything else "open"


def _matches(state: QuestionState, tag: str | None, search: str | None) -> bool:
    text = fold(f"{state.slug} {state.title} {state.criteria}")
    return (tag is None or has_tag(state, tag)) and all(
        word in text for word in fold(search or "").split()
    )


def _listed(
    connection: Connection, states: Sequence[QuestionState], user: str, now: int
) -> Iterator[Listed]:
    moments = {state.id: min(now, state.actual_close) for state in states}
    standing = standings(connection, moments)
    before = standings(connection, {id_: moment - WEEK for id_, moment in moments.items()})
    me = fold(user)
    for state in states:
        said = standing[state.id]
        you = next((one.probability for one in said if fold(one.forecaster) == me), None)
        yield Listed(state, crowd(said), crowd(before[state.id]), you)


def _print(call: Invocation, listed: Sequence[Listed], status: str, limit: int | None) -> None:
    def text(screen: Screen) -> Iterator[str]:
        most = (SHOWN if screen.width else 0) if limit is None else limit
        what = f"{status} question" if status else "question"
        plural = "" if len(listed) == 1 else "s"
        yield f"{len(listed)} {what}{plural} · {day(call.now)} · sorted by close"
        if listed:
            yield ""
            yield from _table(listed[: most or None], status, screen)
        if 0 < most < len(listed):
            yield f"  …  {len(listed) - most} more: --limit 0"

    rows = [_row(one) for one in listed[: limit or None]]
    emit(call.sink, fields=FIELDS, rows=rows, text=text)
    if not listed:
        say("Next: foretell questions --all   (ready-made ones: foretell seed list)")


def _row(one: Listed) -> dict[str, Any]:
    state = one.state
    return {
        "question": state.slug,
        "title": state.title,
        "status": state.status,
        "outcome": state.outcome,
        "opens": iso(state.opens),
        "closes": iso(state.closes),
        "actual_close": iso(state.actual_close),
        "crowd": one.crowd.median,
        "people": len(one.crowd.probabilities),
        "you": one.you,
        "change_7_days": one.week,
        "family": state.family,
        "tags": state.tags,
    }


def _table(listed: Sequence[Listed], status: str, screen: Screen) -> list[str]:
    columns = [
        Column("question", shrinks=True),
        Column("closes" if status == "open" else "closed"),
        *([] if status in {"open", "closed"} else [Column("state")]),
        Column("crowd", right=True),
        Column("people", right=True),
        Column("you", right=True),
        Column("7 days", right=True),
        Column("tags", shrinks=True),
    ]
    return table(columns, (_cells(one, status) for one in listed), screen)


def _cells(one: Listed, status: str) -> list[str]:
    state = one.state
    return [
        state.slug,
        day(state.actual_close),
        *([] if status in {"open", "closed"} else [short_state(state)]),
        percent(one.crowd.median),
        str(len(one.crowd.probabilities)),
        percent(one.you),
        signed(None if one.week is None else 100 * one.week, 0),
        ", ".join(state.tags),
    ]
