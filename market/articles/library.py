"""The articles on record: who wrote them, what they claim, and the numbers they give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from market.articles.phrases import Reading
from market.articles.tables import Article, Claim, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection, Row

__all__ = ["RecordedArticle", "RecordedClaim", "RecordedRelation", "read_articles"]


class RecordedRelation(NamedTuple):
    """How a claim bears on a question.

    Attributes:
        question: The question's number.
        kind: ``states``, ``sharpens``, ``conditional`` or ``context``.
        reading: The number that the claim gives it, with the readers' quartiles, if it gives one.
    """

    question: int
    kind: str
    reading: Reading | None


class RecordedClaim(NamedTuple):
    """A claim: its slug and text, why no question settles it (if so), and its relations."""

    slug: str
    text: str
    unresolvable: str | None
    relations: tuple[RecordedRelation, ...]

    @property
    def numbers(self) -> Iterator[tuple[int, Reading]]:
        """The numbers that it gives, each with that of its question."""
        return ((one.question, one.reading) for one in self.relations if one.reading)


class RecordedArticle(NamedTuple):
    """An article.

    Attributes:
        slug: Its name, that of its pack.
        title: Its title.
        published: From when on its numbers count, in microseconds.
        authors: Who wrote it.
        claims: What it claims.
    """

    slug: str
    title: str
    published: int
    authors: tuple[str, ...]
    claims: tuple[RecordedClaim, ...]

    @property
    def numbers(self) -> Iterator[tuple[int, Reading]]:
        """The numbers that it gives, claim by claim; of two on a question the later stands."""
        return (number for claim in self.claims for number in claim.numbers)


def read_articles(connection: Connection, *, as_of: int | None = None) -> list[RecordedArticle]:
    """The articles, the earliest published first.

    Args:
        connection: A snapshot of the ledger.
        as_of: Only those published by then, in microseconds.
    """
    relations = _by(connection, Relation, "claim")
    claims = _by(connection, Claim, "article")
    article = Article.__table__.c
    rows = select(Article.__table__).order_by(article.published, article.id)
    return [
        RecordedArticle(
            row.slug,
            row.title,
            row.published,
            tuple((row.authors or "").splitlines()),
            tuple(_claims(claims.get(row.id, ()), relations)),
        )
        for row in connection.execute(rows)
        if as_of is None or row.published <= as_of
    ]


def _by(connection: Connection, model: Any, column: str) -> dict[int, list[Row[Any]]]:
    """The rows of a table in their order, by the number of what they belong to."""
    found: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(select(model.__table__).order_by(model.__table__.c.id)):
        found.setdefault(getattr(row, column), []).append(row)
    return found


def _claims(
    rows: Iterable[Row[Any]], relations: dict[int, list[Row[Any]]]
) -> Iterator[RecordedClaim]:
    for row in rows:
        related = tuple(
            RecordedRelation(one.question, one.relation, _reading(one))
            for one in relations.get(row.id, ())
        )
        yield RecordedClaim(row.slug, row.text, row.unresolvable, related)


def _reading(row: Row[Any]) -> Reading | None:
    if row.probability is None:
        return None
    low, high = (row.probability if bound is None else bound for bound in (row.low, row.high))
    return Reading(row.probability, low, high)
