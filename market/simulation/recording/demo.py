"""The ledger of the demonstration: a pack, a simulated crowd, the documented outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from market.articles.loading import load_pack
from market.articles.outcomes import load_outcomes
from market.articles.rows import microseconds
from market.errors import DatabaseError
from market.ledger.tables import Entry
from market.ledger.views.questions import question_states
from market.simulation.recording.crowd import DEMO_CROWD, forecasts_of
from market.simulation.recording.rows import Asked, record_people, record_said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from market.articles.pack import Pack
    from market.ledger.engine import Ledger
    from market.ledger.writer import Writing

__all__ = ["demo_seed", "fill_demo"]

_DAY = 86_400_000_000
_COMMAND = "demo seed "
"""Begins the command of the entry that holds the crowd's reports; the seed follows."""


def fill_demo(ledger: Ledger, pack: Pack, *, actor: str, seed: int) -> None:
    """Load a pack into an empty ledger and let the simulated crowd forecast it.

    The crowd's reports are recorded before the outcomes are, so that none of them is late.

    Args:
        ledger: An empty ledger.
        pack: The questions with their outcomes.
        actor: Who writes.
        seed: Seed of the crowd.
    """
    load_pack(ledger, pack, actor=actor, outcomes=False)
    _let_forecast(ledger, pack, actor=actor, seed=seed)
    load_outcomes(ledger, pack, actor=actor)


def demo_seed(connection: Connection) -> int:
    """Seed of the crowd that forecast in this ledger.

    Raises:
        DatabaseError: No simulated crowd did.
    """
    command = Entry.__table__.c.command
    found = connection.execute(select(command).where(command.startswith(_COMMAND))).scalar()
    if found is None:
        raise DatabaseError("This ledger is no demonstration.", "Make one: foretell demo --fresh")
    return int(str(found).removeprefix(_COMMAND))


def _let_forecast(ledger: Ledger, pack: Pack, *, actor: str, seed: int) -> None:
    with ledger.writing(actor, f"{_COMMAND}{seed}") as w:
        known = list(_settled(w, pack))
        asked = [question for question, _ in known]
        said = forecasts_of(
            DEMO_CROWD,
            days=[(question.ends - question.opens) / _DAY for question in asked],
            outcome=[outcome for _, outcome in known],
            seed=seed,
        )
        record_said(w, said, record_people(w, DEMO_CROWD.names), asked)


def _settled(w: Writing, pack: Pack) -> Iterator[tuple[Asked, int]]:
    """The pack's questions whose outcome is known by now, each with it."""
    states = {state.slug: state for state in question_states(w.connection, now=w.now)}
    for outcome in pack.outcomes:
        if outcome.outcome is not None and outcome.at is not None:
            state, at = states[outcome.question], microseconds(outcome.at)
            if at <= w.now:
                yield Asked(state.id, state.opens, min(state.closes, at)), outcome.outcome
