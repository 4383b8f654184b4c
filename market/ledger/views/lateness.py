"""Which reports are late: entered when their forecaster could know how it ended.

A report is late if

- it was entered while an outcome of its question was on record; or if
- a person entered it after its question had closed, as said before: who remembers a forecast only
  then may have seen the answer, though nobody had recorded it yet.

Articles and pundits are never late: others enter what they said, with a source. What is imported
or simulated is dated by its file or its world, so that the second rule does not concern it.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from market.ledger.tables import FINAL, Ruling, Verdict
from scoring.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from market.ledger.views.history import Said
    from market.ledger.views.questions import QuestionState
    from market.ledger.views.sweep import Reports

__all__ = ["late_on", "late_reports", "would_be_late"]

_QUOTED = frozenset({Kind.ARTICLE, Kind.PUNDIT})
"""Kinds whose words others enter."""


def _is_late(*, quoted: Any, person: Any, informed: Any, at: Any, recorded: Any, close: Any) -> Any:
    """The rule, for one report or for columns of them.

    Args:
        quoted: Whether others enter what the forecaster says.
        person: Whether the forecaster is a person.
        informed: Whether an outcome that holds was on record when it was entered.
        at: From when it counts.
        recorded: When it was entered.
        close: When its question closed, or will.
    """
    return (informed & (quoted ^ True)) | (person & (at < recorded) & (close < recorded))


def would_be_late(state: QuestionState, kind: str, *, at: int, now: int) -> bool:
    """Whether a report is late that is entered now.

    Args:
        state: Its question as it stands.
        kind: What its forecaster is.
        at: From when it counts, in microseconds.
        now: The time.
    """
    return bool(
        _is_late(
            quoted=kind in _QUOTED,
            person=kind == Kind.PERSON,
            informed=state.outcome is not None,
            at=at,
            recorded=now,
            close=state.actual_close,
        )
    )


def late_on(connection: Connection, state: QuestionState, reports: Iterable[Said]) -> set[int]:
    """The numbers of the late ones among the reports on a question, as it stands.

    Args:
        connection: The snapshot from which all this was read.
        state: The question.
        reports: Reports on it.
    """
    ruling = Ruling.__table__.c
    final = (
        select(ruling.entry, ruling.verdict)
        .where(ruling.question == state.id, ruling.verdict.in_(FINAL))
        .order_by(ruling.id)
    )
    rulings = connection.execute(final).all()
    entries = [row.entry for row in rulings]
    # The last is for reports before which there was no ruling: it is in the place -1.
    resolves = [*(row.verdict == Verdict.RESOLVE for row in rulings), False]
    return {
        said.report
        for said in reports
        if _is_late(
            quoted=said.kind in _QUOTED,
            person=said.kind == Kind.PERSON,
            informed=state.outcome is not None and resolves[bisect_left(entries, said.entry) - 1],
            at=said.at,
            recorded=said.recorded_at,
            close=state.actual_close,
        )
    }


def late_reports(
    connection: Connection,
    reports: Reports,
    states: Sequence[QuestionState],
    question: NDArray[np.int64],
    kind: NDArray[np.int8],
) -> NDArray[np.bool_]:
    """Which reports are late, as their questions stand now.

    Args:
        connection: The snapshot from which all this was read.
        reports: The reports.
        states: The questions.
        question: For each report the position of its question among them, -1 if it is not there.
        kind: For each report the code of its forecaster's kind.
    """
    import numpy as np

    quoted = np.array([one in _QUOTED for one in Kind])
    # The last of each is for questions that are not there.
    resolved = np.array([*(state.outcome is not None for state in states), False])
    close = np.array([*(state.actual_close for state in states), 0], np.int64)
    late: NDArray[np.bool_] = _is_late(
        quoted=quoted[kind],
        person=kind == Kind.PERSON.code,
        informed=resolved[question] & _with_hindsight(connection, reports),
        at=reports.at,
        recorded=reports.recorded,
        close=close[question],
    )
    return late


def _with_hindsight(connection: Connection, reports: Reports) -> NDArray[np.bool_]:
    """Which reports were entered while an outcome of their question was on record.

    Also one that was taken back later: putting a resolution right forgives no hindsight.
    """
    import numpy as np

    ruling = Ruling.__table__.c
    final = (
        select(ruling.question, ruling.entry, ruling.verdict)
        .where(ruling.verdict.in_(FINAL))
        .order_by(ruling.question, ruling.id)
    )
    rulings = connection.execute(final).all()
    question = np.array([-1, *(row.question for row in rulings)], np.int64)
    resolves = np.array([False, *(row.verdict == Verdict.RESOLVE for row in rulings)])
    entry = np.array([0, *(row.entry for row in rulings)], np.int64)
    known = np.zeros(reports.entry.size, bool)
    # Whatever was entered before the first of all rulings need not be looked for.
    after = np.flatnonzero(reports.entry > entry[1:].min(initial=np.iinfo(np.int64).max))
    asked = reports.question[after]
    # The last ruling on the same question by an earlier entry, if there is one.
    last = np.searchsorted(_by_entry(question, entry), _by_entry(asked, reports.entry[after])) - 1
    known[after] = resolves[last] & (question[last] == asked)
    return known


def _by_entry(question: NDArray[np.int64], entry: NDArray[np.int64]) -> NDArray[np.int64]:
    """Keys that order by question, then by entry."""
    return (question << 32) + entry
