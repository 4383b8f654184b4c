"""From a simulation into a ledger: its people, and what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import select

from market.errors import Refused
from market.ledger.names import fold, forecaster_name
from market.ledger.tables import Forecaster, Report
from scoring.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from market.ledger.writer import Writing
    from market.simulation.recording.said import Said

__all__ = ["Asked", "record_people", "record_said"]


class Asked(NamedTuple):
    """A question of the ledger that is a column of a simulation.

    Attributes:
        id: Its number in the ledger.
        opens: When its lifetime begins, microseconds.
        ends: When it is over.
    """

    id: int
    opens: int
    ends: int


def record_people(w: Writing, names: Sequence[str]) -> range:
    """Record simulated forecasters, whom nobody has met before.

    Args:
        w: The writing transaction.
        names: Their names.

    Returns:
        Their numbers.

    Raises:
        Refused: A name is not allowed, or is taken.
    """
    stored = [forecaster_name(name) for name in names]
    taken = set(w.connection.execute(select(Forecaster.__table__.c.folded)).scalars())
    rows = []
    for name in stored:
        if (folded := fold(name)) in taken:
            said = f"There is a forecaster {name} already."
            raise Refused(said, "Write the simulation into a ledger of its own.")
        taken.add(folded)
        rows.append({"name": name, "folded": folded, "kind": Kind.SIMULATED.value})
    return w.insert(Forecaster, rows)


def record_said(w: Writing, said: Said, people: Sequence[int], asked: Sequence[Asked]) -> None:
    """Record what was said in a simulation, in order of time.

    Args:
        w: The writing transaction.
        said: What was said.
        people: The number of each row's forecaster.
        asked: The question of each column.
    """
    question, opens, ends = np.array(asked, np.int64).reshape(-1, 3).T
    begun = opens[said.question]
    at = begun + np.rint(said.time * (ends[said.question] - begun)).astype(np.int64)
    order = np.argsort(at, kind="stable")
    probability = said.probability.astype(object)
    probability[np.isnan(said.probability)] = None
    columns = {
        "question": question[said.question],
        "forecaster": np.array(people, np.int64)[said.forecaster],
        "at": at,
        "probability": probability,
    }
    w.insert_columns(Report, {name: column[order].tolist() for name, column in columns.items()})
