"""The tables of the ledger: what was asked, what was said, what happened, and who wrote it down.

The order of a table's columns is canonical: the journal digests rows in it (see ``journal``).
Every row carries the entry that wrote it. Types are the same on both engines: times are
integers (microseconds since 1970, UTC), probabilities are doubles, all else is text.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import CheckConstraint, Index, MetaData, UniqueConstraint, func
from sqlmodel import SQLModel

from market.ledger.columns import (
    between_0_and_1,
    double,
    flag,
    forecaster_named,
    hex_digest,
    identity,
    integer,
    not_empty,
    one_of,
    slugs,
    string,
    written_by,
)
from scoring.kinds import Kind

if TYPE_CHECKING:
    from sqlalchemy import Table

__all__ = [
    "FINAL",
    "Entry",
    "Evidence",
    "Forecaster",
    "Member",
    "Question",
    "Report",
    "Row",
    "Ruling",
    "Verdict",
    "Wording",
]


class Verdict(StrEnum):
    """What a ruling says of its question."""

    CLOSE = "close"
    RESOLVE = "resolve"
    ANNUL = "annul"
    UNRESOLVE = "unresolve"
    REOPEN = "reopen"


FINAL = (Verdict.RESOLVE, Verdict.ANNUL, Verdict.UNRESOLVE)
"""Verdicts that put a final ruling on record, or take one off."""


class Row(SQLModel):
    """A row of the ledger; what all tables share."""

    # Rows are never validated by their models: building the validators would delay every command.
    model_config = {"defer_build": True}
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(constraint_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )
    if TYPE_CHECKING:
        __table__: ClassVar[Table]
    __table_args__: Any = {"sqlite_strict": True}


class Entry(Row, table=True):
    """One writing transaction, chained to the one before it; on PostgreSQL with its role."""

    __table_args__ = (
        UniqueConstraint("actor", "key", name="key"),
        CheckConstraint("recorded_at >= 0", name="recorded_at"),
        not_empty("actor"),
        hex_digest("previous"),
        hex_digest("rows"),
        Row.__table_args__,
    )

    number: int = identity()
    recorded_at: int = integer()
    actor: str = string()
    command: str = string()
    key: str | None = string(default=None)
    previous: str = string()
    rows: str = string()
    role: str | None = string(default=None)


class Forecaster(Row, table=True):
    """Somebody, or something, that gives probabilities."""

    __table_args__ = (
        UniqueConstraint("folded", name="folded"),
        forecaster_named("name"),
        not_empty("folded"),
        one_of("kind", (kind for kind in Kind if kind is not Kind.COMPUTED)),
        Row.__table_args__,
    )

    id: int = identity()
    entry: int = written_by()
    name: str = string()
    folded: str = string()
    kind: str = string()


class Question(Row, table=True):
    """The identity of a question; its words are in ``Wording``."""

    __table_args__ = (*slugs("slug"), Row.__table_args__)

    id: int = identity()
    entry: int = written_by()
    slug: str = string()


class Wording(Row, table=True):
    """The words and dates of a question; the newest row counts."""

    __table_args__ = (
        not_empty("title"),
        CheckConstraint("closes > opens", name="closes"),
        Index("ix_wording_question", "question"),
        Row.__table_args__,
    )

    id: int = identity()
    entry: int = written_by()
    question: int = integer("question.id")
    title: str = string()
    background: str = string()
    criteria: str = string()
    fine_print: str = string()
    source: str = string()
    opens: int = integer()
    closes: int = integer()
    family: str | None = string(default=None)
    tags: str = string()
    crowd_hidden: int | None = flag("crowd_hidden")


class Report(Row, table=True):
    """A forecaster's probability for a question from ``at`` on; none where it is withdrawn."""

    __table_args__ = (
        between_0_and_1("probability"),
        Index("ix_report_standing", "question", "forecaster", "at"),
        Row.__table_args__,
    )

    id: int = identity()
    entry: int = written_by()
    question: int = integer("question.id")
    forecaster: int = integer("forecaster.id")
    at: int = integer()
    probability: float | None = double(default=None)
    rationale: str | None = string(default=None)
    source: str | None = string(default=None)
    quote: str | None = string(default=None)


class Ruling(Row, table=True):
    """A verdict on a question, as of ``at``; the latest row counts."""

    __table_args__ = (
        one_of("verdict", Verdict),
        CheckConstraint("outcome IN (0, 1)", name="outcome"),
        CheckConstraint("(verdict = 'resolve') = (outcome IS NOT NULL)", name="resolve"),
        Index("ix_ruling_question", "question"),
        Row.__table_args__,
    )

    id: int = identity()
    entry: int = written_by()
    question: int = integer("question.id")
    verdict: str = string()
    outcome: int | None = integer(default=None)
    at: int = integer()
    status: str | None = string(default=None)
    note: str | None = string(default=None)


class Evidence(Row, table=True):
    """A published source that a ruling rests on."""

    __table_args__ = (
        not_empty("address"),
        Index("ix_evidence_ruling", "ruling"),
        Row.__table_args__,
    )

    id: int = identity()
    entry: int = written_by()
    ruling: int = integer("ruling.id")
    publisher: str | None = string(default=None)
    published: str | None = string(default=None)
    address: str = string()
    summary: str | None = string(default=None)


class Member(Row, table=True):
    """A role of a shared database, whom it forecasts as, and its rights; the newest row counts."""

    __table_args__ = (not_empty("role"), Row.__table_args__)

    id: int = identity()
    entry: int = written_by()
    role: str = string()
    forecaster: int = integer("forecaster.id")
    rights: str = string()


Index("uq_question_slug", func.lower(Question.__table__.c.slug), unique=True)
