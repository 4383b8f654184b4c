"""Forecasters: who is there, and how much each has said so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from market.ledger.tables import Entry, Forecaster, Report
from market.poll import shown_name
from scoring.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from market.ledger.views.questions import QuestionState

__all__ = [
    "ForecasterState",
    "forecaster_names",
    "forecaster_states",
    "late_count",
    "standing_count",
]


class ForecasterState(NamedTuple):
    """A forecaster, and how much there is of him; withdrawals are not forecasts.

    Times are microseconds since 1970, UTC.

    Attributes:
        id: The forecaster's number.
        name: The name as it is shown.
        kind: What stands behind it.
        since: When it was recorded first.
        forecasts: Number of forecasts.
        questions: Number of questions with one.
        last: From when the last one counts, if there is any.
    """

    id: int
    name: str
    kind: Kind
    since: int
    forecasts: int
    questions: int
    last: int | None


def forecaster_states(connection: Connection) -> list[ForecasterState]:
    """All forecasters of a snapshot of the ledger, by name."""
    known, entry, report = (model.__table__.c for model in (Forecaster, Entry, Report))
    said = (
        select(
            report.forecaster,
            func.count().label("forecasts"),
            func.count(report.question.distinct()).label("questions"),
            func.max(report.at).label("last"),
        )
        .where(report.probability.is_not(None))
        .group_by(report.forecaster)
        .subquery()
    )
    rows = (
        select(
            known.id,
            known.name,
            known.kind,
            entry.recorded_at,
            func.coalesce(said.c.forecasts, 0),
            func.coalesce(said.c.questions, 0),
            said.c.last,
        )
        .join(Entry.__table__, entry.number == known.entry)
        .outerjoin(said, said.c.forecaster == known.id)
        .order_by(known.folded)
    )
    return [
        ForecasterState(id_, shown_name(name, kind), Kind(kind), *others)
        for id_, name, kind, *others in connection.execute(rows)
    ]


def forecaster_names(connection: Connection) -> dict[int, str]:
    """The names of all forecasters as they are shown, by number."""
    known = Forecaster.__table__.c
    rows = connection.execute(select(known.id, known.name, known.kind).order_by(known.id))
    return {number: shown_name(name, kind) for number, name, kind in rows}


def standing_count(
    connection: Connection, forecaster: int, states: Sequence[QuestionState], now: int
) -> int:
    """On how many of the open questions a forecaster has a forecast standing.

    Args:
        connection: A snapshot of the ledger.
        forecaster: The forecaster's number.
        states: The questions.
        now: The moment, in microseconds.
    """
    report = Report.__table__.c
    rows = (
        select(report.question, report.probability)
        .where(report.forecaster == forecaster, report.at <= now)
        .order_by(report.at, report.id)
    )
    last = {row.question: row.probability for row in connection.execute(rows)}
    return sum(state.status == "open" and last.get(state.id) is not None for state in states)


def late_count(
    connection: Connection, forecaster: ForecasterState, states: Sequence[QuestionState]
) -> int:
    """How many of a forecaster's reports came too late to count on a board.

    Args:
        connection: A snapshot of the ledger.
        forecaster: Whose.
        states: All questions.
    """
    import numpy as np

    from market.ledger.views.lateness import late_reports
    from market.ledger.views.rows import positions
    from market.ledger.views.sweep import read_reports

    reports = read_reports(connection, forecaster=forecaster.id)
    question = positions(reports.question, np.array([state.id for state in states], np.int64))
    kind = np.full(question.size, forecaster.kind.code, np.int8)
    return int(late_reports(connection, reports, states, question, kind).sum())
