"""Who stood where at a given moment: everybody's latest report on a question."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, bindparam, column, func, literal_column, select, values

from market.ledger.prepared import prepared
from market.ledger.tables import Forecaster, Report
from scoring.kinds import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import CTE, Column, Connection, ScalarSelect, Select

__all__ = ["Crowd", "Standing", "crowd", "crowd_on", "standings"]

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
        for row in connection.execute(_on_all(some)):
            if row.probability is not None:
                found[row.question].append(Standing._make(row))
    return found


def crowd_on(connection: Connection, question: int, moment: int) -> Crowd:
    """The crowd of one question at a moment: what `standings` and `crowd` find, and sooner.

    Args:
        connection: A transaction, reading or writing.
        question: The question's number.
        moment: The moment, in microseconds.
    """
    said = _on_one(connection, question=question, moment=moment)
    people = (row.probability for row in said if row.kind in PEOPLE)
    return Crowd(tuple(sorted(one for one in people if one is not None)))


def _on_all(moments: Sequence[tuple[int, int]]) -> Select[Any]:
    wanted = values(column("question", BigInteger), column("moment", BigInteger), name="given")
    given = wanted.data(moments).cte()  # which SQLite lets name its columns, and no subquery
    heard, forecaster, said = _heard(select(given)), Forecaster.__table__.c, Report.__table__.c
    return (
        select(
            heard.c.question,
            forecaster.name,
            forecaster.kind,
            _last(said.at, heard).label("at"),
            _last(said.probability, heard).label("probability"),
        )
        .where(forecaster.id == heard.c.forecaster)
        .order_by(heard.c.question, forecaster.id)
    )


@prepared
def _on_one() -> Select[Any]:
    given = (bindparam(name, type_=BigInteger).label(name) for name in ("question", "moment"))
    heard, forecaster, said = _heard(select(*given)), Forecaster.__table__.c, Report.__table__.c
    last = _last(said.probability, heard).label("probability")
    return select(forecaster.kind, last).where(forecaster.id == heard.c.forecaster)


def _heard(wanted: Select[*tuple[Any, ...]]) -> CTE:
    """Everybody who was ever heard on a question, and in the end nobody.

    The index leads from one forecaster to the next, past all that each has said before: ranking
    the reports by their times would read and sort every one.
    """
    asked, report = wanted.cte("wanted").c, Report.__table__.c
    first = select(func.min(report.forecaster)).where(report.question == asked.question)
    heard = select(asked.question, asked.moment, first.scalar_subquery().label("forecaster")).cte(
        "heard", recursive=True
    )
    so_far = heard.c
    following = (
        select(func.min(report.forecaster))
        .where(report.question == so_far.question, report.forecaster > so_far.forecaster)
        .scalar_subquery()
    )
    return heard.union_all(
        select(so_far.question, so_far.moment, following).where(so_far.forecaster.is_not(None))
    )


def _last(column: Column[Any], heard: CTE) -> ScalarSelect[Any]:
    """What a column has in the last report of somebody who was heard."""
    said = Report.__table__.c
    return (
        select(column)
        .where(said.question == heard.c.question, said.forecaster == heard.c.forecaster)
        .where(said.at <= heard.c.moment)
        .order_by(said.at.desc(), said.id.desc())
        .limit(literal_column("1"))
        .correlate(heard)
        .scalar_subquery()
    )
