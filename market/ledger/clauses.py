"""The tables of links: clauses, and the questions that each of them names."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from market.ledger.columns import identity, integer, one_of, string, written_by
from market.ledger.link_kinds import LinkKind
from market.ledger.tables import Row

__all__ = ["Clause", "Implication", "Term"]


class Implication(Row, table=True):
    """Two questions, the first of which implies the second; since there are clauses only read."""

    __tablename__ = "link"
    __table_args__ = (CheckConstraint("question <> implies", name="implies"), Row.__table_args__)

    id: int = identity()
    entry: int = written_by()
    question: int = integer("question.id")
    implies: int = integer("question.id")


class Clause(Row, table=True):
    """A link between the questions of its terms, recorded or taken back; the latest counts."""

    __table_args__ = (
        one_of("kind", LinkKind),
        CheckConstraint("stands IN (0, 1)", name="stands"),
        Row.__table_args__,
    )

    id: int = identity()
    entry: int = written_by()
    kind: str = string()
    stands: int = integer()


class Term(Row, table=True):
    """A question of a clause; they are in the clause's order."""

    __table_args__ = (
        UniqueConstraint("clause", "question", name="question"),
        Index("ix_term_question", "question"),
        Row.__table_args__,
    )

    id: int = identity()
    entry: int = written_by()
    clause: int = integer("clause.id")
    question: int = integer("question.id")
