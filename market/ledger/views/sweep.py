"""The reports of a ledger as columns, read in one sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import func, select

from market.ledger.tables import Report
from market.ledger.views.rows import last_entry, read_rows, recorded_at

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    Ints = NDArray[np.int64]

__all__ = ["Reports", "read_reports"]

_WITHDRAWN = -1.0
"""Stands for a missing probability while rows are read: SQLite has no NaN."""

_FEW = 100
"""So many questions are looked up one by one; for more, everything is read."""

_ROW = np.dtype(
    [
        ("entry", "i8"),
        ("forecaster", "i8"),
        ("question", "i8"),
        ("at", "i8"),
        ("probability", "f8"),
    ]
)


class Reports(NamedTuple):
    """Reports as columns, in the order in which they were recorded.

    Attributes:
        entry: Number of the entry that recorded each.
        recorded: When that was, in microseconds.
        forecaster: Number of its forecaster.
        question: Number of its question.
        at: From when it counts, in microseconds.
        probability: Probability of YES, NaN for a withdrawal.
    """

    entry: Ints
    recorded: Ints
    forecaster: Ints
    question: Ints
    at: Ints
    probability: NDArray[np.float64]


def read_reports(
    connection: Connection,
    *,
    as_of: int | None = None,
    known_at: int | None = None,
    questions: Collection[int] | None = None,
    forecaster: int | None = None,
) -> Reports:
    """All reports of a ledger, or those of interest.

    Args:
        connection: A snapshot of the ledger.
        as_of: Only what counted by then.
        known_at: Only what had been recorded by then.
        questions: Numbers of the questions of interest. Where they are many, others are read too.
        forecaster: Only this forecaster's.
    """
    report = Report.__table__.c
    wanted = select(
        report.entry,
        report.forecaster,
        report.question,
        report.at,
        func.coalesce(report.probability, _WITHDRAWN),
    ).order_by(report.id)
    if as_of is not None:
        wanted = wanted.where(report.at <= as_of)
    if known_at is not None:
        wanted = wanted.where(report.entry <= last_entry(known_at))
    if questions is not None and len(questions) <= _FEW:
        wanted = wanted.where(report.question.in_(questions))
    if forecaster is not None:
        wanted = wanted.where(report.forecaster == forecaster)
    rows = read_rows(connection, wanted, _ROW)
    said = rows["probability"]
    return Reports(
        entry=rows["entry"],
        recorded=recorded_at(connection, rows["entry"]),
        forecaster=rows["forecaster"],
        question=rows["question"],
        at=rows["at"],
        probability=np.where(said < 0.0, np.nan, said),
    )
