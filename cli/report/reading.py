"""Reading a report's contents from a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.report.contents import Contents
from cli.shared.hiding import hidden_from, prices_hidden_from
from cli.typed.filters import has_tag
from market.articles.reader import mentions
from market.ledger.views.panels import poll_on
from market.ledger.views.questions import question_states

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cli.report.contents import Wanted

__all__ = ["read_contents"]


def read_contents(
    connection: Connection,
    wanted: Wanted,
    *,
    source: str,
    user: str,
    blind: bool,
    now: int,
    as_of: int | None = None,
) -> Contents:
    """What a ledger has to tell.

    Args:
        connection: A snapshot of the ledger.
        wanted: What is asked for.
        source: The ledger, as it may be shown.
        user: Who reads it: hidden crowds are hidden from him.
        blind: Whether he wants every crowd hidden.
        now: The time, in microseconds.
        as_of: The moment at which all is looked at, if it is past.

    Raises:
        Refused: A question that was named is not there.
    """
    known = question_states(connection, now=now, as_of=as_of)
    states = [
        state
        for state in known
        if (not wanted.questions or state.slug in wanted.questions)
        and (wanted.tag is None or has_tag(state, wanted.tag))
    ]
    return Contents(
        source=source,
        moment=now if as_of is None else as_of,
        wanted=wanted,
        poll=poll_on(connection, states, as_of=as_of),
        states=states,
        mentions={state.id: mentions(connection, state.id) for state in states},
        hidden=frozenset(hidden_from(user, connection, states, blind=blind)),
        blinded=frozenset(prices_hidden_from(user, connection, states, blind=blind)),
    )
