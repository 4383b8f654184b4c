"""What somebody is told whose new forecasts contradict those that he has standing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.logic.standing import is_linked, own_forecasts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from market.ledger.acts.reports import Recorded
    from market.ledger.engine import Ledger

__all__ = ["contradiction_notes"]


def contradiction_notes(
    ledger: Ledger, user: str, recorded: Sequence[Recorded], now: int
) -> list[str]:
    """A note for each contradiction that forecasts have brought about, the worst first.

    Args:
        ledger: Where they were recorded.
        user: Whose they are.
        recorded: The new forecasts.
        now: The time, in microseconds.
    """
    with ledger.reading() as connection:
        if not any(is_linked(connection, one.slug) for one in recorded):
            return []
        return _notes(connection, user, recorded, now)


def _notes(connection: Connection, user: str, recorded: Sequence[Recorded], now: int) -> list[str]:
    # Most forecasts are on questions without a link, and should not wait for these.
    from cli.output.contradictions import note_lines
    from market.ledger.views.questions import question_states
    from market.logic.contradictions import contradictions
    from market.logic.reading import links_in_doubt

    states = question_states(connection, now=now)
    links = links_in_doubt(connection, states)
    families = {state.slug: state.family for state in states if state.ruling is None}
    last_words = own_forecasts(connection, user).items()
    said = {slug: p for slug, p in last_words if slug in families}
    new = {one.slug for one in recorded if said.get(one.slug) == one.probability}
    found = [one for one in contradictions(links, said) if not new.isdisjoint(one.questions)]
    return note_lines(found, said, families, user)
