"""What was said of one question, report by report, and what its ruling rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from market.ledger.tables import Evidence, Forecaster, Report

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Said", "Seen", "evidence_of", "reports_on"]


class Said(NamedTuple):
    """One report: a probability, or a withdrawal where it is None."""

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
    report, forecaster = Report.__table__.c, Forecaster.__table__.c
    rows = (
        select(
            report.at,
            forecaster.name,
            forecaster.kind,
            report.probability,
            report.rationale,
            report.source,
            report.quote,
        )
        .where(report.forecaster == forecaster.id)
        .where(report.question == question, report.at <= until)
        .order_by(report.at, report.id)
    )
    return [Said._make(row) for row in connection.execute(rows)]


def evidence_of(connection: Connection, ruling: int) -> list[Seen]:
    """The sources of a ruling, in the order in which they were given."""
    evidence = Evidence.__table__.c
    rows = (
        select(evidence.publisher, evidence.published, evidence.address, evidence.summary)
        .where(evidence.ruling == ruling)
        .order_by(evidence.id)
    )
    return [Seen._make(row) for row in connection.execute(rows)]
