"""What was said of one question, report by report, and what its ruling rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import exists, select

from market.ledger.names import fold
from market.ledger.tables import Entry, Evidence, Forecaster, Question, Report

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

__all__ = ["Said", "Seen", "all_evidence", "evidence_of", "heard_on", "reports_on"]


class Said(NamedTuple):
    """One report: a probability, or a withdrawal where it is None.

    Attributes:
        report: Its number.
        entry: The entry that recorded it.
        recorded_at: When that was, in microseconds.
        at: From when it counts.
        forecaster: Whose it is.
        kind: What that is; a value of `scoring.kinds.Kind`.
        probability: What was said.
        rationale: Why.
        source: Where it was said.
        quote: In which words.
    """

    report: int
    entry: int
    recorded_at: int
    at: int
    forecaster: str
    kind: str
    probability: float | None
    rationale: str | None
    source: str | None
    quote: str | None


class Seen(NamedTuple):
    """One published source of a ruling."""

    publisher: str | None
    published: str | None
    address: str
    summary: str | None


def reports_on(connection: Connection, question: int, until: int) -> list[Said]:
    """All reports on a question, in the order in which they count.

    Args:
        connection: A snapshot of the ledger.
        question: The question's number.
        until: The latest moment, in microseconds.
    """
    report, forecaster, entry = (model.__table__.c for model in (Report, Forecaster, Entry))
    rows = (
        select(
            report.id,
            report.entry,
            entry.recorded_at,
            report.at,
            forecaster.name,
            forecaster.kind,
            report.probability,
            report.rationale,
            report.source,
            report.quote,
        )
        .where(report.forecaster == forecaster.id, report.entry == entry.number)
        .where(report.question == question, report.at <= until)
        .order_by(report.at, report.id)
    )
    return [Said._make(row) for row in connection.execute(rows)]


def heard_on(connection: Connection, name: str) -> set[int]:
    """The numbers of the questions on which a forecaster has ever given a forecast.

    Args:
        connection: A snapshot of the ledger.
        name: The forecaster's name, whatever the case; it may be unknown.
    """
    question, report, forecaster = (model.__table__.c for model in (Question, Report, Forecaster))
    me = select(forecaster.id).where(forecaster.folded == fold(name)).scalar_subquery()
    # By question, as the index has it: this reads no more of a large ledger than there are.
    said = exists().where(report.question == question.id, report.forecaster == me)
    return set(connection.execute(select(question.id).where(said)).scalars())


def evidence_of(connection: Connection, ruling: int) -> list[Seen]:
    """The sources of a ruling, in the order in which they were given."""
    rows = _evidence().where(Evidence.__table__.c.ruling == ruling)
    return [Seen._make(row[1:]) for row in connection.execute(rows)]


def all_evidence(connection: Connection) -> dict[int, list[Seen]]:
    """The sources of every ruling, by its number; each as ``evidence_of`` gives them."""
    seen: dict[int, list[Seen]] = {}
    for ruling, *source in connection.execute(_evidence()):
        seen.setdefault(ruling, []).append(Seen(*source))
    return seen


def _evidence() -> Select[Any]:
    """The number of a ruling, and the attributes of what is `Seen`."""
    evidence = Evidence.__table__.c
    return select(
        evidence.ruling,
        evidence.publisher,
        evidence.published,
        evidence.address,
        evidence.summary,
    ).order_by(evidence.id)
