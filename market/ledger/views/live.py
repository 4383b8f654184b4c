"""What a forecaster has standing on a question since it was said there and then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from market.ledger.names import fold, is_slug
from market.ledger.tables import Entry, Forecaster, Question, Report
from market.ledger.views.questions import named

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["live_forecast"]


def live_forecast(connection: Connection, question: str, forecaster: str) -> float | None:
    """The probability that a forecaster gave last, if it counts from when it was recorded.

    Only such a report is what the same words would record again: one that was entered later than
    it counts may be late where theirs is not.

    Args:
        connection: A transaction, reading or writing.
        question: The question's slug, whatever the case.
        forecaster: The forecaster's name, whatever the case.

    Returns:
        None where nothing was said, or it was withdrawn, or entered later.
    """
    if not is_slug(question):
        return None
    who, asked = Forecaster.__table__.c, Question.__table__.c
    said, entry = Report.__table__.c, Entry.__table__.c
    last = (
        select(said.probability, said.at, entry.recorded_at)
        .where(said.question == asked.id, said.forecaster == who.id, said.entry == entry.number)
        .where(named(question), who.folded == fold(forecaster))
        .order_by(said.at.desc(), said.id.desc())
        .limit(1)
    )
    found = connection.execute(last).first()
    if found is None or found.at != found.recorded_at:
        return None
    probability: float | None = found.probability
    return probability
