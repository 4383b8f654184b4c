"""From the ledger to a poll: the reports of everybody as columns, read in one sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import func, select

from market.ledger.lateness import late_reports
from market.ledger.questions import question_states
from market.ledger.tables import Entry, Forecaster, Report
from market.poll import Poll, family_codes, shown_name
from scoring.kinds import Kind
from scoring.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from sqlalchemy import Connection, Select

    from market.ledger.questions import QuestionState

__all__ = ["read_poll"]

_SECOND = 1e6
_WITHDRAWN = -1.0
"""Stands for a missing probability while rows are read: SQLite has no NaN."""

_ROW = np.dtype(
    [
        ("entry", "i8"),
        ("recorded", "i8"),
        ("who", "i8"),
        ("question", "i8"),
        ("at", "i8"),
        ("probability", "f8"),
    ]
)


def read_poll(
    connection: Connection,
    *,
    now: int,
    as_of: int | None = None,
    known_at: int | None = None,
    choose: Callable[[QuestionState], bool] = lambda _: True,
    kind: Kind | None = None,
) -> Poll:
    """Everybody's forecasts on some questions.

    Late reports are left out and counted (see ``lateness``).

    Args:
        connection: A snapshot of the ledger.
        now: The time, in microseconds.
        as_of: Only reports and rulings that counted by then.
        known_at: Only what had been recorded by then.
        choose: Which questions to take.
        kind: Only forecasters of this kind.
    """
    states = question_states(connection, now=now, as_of=as_of, known_at=known_at)
    states = [state for state in states if choose(state)]
    names, kinds, ids = _forecasters(connection)
    rows = _reports(connection, _selected(as_of, known_at))
    question = _codes(rows["question"], np.array([state.id for state in states], np.int64))
    forecaster = _codes(rows["who"], ids)
    taken = question >= 0
    if kind is not None:
        taken &= kinds[forecaster] == kind.code
    late = taken & late_reports(connection, rows, states, question, kinds[forecaster])
    kept = taken & ~late
    panel = Panel.from_reports(
        forecaster=forecaster[kept],
        question=question[kept],
        time=rows["at"][kept] / _SECOND,
        probability=np.where(rows["probability"] < 0.0, np.nan, rows["probability"])[kept],
        opens=[state.opens / _SECOND for state in states],
        closes=[state.actual_close / _SECOND for state in states],
        scheduled=[state.closes / _SECOND for state in states],
        outcome=[np.nan if state.outcome is None else state.outcome for state in states],
        cluster=family_codes(state.family for state in states),
        kind=kinds,
    )
    return Poll(panel, names, tuple(state.slug for state in states), int(late.sum()))


def _forecasters(
    connection: Connection,
) -> tuple[tuple[str, ...], NDArray[np.int8], NDArray[np.int64]]:
    """Shown names, codes of kinds, and numbers of all forecasters."""
    known = Forecaster.__table__.c
    rows = connection.execute(select(known.id, known.name, known.kind).order_by(known.id)).all()
    names = tuple(shown_name(row.name, row.kind) for row in rows)
    kinds = np.array([Kind(row.kind).code for row in rows], np.int8)
    return names, kinds, np.array([row.id for row in rows], np.int64)


def _selected(as_of: int | None, known_at: int | None) -> Select[Any]:
    report, entry = Report.__table__.c, Entry.__table__.c
    rows = (
        select(
            report.entry,
            entry.recorded_at,
            report.forecaster,
            report.question,
            report.at,
            func.coalesce(report.probability, _WITHDRAWN),
        )
        .where(report.entry == entry.number)
        .order_by(report.id)
    )
    if as_of is not None:
        rows = rows.where(report.at <= as_of)
    return rows if known_at is None else rows.where(entry.recorded_at <= known_at)


def _reports(connection: Connection, rows: Select[Any]) -> NDArray[np.void]:
    """All selected reports, straight from the driver's cursor into columns."""
    compiled = rows.compile(connection, compile_kwargs={"literal_binds": True})
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(str(compiled))
        return np.fromiter(cursor, _ROW)
    finally:
        cursor.close()


def _codes(ids: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.int64]:
    """Position of each number among the known ones; -1 where it is not there."""
    position = np.full(max(ids.max(initial=0), known.max(initial=0)) + 1, -1)
    position[known] = np.arange(known.size)
    return position[ids]
