"""Links as they stand in a ledger: those on record, and those that follow from deadlines."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select

from market.ledger.clauses import Clause, Implication, Term
from market.ledger.prepared import prepared
from market.ledger.tables import Question
from market.logic.families import deadline_links
from market.logic.links import Link, LinkKind
from market.logic.live import live_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Select

    from market.ledger.views.questions import QuestionState

__all__ = ["all_links", "links_in_doubt", "recorded_links"]


def all_links(connection: Connection, states: Sequence[QuestionState]) -> list[Link]:
    """The links that hold between questions: first those on record, then those derived.

    Args:
        connection: A snapshot of the ledger.
        states: The questions; links to others are left out.
    """
    slugs = {state.slug for state in states}
    links = [link for link in recorded_links(connection) if slugs.issuperset(link.questions)]
    known = {link.meaning for link in links}
    derived = deadline_links(states, links)
    return [*links, *(link for link in derived if link.meaning not in known)]


def links_in_doubt(connection: Connection, states: Iterable[QuestionState]) -> list[Link]:
    """The links that bear on forecasts: between questions that are not resolved, nor annulled.

    Args:
        connection: A snapshot of the ledger.
        states: The questions.
    """
    states = [state for state in states if state.status != "annulled"]
    outcomes = {state.slug: state.outcome for state in states if state.outcome is not None}
    return live_links(all_links(connection, states), outcomes)


def recorded_links(connection: Connection, question: int | None = None) -> list[Link]:
    """The links that have been recorded and not taken back, the oldest first.

    Args:
        connection: A snapshot of the ledger.
        question: The number of a question that they shall be of.
    """
    said = {} if question is None else {"question": question}
    standing: dict[Link, Link] = {}
    for link, stands in (*_implications(connection, said), *_clauses(connection, said)):
        if stands:
            standing.setdefault(link.meaning, link)
        else:
            standing.pop(link.meaning, None)
    return list(standing.values())


def _implications(connection: Connection, said: dict[str, int]) -> Iterator[tuple[Link, int]]:
    """Those of ledgers that are older than clauses."""
    for row in _pairs(connection, bool(said), **said):
        yield Link(LinkKind.IMPLIES, (row.one, row.other)), 1


def _clauses(connection: Connection, said: dict[str, int]) -> Iterator[tuple[Link, int]]:
    rows = _terms(connection, bool(said), **said)
    for (_, kind, stands), terms in groupby(rows, lambda row: (row.clause, row.kind, row.stands)):
        yield Link(LinkKind(kind), tuple(term.slug for term in terms)), stands


@prepared
def _pairs(of_one: bool) -> Select[Any]:  # noqa: FBT001 - statements are shaped by place
    """Slugs of questions, the first of which implies the second."""
    link, one, other = (
        Implication.__table__.c,
        Question.__table__.alias().c,
        Question.__table__.alias().c,
    )
    pairs = (
        select(one.slug.label("one"), other.slug.label("other"))
        .where(link.question == one.id, link.implies == other.id)
        .order_by(link.id)
    )
    own = (column == bindparam("question") for column in (link.question, link.implies))
    return pairs.where(or_(*own)) if of_one else pairs


@prepared
def _terms(of_one: bool) -> Select[Any]:  # noqa: FBT001 - statements are shaped by place
    """The terms of clauses, in the order in which they were recorded."""
    clause, term, asked = Clause.__table__.c, Term.__table__.c, Question.__table__.c
    terms = (
        select(term.clause, clause.kind, clause.stands, asked.slug)
        .where(term.clause == clause.id, term.question == asked.id)
        .order_by(term.clause, term.id)
    )
    own = select(term.clause).where(term.question == bindparam("question"))
    return terms.where(term.clause.in_(own)) if of_one else terms
