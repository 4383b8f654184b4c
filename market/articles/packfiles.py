"""Reads the files of a starter pack; `seeds/README.md` describes them.

Only their form is looked at here. A name that leads nowhere is kept, so that
`market.articles.validation` can report all such names at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from market.articles.fields import Fields, read_toml
from market.articles.pack import (
    Article,
    Claim,
    Evidence,
    Link,
    Outcome,
    Pack,
    PackQuestion,
    Place,
    Polarity,
    Relation,
    RelationKind,
    Statement,
    Status,
)
from market.articles.phrases import phrase_table, probability_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["read_pack"]

_END_OF_DAY = time(23, 59, 59, tzinfo=UTC)


class _Answer(StrEnum):
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class _Family:
    """One proposition: its questions by the name of their deadline, the earliest first."""

    questions: dict[str, PackQuestion]
    implies: tuple[str, ...]


def read_pack(folder: Path) -> Pack:
    """Read the four files of a pack.

    Raises:
        Refused: A file is absent or malformed, or a key in it is missing, unknown or of a wrong
            type. The message names the file and the place.
    """
    with read_toml(folder / "pack.toml") as head:
        opens = head.time("opens")
        deadlines = head.named("deadlines", date)
        article, headings = _article(head.table("article"))
        note, fine_print = head.take("note", str), head.take("fine_print", str)
    families = {
        stem: _family(stem, fields, opens, deadlines)
        for stem, fields in read_toml(folder / "questions.toml").tables().items()
    }
    questions = tuple(q for family in families.values() for q in family.questions.values())
    return Pack(
        name=folder.name,
        note=note,
        fine_print=fine_print,
        article=article,
        claims=tuple(
            _claim(slug, fields, headings, families)
            for slug, fields in read_toml(folder / "claims.toml").tables().items()
        ),
        questions=questions,
        links=tuple(_links(families)),
        outcomes=_outcomes(folder / "outcomes.toml", questions),
    )


def _article(fields: Fields) -> tuple[Article, dict[int, str]]:
    """Return the article, and the headings that its paragraphs stand under."""
    headings: dict[int, str] = {}
    with fields:
        for section in fields.listed("sections"):
            with section:
                heading = section.take("heading", str)
                headings |= dict.fromkeys(section.some("paragraphs", int), heading)
        article = Article(
            title=fields.take("title", str),
            sha256=fields.take("sha256", str),
            published=fields.time("published"),
        )
    return article, headings


def _family(stem: str, fields: Fields, opens: datetime, deadlines: Mapping[str, date]) -> _Family:
    """Write one proposition out for each of its deadlines."""
    with fields:
        title, criteria = fields.take("title", str), fields.take("criteria", str)
        background, source = fields.take("background", str), fields.take("source", str)
        tags = fields.some("tags", str)
        names = fields.among("deadlines", deadlines)
        implies = fields.many("implies", str)
    questions = {
        name: PackQuestion(
            slug=f"{stem}-{name}",
            family=stem,
            title=_dated(title, deadlines[name]),
            background=background,
            criteria=_dated(criteria, deadlines[name]),
            source=source,
            tags=tags,
            opens=opens,
            closes=_end(deadlines[name]),
        )
        for name in names
    }
    return _Family(questions, implies)


def _links(families: Mapping[str, _Family]) -> Iterator[Link]:
    for family in families.values():
        for earlier, later in pairwise(family.questions.values()):
            yield Link(earlier.slug, later.slug)
        for name, question in family.questions.items():
            for implied in family.implies:
                if implied not in families or name in families[implied].questions:
                    yield Link(question.slug, f"{implied}-{name}")


def _claim(
    slug: str, fields: Fields, headings: Mapping[int, str], families: Mapping[str, _Family]
) -> Claim:
    with fields:
        return Claim(
            slug=slug,
            text=fields.take("text", str),
            places=tuple(Place(n, headings.get(n)) for n in fields.some("places", int)),
            unresolvable=fields.maybe("unresolvable", str),
            relations=tuple(
                relation
                for item in fields.listed("relations")
                for relation in _relations(item, families)
            ),
        )


def _relations(fields: Fields, families: Mapping[str, _Family]) -> list[Relation]:
    """Write one relation to a family out for each of its questions, or of those named."""
    with fields:
        kind = fields.word("relation", RelationKind)
        polarity = fields.word("polarity", Polarity) if "polarity" in fields else Polarity.FOR
        stem, names = fields.take("family", str), fields.many("deadlines", str)
        statement = _statement(fields, negated=polarity is Polarity.AGAINST)
    return [Relation(slug, kind, polarity, statement) for slug in _slugs(stem, names, families)]


def _slugs(stem: str, names: Iterable[str], families: Mapping[str, _Family]) -> list[str]:
    if stem not in families:
        return [stem]
    return [f"{stem}-{name}" for name in names or families[stem].questions]


def _statement(fields: Fields, *, negated: bool) -> Statement | None:
    """Return the number that goes with a phrase; only with a phrase are its other keys known."""
    phrase = fields.maybe("phrase", str)
    if phrase is None:
        return None
    read_as = fields.among("read_as", phrase_table())
    reading = probability_of(*read_as, negated=negated)
    return Statement(phrase, reading, proxy=fields.maybe("proxy", bool) or False)


def _outcomes(path: Path, questions: Iterable[PackQuestion]) -> tuple[Outcome, ...]:
    closes = {question.slug: question.closes for question in questions}
    with read_toml(path) as fields:
        reports = {key: _evidence(item) for key, item in fields.table("reports").tables().items()}
        return tuple(
            _outcome(slug, item, reports, closes.get(slug))
            for slug, item in fields.table("outcomes").tables().items()
        )


def _outcome(
    slug: str, fields: Fields, reports: Mapping[str, Evidence], closes: datetime | None
) -> Outcome:
    with fields:
        status = fields.word("status", Status)
        keys = fields.among("evidence", reports) if "evidence" in fields else ()
        evidence = tuple(reports[key] for key in keys)
        if status is Status.WAITING:
            return Outcome(slug, None, None, status, evidence)
        outcome = fields.word("outcome", _Answer) is _Answer.YES
        day = fields.maybe("happened", date)
    return Outcome(slug, outcome, _end(day) if day else closes, status, evidence)


def _evidence(fields: Fields) -> Evidence:
    with fields:
        return Evidence(
            publisher=fields.take("publisher", str),
            published=fields.take("published", str),
            address=fields.take("address", str),
            summary=fields.take("summary", str),
        )


def _dated(text: str, deadline: date) -> str:
    return text.replace("{deadline}", f"{deadline.day} {deadline:%B %Y}")


def _end(day: date) -> datetime:
    return datetime.combine(day, _END_OF_DAY)
