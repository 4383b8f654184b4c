"""`foretell status`, and `foretell` alone: the state of things for whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.context import demo_address
from cli.options import Invocation, command, new_app
from cli.output.emit import emit
from cli.output.status import FIELDS, Stale, Status, document, lines, next_step, row
from cli.output.streams import say
from cli.shared.outlook import outlooks
from market.ledger.address import Address
from market.ledger.team.session import session_of
from market.ledger.views.history import heard_on
from market.ledger.views.questions import question_states
from market.ledger.views.standings import crowd, standings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import Connection

    from cli.shared.outlook import Outlook
    from market.ledger.views.questions import QuestionState

__all__ = ["app", "show_status"]

DAY = 86_400_000_000
OLD = 60 * DAY
"""Age from which on a forecast is stale."""
MOVE = 0.1
"""How far the crowd must have moved since a forecast for it to be stale."""
SCORES = 5
"""Scores that are shown."""

app = new_app()


@command(app, "foretell status", "foretell status --as ana --json")
def status(call: Invocation) -> None:
    """Say what waits for you; so does foretell alone.

    A forecast of yours is stale once it is 60 days old, or the crowd has moved by 10 points since
    you gave it.
    """
    show_status(call)


def show_status(call: Invocation) -> None:
    """Print what waits for the user, and on stderr what to type next.

    Args:
        call: Who asks, and of which ledger; one that is not there yet is no error.
    """
    address = Address.parse(call.address)
    is_absent = address.file is not None and not address.file.exists()
    if is_absent and call.address != demo_address():
        found = Status(address.shown, call.user, call.now, is_absent=True)
    else:
        found = _status(call, address.shown)
    emit(
        call.sink,
        fields=FIELDS,
        rows=[row(found)],
        document=document(found),
        text=lambda screen: lines(found, screen),
    )
    say(*next_step(found))


def _status(call: Invocation, address: str) -> Status:
    now = call.now
    with call.ledger().reading() as connection:
        states = question_states(connection, now=now)
        open_ = [state for state in states if state.status == "open"]
        seen = outlooks(connection, call, open_, now)
        return Status(
            ledger=address,
            user=call.user,
            now=now,
            open=len(open_),
            resolved=sum(state.status == "resolved" for state in states),
            missing=[one for one in seen if one.awaits(now)],
            stale=list(_stale(connection, seen, now)),
            waiting=_waiting(states),
            scores=_scores(connection, call, states),
            rights=_rights(connection),
        )


def _rights(connection: Connection) -> Collection[str] | None:
    """What a member of a team may do; none of anybody else, whom nothing is kept from."""
    session = session_of(connection)
    return session.rights if session is not None and session.is_member else None


def _waiting(states: Sequence[QuestionState]) -> list[QuestionState]:
    """The closed questions, the one that has waited longest first."""
    closed = [state for state in states if state.status == "closed"]
    return sorted(closed, key=lambda state: (state.actual_close, state.slug))


def _stale(connection: Connection, seen: Sequence[Outlook], now: int) -> Iterator[Stale]:
    """The user's forecasts that want another look."""
    given = {one.state.id: one.mine.at for one in seen if one.mine is not None}
    then = standings(connection, given)
    for one in seen:
        if one.mine is None:
            continue
        before, after = crowd(then[one.state.id]).median, one.median
        moved = 0.0 if before is None or after is None else after - before
        stale = Stale(one, before, is_old=now - one.mine.at >= OLD, has_moved=_reaches(moved))
        if stale.is_old or stale.has_moved:
            yield stale


def _reaches(move: float) -> bool:
    """Whether a move is one of 10 points: differences of decimal fractions are rarely exact."""
    return round(abs(move), 9) >= MOVE


def _scores(
    connection: Connection, call: Invocation, states: Sequence[QuestionState]
) -> list[dict[str, Any]]:
    """The user's scores on the questions that were resolved last."""
    heard = heard_on(connection, call.user)
    resolved = [state for state in states if state.outcome is not None and state.id in heard]
    if not resolved:
        return []
    from cli.shared.last_scores import last_scores

    return last_scores(connection, call.user, resolved, SCORES)
