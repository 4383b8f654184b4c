"""Which reports are late: entered when their forecaster could know how it ended.

A report is late if

- it was entered while an outcome of its question was on record; or if
- a person entered it after its question had closed, as said before: who remembers a forecast only
  then may have seen the answer, though nobody had recorded it yet.

Articles and pundits are never late: others enter what they said, with a source. What is imported
or simulated is dated by its file or its world, so that the second rule does not concern it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from market.ledger.tables import Ruling, Verdict
from scoring.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from market.ledger.questions import QuestionState

__all__ = ["late_reports"]

_QUOTED = np.array([kind in (Kind.ARTICLE, Kind.PUNDIT) for kind in Kind])
"""By the code of a kind: whether others enter what it said."""

_FINAL = [Verdict.RESOLVE.value, Verdict.ANNUL.value, Verdict.UNRESOLVE.value]
"""Verdicts that put an outcome on record or take one off."""


def late_reports(
    connection: Connection,
    reports: NDArray[np.void],
    states: Sequence[QuestionState],
    question: NDArray[np.int64],
    kind: NDArray[np.int8],
) -> NDArray[np.bool_]:
    """Which reports are late, as their questions stand now.

    Args:
        connection: The snapshot from which all this was read.
        reports: Rows with ``entry``, ``recorded``, ``question`` (its number) and ``at``, times in
            microseconds.
        states: The questions.
        question: For each report the position of its question among them, -1 if it is not there.
        kind: For each report the code of its forecaster's kind.
    """
    # The last of each is for questions that are not there.
    resolved = np.array([*(state.outcome is not None for state in states), False])
    close = np.array([*(state.actual_close for state in states), 0], np.int64)
    informed = resolved[question] & ~_QUOTED[kind] & _with_hindsight(connection, reports)
    remembered = (kind == Kind.PERSON.code) & (reports["at"] < reports["recorded"])
    remembered &= close[question] < reports["recorded"]
    late: NDArray[np.bool_] = informed | remembered
    return late


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
