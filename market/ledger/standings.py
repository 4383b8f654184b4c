"""Who stood where at a given moment: everybody's latest report on a question."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, and_, column, func, select, values

from market.ledger.tables import Forecaster, Report
from scoring.kinds import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Select

__all__ = ["Crowd", "Standing", "crowd", "standings"]

_BATCH = 1_000  # keeps the parameters of a statement below every engine's limit


class Standing(NamedTuple):
    """A forecast that stands.

    Attributes:
        question: The question's number.
        forecaster: The forecaster's name.
        kind: What the forecaster is; a value of `scoring.kinds.Kind`.
        at: Since when it stands, in microseconds.
        probability: What was said.
    """

    question: int
    forecaster: str
    kind: str
    at: int
    probability: float


class Crowd(NamedTuple):
    """What the people who have a forecast standing say together.

    Attributes:
        probabilities: What each says, from the lowest.
    """

    probabilities: tuple[float, ...]

    @property
    def median(self) -> float | None:
        """The middle, which is the crowd's forecast; none where nobody stands."""
        if not self.probabilities:
            return None
        half = len(self.probabilities) // 2
        return (self.probabilities[half] + self.probabilities[~half]) / 2


def crowd(standing: Iterable[Standing]) -> Crowd:
    """The people among those who stand."""
    return Crowd(tuple(sorted(one.probability for one in standing if one.kind in PEOPLE)))


def standings(connection: Connection, moments: Mapping[int, int]) -> dict[int, list[Standing]]:
    """The forecasts that stand on some questions, each question seen at a moment of its own.

    Args:
        connection: A snapshot of the ledger.
        moments: The moment, in microseconds, by the question's number.

    Returns:
        By the question's number, one standing for each forecaster who has a forecast then and
        has not withdrawn it.
    """
    found: dict[int, list[Standing]] = {question: [] for question in moments}
    pending = iter(moments.items())
    while some := list(islice(pending, _BATCH)):
        for row in connection.execute(_latest(some)):
            found[row.question].append(Standing._make(row))
    return found


def _latest(moments: Sequence[tuple[int, int]]) -> Select[tuple[int, str, str, int, float]]:
    wanted = (
        values(column("question", BigInteger), column("moment", BigInteger), name="wanted")
        .data(moments)
        .cte()
    )
    report, forecaster = Report.__table__.c, Forecaster.__table__.c
    heard = and_(report.question == wanted.c.question, report.at <= wanted.c.moment)
    newest_first = func.row_number().over(
        partition_by=(report.question, report.forecaster),
        order_by=(report.at.desc(), report.id.desc()),
    )
    ranked = select(Report.__table__, newest_first.label("rank")).join(wanted, heard).subquery()
    said = ranked.c
    return (
        select(said.question, forecaster.name, forecaster.kind, said.at, said.probability)
        .join(Forecaster.__table__, forecaster.id == said.forecaster)
        .where(said.rank == 1, said.probability.is_not(None))
        .order_by(said.question, forecaster.id)
    )
