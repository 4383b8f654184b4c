"""Reports judged: whose each is, on which question, and whether it came too late to count.

Whatever is scored or written out for scoring begins here, so that what counts is decided once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import select

from market.ledger.tables import Forecaster
from market.ledger.views.lateness import late_reports
from market.ledger.views.rows import positions
from market.ledger.views.sweep import read_reports
from market.poll import shown_name
from scoring.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from market.ledger.views.questions import QuestionState
    from market.ledger.views.sweep import Reports

__all__ = ["Judged", "judged_reports"]


class Judged(NamedTuple):
    """Reports in the order in which they were recorded, and all forecasters.

    Attributes:
        reports: The reports, as columns.
        names: Names of all forecasters as they are shown, by code.
        kinds: Code of each forecaster's kind.
        ids: Number of each forecaster.
        forecaster: Code of each report's forecaster.
        question: Position of its question among those asked for; -1 where it is not there.
        late: Whether it is late (see ``lateness``).
    """

    reports: Reports
    names: tuple[str, ...]
    kinds: NDArray[np.int8]
    ids: NDArray[np.int64]
    forecaster: NDArray[np.int64]
    question: NDArray[np.int64]
    late: NDArray[np.bool_]


def judged_reports(
    connection: Connection,
    states: Sequence[QuestionState],
    *,
    as_of: int | None = None,
    known_at: int | None = None,
) -> Judged:
    """The reports on some questions; others may stand among them.

    Args:
        connection: The snapshot of the ledger from which the questions are.
        states: The questions.
        as_of: Only reports that counted by then.
        known_at: Only what had been recorded by then.
    """
    asked = [state.id for state in states]
    reports = read_reports(connection, as_of=as_of, known_at=known_at, questions=asked)
    names, kinds, ids = _forecasters(connection)
    forecaster = positions(reports.forecaster, ids)
    question = positions(reports.question, np.array(asked, np.int64))
    late = late_reports(connection, reports, states, question, kinds[forecaster])
    return Judged(reports, names, kinds, ids, forecaster, question, late)


def _forecasters(
    connection: Connection,
) -> tuple[tuple[str, ...], NDArray[np.int8], NDArray[np.int64]]:
    """Shown names, codes of kinds, and numbers of all forecasters."""
    known = Forecaster.__table__.c
    rows = connection.execute(select(known.id, known.name, known.kind).order_by(known.id)).all()
    names = tuple(shown_name(row.name, row.kind) for row in rows)
    kinds = np.array([Kind(row.kind).code for row in rows], np.int8)
    return names, kinds, np.array([row.id for row in rows], np.int64)
