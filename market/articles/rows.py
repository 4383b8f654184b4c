"""A pack's parts as values of the ledger's columns; questions are numbers there, by slug here."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from market.ledger.tables import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from market.articles.pack import Article, Claim, Outcome, Pack, Relation

__all__ = [
    "Values",
    "article_row",
    "claim_row",
    "microseconds",
    "relation_row",
    "report_rows",
    "resolution_row",
]

Values = dict[str, Any]
"""Values by column."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    """The moment as the ledger keeps it: microseconds since 1970, UTC.

    >>> microseconds(datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC))
    1767225599000000
    """
    return (moment - _EPOCH) // timedelta(microseconds=1)


def article_row(article: Article) -> Values:
    """What the article says of itself; its slug, note and forecaster are the pack's."""
    return {
        "title": article.title,
        "digest": article.sha256,
        "published": microseconds(article.published),
        "authors": "\n".join(article.authors) or None,
    }


def claim_row(claim: Claim) -> Values:
    """A claim without its article."""
    return {
        "slug": claim.slug,
        "text": claim.text,
        "places": _places(claim),
        "unresolvable": claim.unresolvable,
    }


def relation_row(relation: Relation, questions: Mapping[str, int]) -> Values:
    """How a claim, which is left out, bears on a question, with its number if it gives one."""
    bearing = {
        "question": questions[relation.question],
        "relation": relation.kind.value,
        "polarity": relation.polarity.value,
    }
    said = relation.statement
    if said is None:
        return bearing
    return {**bearing, "phrase": said.phrase, "proxy": int(said.proxy), **asdict(said.reading)}


def report_rows(pack: Pack, questions: Mapping[str, int]) -> Iterator[Values]:
    """The numbers that the article gives, each with its words and the paragraphs they are from."""
    for claim in pack.claims:
        for relation in claim.relations:
            if relation.statement:
                yield {
                    "question": questions[relation.question],
                    "at": microseconds(pack.article.published),
                    "probability": relation.statement.reading.probability,
                    "source": f"{pack.article.title}, ¶{_places(claim)}",
                    "quote": relation.statement.phrase,
                }


def resolution_row(outcome: Outcome) -> Values | None:
    """The ruling that an outcome amounts to, without its question; none while it is waiting."""
    if outcome.outcome is None or outcome.at is None:
        return None
    return {
        "verdict": Verdict.RESOLVE.value,
        "outcome": int(outcome.outcome),
        "at": microseconds(outcome.at),
        "status": outcome.status.value,
    }


def _places(claim: Claim) -> str:
    return ",".join(str(place.paragraph) for place in claim.places)
