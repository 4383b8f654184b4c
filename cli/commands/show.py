"""`foretell show`: one question, what is said of it, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import AsOf, Invocation, Slug, command, new_app
from cli.output.emit import emit
from cli.output.page import FIELDS, Page, document, lines
from cli.values import parse_time
from market.articles.reader import implications, mentions
from market.ledger.history import evidence_of, reports_on
from market.ledger.names import fold
from market.ledger.questions import find_question, question_states
from market.ledger.standings import crowd, standings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from market.ledger.questions import QuestionState

__all__ = ["app"]

MONTH = 30 * 86_400_000_000

app = new_app()


@command(
    app,
    "foretell show second-summit-by-2027",
    "foretell show second-summit-by-2025 --as-of 2025-12-15 --full",
)
def show(
    call: Invocation,
    question: Slug,
    *,
    full: Annotated[
        bool, typer.Option("--full", help="Background, fine print, every forecast.")
    ] = False,
    as_of: AsOf = None,
) -> None:
    """Show one question: its text, the crowd, your forecasts."""
    now = call.now
    moment = now if as_of is None else min(now, parse_time(as_of, now, ends_day=True))
    with call.ledger().reading() as connection:
        state = _state(connection, question, moment)
        page = _page(connection, state, call.user, moment)
    shown = document(page, full=full)
    emit(
        call.sink,
        fields=FIELDS,
        rows=[shown],
        document=shown,
        text=lambda screen: lines(page, screen, full=full),
    )


def _state(connection: Connection, slug: str, moment: int) -> QuestionState:
    """The question as it stood at a moment, or as it opens where that is still to come."""
    opens = find_question(connection, slug, now=moment).opens
    seen = max(moment, opens)
    return find_question(connection, slug, now=seen, as_of=seen)


def _page(connection: Connection, state: QuestionState, user: str, moment: int) -> Page:
    until = min(moment, state.actual_close)
    standing = standings(connection, {state.id: until})[state.id]
    before = standings(connection, {state.id: until - MONTH})[state.id]
    reports = reports_on(connection, state.id, until)
    return Page(
        state=state,
        moment=moment,
        crowd=crowd(standing),
        before=crowd(before),
        reports=reports,
        mine=[one for one in reports if fold(one.forecaster) == fold(user)],
        family=_family(connection, state.family, moment),
        mentions=mentions(connection, state.id),
        links=implications(connection, state.id),
        evidence=[] if state.ruling is None else evidence_of(connection, state.ruling),
        scores=[] if state.outcome is None else _scores(connection, state, moment),
    )


def _scores(connection: Connection, state: QuestionState, moment: int) -> list[dict[str, Any]]:
    from cli.output.scores import question_scores
    from market.ledger.panels import read_poll

    poll = read_poll(
        connection, now=moment, as_of=moment, choose=lambda other: other.id == state.id
    )
    return question_scores(poll)


def _family(connection: Connection, family: str | None, moment: int) -> list[str]:
    """The slugs of a family's questions by deadline."""
    if family is None:
        return []
    states = question_states(connection, now=moment)
    members = [state for state in states if state.family == family]
    return [state.slug for state in sorted(members, key=lambda state: state.closes)]
