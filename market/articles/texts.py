"""The texts of a pack, each with its place in the pack's file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.articles.pack import Pack

__all__ = ["texts", "unfinished"]

_UNFINISHED = re.compile(r"\bTODO\b[^\n.;?]*")
_WORDING = ("title", "background", "criteria", "source")
_REPORT = ("publisher", "published", "address", "summary")


def texts(pack: Pack) -> Iterator[tuple[str, str]]:
    """All that people have written in a pack, place and words: ``questions.rain.title``, say.

    The place of a report is the outcome that rests on it.
    """
    yield "note", pack.note
    yield "fine_print", pack.fine_print
    yield "article.title", pack.article.title
    for author in pack.article.authors:
        yield "article.authors", author
    yield from _of_questions(pack)
    yield from _of_claims(pack)
    for outcome in pack.outcomes:
        for report in outcome.evidence:
            for key in _REPORT:
                yield f"outcomes.{outcome.question}.evidence", getattr(report, key)


def unfinished(pack: Pack) -> dict[str, str]:
    """By the place of each text in which something is marked as to be done, what that is."""
    found: dict[str, str] = {}
    for place, text in texts(pack):
        if todo := _UNFINISHED.search(text):
            found.setdefault(place, todo[0].strip())
    return found


def _of_questions(pack: Pack) -> Iterator[tuple[str, str]]:
    for question in pack.questions:
        for key in _WORDING:
            yield f"questions.{question.family}.{key}", getattr(question, key)
        for tag in question.tags:
            yield f"questions.{question.family}.tags", tag


def _of_claims(pack: Pack) -> Iterator[tuple[str, str]]:
    for claim in pack.claims:
        yield f"claims.{claim.slug}.text", claim.text
        yield f"claims.{claim.slug}.unresolvable", claim.unresolvable or ""
        for relation in claim.relations:
            if relation.statement:
                yield f"claims.{claim.slug}.relations", relation.statement.phrase
