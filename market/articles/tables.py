"""The tables of articles: their claims, and how claims and questions bear on each other."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from market.ledger.columns import (
    between_0_and_1,
    double,
    hex_digest,
    identity,
    integer,
    not_empty,
    one_of,
    slugs,
    string,
    written_by,
)
from market.ledger.tables import Row

__all__ = ["POLARITIES", "RELATIONS", "Article", "Claim", "Relation"]

RELATIONS = ("states", "sharpens", "conditional", "context")
"""How a claim bears on a question."""

POLARITIES = ("for", "against")
"""Whether the claim, if true, speaks for the question's *yes* or against it."""


class Article(Row, table=True):
    """A text that predicts, with the forecaster that stands for it and a line for each author."""

    __table_args__ = (
        UniqueConstraint("slug", name="slug"),
        *slugs("slug"),
        not_empty("title"),
        hex_digest("digest"),
        Row.__table_args__,
    )

    id: int = identity()
    entry: int = written_by()
    slug: str = string()
    title: str = string()
    digest: str = string()
    published: int = integer()
    forecaster: int = integer("forecaster.id")
    note: str | None = string(default=None)
    authors: str | None = string(default=None)


class Claim(Row, table=True):
    """A prediction that an article makes, and the paragraphs that make it."""

    __table_args__ = (
        UniqueConstraint("article", "slug", name="slug"),
        *slugs("slug"),
        Row.__table_args__,
    )

    id: int = identity()
    entry: int = written_by()
    article: int = integer("article.id")
    slug: str = string()
    text: str = string()
    places: str = string()
    unresolvable: str | None = string(default=None)


class Relation(Row, table=True):
    """What a claim says of a question, with the article's number where it gives one."""

    __table_args__ = (
        one_of("relation", RELATIONS),
        one_of("polarity", POLARITIES),
        between_0_and_1("probability"),
        between_0_and_1("low"),
        between_0_and_1("high"),
        CheckConstraint("proxy IN (0, 1)", name="proxy"),
        Index("ix_relation_claim", "claim"),
        Index("ix_relation_question", "question"),
        Row.__table_args__,
    )

    id: int = identity()
    entry: int = written_by()
    claim: int = integer("claim.id")
    question: int = integer("question.id")
    relation: str = string()
    polarity: str = string()
    phrase: str | None = string(default=None)
    probability: float | None = double(default=None)
    low: float | None = double(default=None)
    high: float | None = double(default=None)
    proxy: int | None = integer(default=None)
