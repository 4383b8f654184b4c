"""`foretell resolve`: records an outcome, and says at once how everybody did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import Invocation, Slug, command, new_app
from cli.output.dates import day, iso, moment
from cli.output.emit import emit
from cli.output.streams import say
from cli.values import parse_time
from market.errors import UsageError

if TYPE_CHECKING:
    from cli.output.streams import Screen
    from market.ledger.questions import QuestionState
    from market.poll import Poll

__all__ = ["app"]

app = new_app()

_OUTCOMES = {"yes": 1, "no": 0}
_DAY = 86_400_000_000

Outcome = Annotated[str, typer.Argument(metavar="yes|no", help="What happened.")]
Source = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="URL", help="Where it is reported; may be given again."),
]
Happened = Annotated[
    str | None,
    typer.Option("--happened", metavar="TIME", help="When the outcome was settled, if not now."),
]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="What decided it.")]


@command(
    app,
    "foretell resolve second-summit-by-2027 yes --happened 2027-03-04 --source https://...",
)
def resolve(
    call: Invocation,
    question: Slug,
    outcome: Outcome,
    *,
    source: Source = None,
    happened: Happened = None,
    why: Why = None,
) -> None:
    """Resolve a question yes or no, with evidence.

    Forecasts made after the outcome was settled do not score: say with --happened when that was.
    Everybody's scores on the question follow at once.
    """
    said = _OUTCOMES.get(outcome.lower())
    if said is None:
        raise UsageError(f"{outcome} is no outcome.", "Say yes or no.")
    span = None if happened is None else _span(happened, call.now)
    from market.ledger.rulings import Source as Evidence
    from market.ledger.rulings import rule

    ledger = call.ledger()
    with ledger.writing(call.user, "resolve") as writing:
        now = writing.now
        settled = None if span is None else _settled(*span, now)
        evidence = [Evidence(address) for address in source or ()]
        rule(writing, question, "resolve", said, at=settled, note=why, evidence=evidence)
    from market.ledger.panels import read_poll
    from market.ledger.questions import find_question

    with ledger.reading() as connection:
        state = find_question(connection, question, now=now)
        poll = read_poll(connection, now=now, choose=lambda one: one.id == state.id)
    _print_scores(call, state, poll, now)
    if said and happened is None and now - state.opens > _DAY:
        say("Note: --happened was not given, so forecasts count until this moment.")


def _span(text: str, now: int) -> tuple[int, int]:
    """The first and the last moment that were meant: two for a bare day, else the same twice."""
    return parse_time(text, now), parse_time(text, now, ends_day=True)


def _settled(first: int, last: int, now: int) -> int:
    """The last moment; the present one while the day goes on, since it has happened."""
    return now if first <= now < last else last


def _print_scores(call: Invocation, state: QuestionState, poll: Poll, now: int) -> None:
    from cli.output.scores import FIELDS, question_scores, score_lines

    rows = question_scores(poll)
    document: dict[str, Any] = {
        "question": state.slug,
        "outcome": state.outcome,
        "resolved_at": iso(state.resolved_at),
        "actual_close": iso(state.actual_close),
        "late": poll.late,
        "rows": rows,
    }

    def text(screen: Screen) -> list[str]:
        lines = _heading(state, call.user, now)
        return [*lines, "", *score_lines(rows, screen)] if rows else [*lines, "", "  no forecasts"]

    emit(call.sink, fields=FIELDS, rows=rows, document=document, text=text)


def _heading(state: QuestionState, user: str, now: int) -> list[str]:
    early = state.actual_close < state.closes
    settled = f"settled {moment(state.actual_close)}" if early else "by its deadline"
    deadline = f"{'before' if early else ''} {moment(state.closes)}".strip()
    return [
        f"Resolved {'YES' if state.outcome else 'NO'}   {state.slug}   {settled}, {deadline}",
        f"  recorded {day(now)} by {user}",
    ]
