"""What articles say of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from market.articles.tables import Article, Claim, Relation

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

__all__ = ["Mention", "all_mentions", "mentions"]


class Mention(NamedTuple):
    """A claim of an article that bears on a question.

    Attributes:
        article: The article's title.
        places: The numbers of the paragraphs, joined by commas.
        claim: The claim's slug.
        text: The claim, in words of our own.
        relation: How it bears on the question.
        polarity: ``for`` or ``against`` the question's *yes*.
        phrase: The words from which the number comes.
        probability: The number, if the article gives one for this question.
        low: The lower quartile of how readers take the phrase.
        high: The upper quartile.
    """

    article: str
    places: str
    claim: str
    text: str
    relation: str
    polarity: str
    phrase: str | None
    probability: float | None
    low: float | None
    high: float | None


def mentions(connection: Connection, question: int) -> list[Mention]:
    """What articles say of a question, those with a number first."""
    rows = _mentions().where(Relation.__table__.c.question == question)
    return [Mention._make(row[1:]) for row in connection.execute(rows)]


def all_mentions(connection: Connection) -> dict[int, list[Mention]]:
    """What articles say, by the question's number; each as ``mentions`` gives it."""
    said: dict[int, list[Mention]] = {}
    for question, *mention in connection.execute(_mentions()):
        said.setdefault(question, []).append(Mention(*mention))
    return said


def _mentions() -> Select[Any]:
    """The number of a question, and the attributes of a `Mention` of it."""
    article, claim, relation = Article.__table__.c, Claim.__table__.c, Relation.__table__.c
    return (
        select(
            relation.question,
            article.title,
            claim.places,
            claim.slug,
            claim.text,
            relation.relation,
            relation.polarity,
            relation.phrase,
            relation.probability,
            relation.low,
            relation.high,
        )
        .where(relation.claim == claim.id, claim.article == article.id)
        .order_by(relation.probability.is_(None), relation.id)
    )
