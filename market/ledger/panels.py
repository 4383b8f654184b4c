"""From the ledger to a poll: the reports of everybody as columns, read in one sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import func, select

from market.ledger.questions import question_states
from market.ledger.tables import Entry, Forecaster, Report, Ruling, Verdict
from market.poll import Poll, shown_name
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

_NEVER_LATE = np.array([kind in (Kind.ARTICLE, Kind.PUNDIT) for kind in Kind])
"""Kinds that others quote: their reports are entered afterwards, with a source."""

_FINAL = [Verdict.RESOLVE.value, Verdict.ANNUL.value, Verdict.UNRESOLVE.value]
"""Verdicts that put an outcome on record or take one off."""

_ROW = np.dtype(
    [("entry", "i8"), ("who", "i8"), ("question", "i8"), ("at", "i8"), ("probability", "f8")]
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

    Reports entered while an outcome was on record are left out and counted, unless they are of
    a kind that others quote.

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
    resolved = np.array([*(state.outcome is not None for state in states), False])
    late = taken & resolved[question] & ~_NEVER_LATE[kinds[forecaster]]
    late &= _with_hindsight(connection, rows)
    kept = taken & ~late
    families: dict[tuple[str | None, int], int] = {}
    panel = Panel.from_reports(
        forecaster=forecaster[kept],
        question=question[kept],
        time=rows["at"][kept] / _SECOND,
        probability=np.where(rows["probability"] < 0.0, np.nan, rows["probability"])[kept],
        opens=[state.opens / _SECOND for state in states],
        closes=[state.actual_close / _SECOND for state in states],
        scheduled=[state.closes / _SECOND for state in states],
        outcome=[np.nan if state.outcome is None else state.outcome for state in states],
        cluster=[
            families.setdefault((s.family, 0 if s.family else s.id), len(families)) for s in states
        ],
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


def _selected(as_of: int | None, known_at: int | None) -> Select[tuple[int, int, int, int, float]]:
    report = Report.__table__.c
    probability = func.coalesce(report.probability, _WITHDRAWN)
    rows = select(
        report.entry, report.forecaster, report.question, report.at, probability
    ).order_by(report.id)
    if as_of is not None:
        rows = rows.where(report.at <= as_of)
    if known_at is not None:
        entry = Entry.__table__.c
        rows = rows.where(report.entry == entry.number, entry.recorded_at <= known_at)
    return rows


def _reports(
    connection: Connection, rows: Select[tuple[int, int, int, int, float]]
) -> NDArray[np.void]:
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


def _with_hindsight(connection: Connection, reports: NDArray[np.void]) -> NDArray[np.bool_]:
    """Which reports were entered while an outcome of their question was on record.

    Also one that was taken back later: putting a resolution right forgives no hindsight.
    """
    ruling = Ruling.__table__.c
    final = (
        select(ruling.question, ruling.entry, ruling.verdict)
        .where(ruling.verdict.in_(_FINAL))
        .order_by(ruling.question, ruling.id)
    )
    rulings = connection.execute(final).all()
    question = np.array([-1, *(row.question for row in rulings)], np.int64)
    resolves = np.array([False, *(row.verdict == Verdict.RESOLVE for row in rulings)])
    keys = _by_entry(question, np.array([0, *(row.entry for row in rulings)], np.int64))
    # The last ruling on the same question by an earlier entry, if there is one.
    last = np.searchsorted(keys, _by_entry(reports["question"], reports["entry"])) - 1
    known: NDArray[np.bool_] = resolves[last] & (question[last] == reports["question"])
    return known


def _by_entry(question: NDArray[np.int64], entry: NDArray[np.int64]) -> NDArray[np.int64]:
    """Keys that order by question, then by entry."""
    return (question << 32) + entry
