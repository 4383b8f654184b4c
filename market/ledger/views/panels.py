"""From the ledger to a poll: what everybody and every market said, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.ledger.views.beliefs import Beliefs
from market.ledger.views.judged import judged_reports
from market.ledger.views.questions import question_states
from market.ledger.views.voice import Sayings, exchange_on
from market.poll import MARKET, Poll, family_codes
from scoring.kinds import Kind
from scoring.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from market.ledger.views.judged import Judged
    from market.ledger.views.questions import QuestionState
    from market.ledger.views.voice import Exchange

__all__ = ["poll_on", "read_poll"]

_SECOND = 1e6


def read_poll(
    connection: Connection,
    *,
    now: int,
    as_of: int | None = None,
    known_at: int | None = None,
    choose: Callable[[QuestionState], bool] = lambda _: True,
    kind: Kind | None = None,
    beliefs: Beliefs = Beliefs.REPORTS,
) -> Poll:
    """Everybody's forecasts on some questions.

    Args:
        connection: A snapshot of the ledger.
        now: The time, in microseconds.
        as_of: Only reports and rulings that counted by then.
        known_at: Only what had been recorded by then.
        choose: Which questions to take.
        kind: Only forecasters of this kind.
        beliefs: What counts as a forecast.
    """
    states = question_states(connection, now=now, as_of=as_of, known_at=known_at)
    chosen = [state for state in states if choose(state)]
    return poll_on(connection, chosen, as_of=as_of, known_at=known_at, kind=kind, beliefs=beliefs)


def poll_on(
    connection: Connection,
    states: Sequence[QuestionState],
    *,
    as_of: int | None = None,
    known_at: int | None = None,
    kind: Kind | None = None,
    beliefs: Beliefs = Beliefs.REPORTS,
) -> Poll:
    """Everybody's forecasts on questions that have been read, and the prices of their markets.

    Late reports are left out and counted (see ``lateness``). Nobody trades late: the price that a
    trade led to counts from the trade on. Where a question has a market, its price is what
    `MARKET` says, the last of the forecasters.

    Args:
        connection: The snapshot of the ledger from which the questions are.
        states: The questions, in the order of their codes.
        as_of: Only reports that counted by then.
        known_at: Only what had been recorded by then.
        kind: Only forecasters of this kind, and the market.
        beliefs: What counts as a forecast.
    """
    judged = judged_reports(connection, states, as_of=as_of, known_at=known_at)
    exchange = exchange_on(connection, states, as_of=as_of, known_at=known_at)
    names, kinds = judged.names, judged.kinds
    said, late = _reported(judged, kind, beliefs)
    if exchange is not None:
        if beliefs is not Beliefs.REPORTS:
            said = Sayings.joined(said, _traded(exchange, judged, kind)).recorded()
        said = Sayings.joined(said, exchange.quoted(len(names)))
        names, kinds = (*names, MARKET), np.append(kinds, np.int8(Kind.COMPUTED.code))
    panel = Panel.from_reports(
        forecaster=said.forecaster,
        question=said.question,
        time=said.at / _SECOND,
        probability=said.probability,
        opens=[state.opens / _SECOND for state in states],
        closes=[state.actual_close / _SECOND for state in states],
        scheduled=[state.closes / _SECOND for state in states],
        outcome=[np.nan if state.outcome is None else state.outcome for state in states],
        cluster=family_codes(state.family for state in states),
        kind=kinds,
    )
    return Poll(panel, names, tuple(state.slug for state in states), late)


def _reported(judged: Judged, kind: Kind | None, beliefs: Beliefs) -> tuple[Sayings, int]:
    """The reports that count, and how many were left out as late."""
    reports, taken = judged.reports, judged.question >= 0
    if beliefs is Beliefs.TRADES:
        taken = np.zeros_like(taken)
    if kind is not None:
        taken &= judged.kinds[judged.forecaster] == kind.code
    late = taken & judged.late
    said = Sayings(
        reports.entry, judged.forecaster, judged.question, reports.at, reports.probability
    )
    kept = taken & ~late
    # As a rule that is all of them, and to copy a million rows takes time.
    return said if kept.all() else said.at_rows(np.flatnonzero(kept)), int(late.sum())


def _traded(exchange: Exchange, judged: Judged, kind: Kind | None) -> Sayings:
    """The trades, as forecasts of those who made them."""
    said = exchange.believed(judged.ids)
    if kind is None:
        return said
    return said.at_rows(np.flatnonzero(judged.kinds[said.forecaster] == kind.code))
