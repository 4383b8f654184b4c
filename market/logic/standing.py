"""What one forecaster has standing on linked questions, asked for in passing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, func, literal_column, or_, select

from market.ledger.clauses import Implication, Term
from market.ledger.names import fold, fold_slug
from market.ledger.prepared import prepared
from market.ledger.tables import Forecaster, Question, Report, Wording

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

__all__ = ["is_linked", "own_forecasts"]


def is_linked(connection: Connection, slug: str) -> bool:
    """Whether a question has a family, or was ever linked to another.

    Args:
        connection: A snapshot of the ledger.
        slug: The question's slug, whatever the case.
    """
    return _links(connection, slug=fold_slug(slug)).first() is not None


def own_forecasts(connection: Connection, name: str) -> dict[str, float]:
    """The last word of a forecaster on every question, by slug; none where it was withdrawn.

    Args:
        connection: A snapshot of the ledger.
        name: The forecaster's name, whatever the case; it may be unknown.
    """
    rows = _last_words(connection, folded=fold(name))
    return {row.slug: row.probability for row in rows if row.probability is not None}


@prepared
def _links() -> Select[Any]:
    """The number of a question, if anything may follow from it or for it."""
    asked, worded, term = Question.__table__.c, Wording.__table__.c, Term.__table__.c
    link = Implication.__table__.c
    return select(asked.id).where(
        func.lower(asked.slug) == bindparam("slug"),
        or_(
            exists().where(worded.question == asked.id, worded.family.is_not(None)),
            exists().where(term.question == asked.id),
            exists().where(or_(link.question == asked.id, link.implies == asked.id)),
        ),
    )


@prepared
def _last_words() -> Select[Any]:
    asked, said, who = Question.__table__.c, Report.__table__.c, Forecaster.__table__.c
    me = select(who.id).where(who.folded == bindparam("folded")).scalar_subquery()
    last = (
        select(said.probability)
        .where(said.question == asked.id, said.forecaster == me)
        .order_by(said.at.desc(), said.id.desc())
        .limit(literal_column("1"))
        .scalar_subquery()
    )
    return select(asked.slug, last.label("probability"))
