"""Reads the file or files of a starter pack; `seeds/README.md` describes them.

Only their form is looked at here. A name that leads nowhere is kept, so that
`market.articles.validation` can report all such names at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from market.articles.fields import Fields, read_toml
from market.articles.pack import (
    Article,
    Claim,
    Evidence,
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
from market.articles.packlinks import (
    between_families,
    family_links,
    listed_links,
    within_family,
)
from market.articles.phrases import Reading, phrase_table, probability_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from market.articles.packlinks import FamilyLinks
    from market.logic.links import Link

__all__ = ["read_pack"]

_END_OF_DAY = time(23, 59, 59, tzinfo=UTC)


class _Answer(StrEnum):
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class _Family:
    """One proposition: its questions by the name of their deadline, the earliest first."""

    questions: dict[str, PackQuestion]
    links: FamilyLinks


@dataclass(frozen=True, slots=True)
class _Tables:
    """The tables of a pack, out of one file or of four."""

    name: str
    head: Fields
    questions: Mapping[str, Fields]
    claims: Mapping[str, Fields]
    outcomes: Mapping[str, Fields]
    reports: Mapping[str, Fields]


def read_pack(path: Path) -> Pack:
    """Read a pack: one file, or a folder of four.

    Raises:
        Refused: A file is absent or malformed, or a key in it is missing, unknown or of a wrong
            type. The message names the file and the place.
    """
    tables = _of_folder(path) if path.is_dir() else _of_file(path)
    with tables.head as head:
        article, headings = _article(head.table("article"))
        note = head.take("note", str)
        listed = tuple(listed_links(head))
        fine_print, families = _propositions(head, tables.questions)
    questions = tuple(q for family in families.values() for q in family.questions.values())
    return Pack(
        name=tables.name,
        note=note,
        fine_print=fine_print,
        article=article,
        claims=tuple(
            _claim(slug, fields, headings, families) for slug, fields in tables.claims.items()
        ),
        questions=questions,
        links=(*_links(families), *listed),
        outcomes=_outcomes(tables, questions),
    )


def _of_folder(folder: Path) -> _Tables:
    head = read_toml(folder / "pack.toml")
    questions = read_toml(folder / "questions.toml").tables()
    claims = read_toml(folder / "claims.toml").tables()
    with read_toml(folder / "outcomes.toml") as happened:
        outcomes, reports = happened.group("outcomes"), happened.group("reports")
    return _Tables(folder.name, head, questions, claims, outcomes, reports)


def _of_file(path: Path) -> _Tables:
    head = read_toml(path)
    parts = (head.group(key) for key in ("questions", "claims", "outcomes", "reports"))
    return _Tables(path.stem, head, *parts)


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
            authors=fields.many("authors", str),
        )
    return article, headings


def _propositions(head: Fields, questions: Mapping[str, Fields]) -> tuple[str, dict[str, _Family]]:
    """The fine print and the families; a pack may speak of questions of others only."""
    if not questions and "deadlines" not in head:
        return head.maybe("fine_print", str) or "", {}
    opens, deadlines = head.time("opens"), head.named("deadlines", date)
    fine_print = head.take("fine_print", str)
    return fine_print, {
        stem: _family(stem, fields, opens, deadlines) for stem, fields in questions.items()
    }


def _family(stem: str, fields: Fields, opens: datetime, deadlines: Mapping[str, date]) -> _Family:
    """Write one proposition out for each of its deadlines."""
    with fields:
        title, criteria = fields.take("title", str), fields.take("criteria", str)
        background, source = fields.take("background", str), fields.take("source", str)
        tags = fields.some("tags", str)
        names = fields.among("deadlines", deadlines)
        links = family_links(fields)
        opens = fields.time("opens") if "opens" in fields else opens
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
    return _Family(questions, links)


def _links(families: Mapping[str, _Family]) -> Iterator[Link]:
    deadlines = {stem: family.questions.keys() for stem, family in families.items()}
    for stem, family in families.items():
        yield from within_family([question.slug for question in family.questions.values()])
        yield from between_families(stem, family.links, deadlines)


def _claim(
    slug: str, fields: Fields, headings: Mapping[int, str], families: Mapping[str, _Family]
) -> Claim:
    with fields:
        return Claim(
            slug=slug,
            text=fields.take("text", str),
            places=_places(fields, headings),
            unresolvable=fields.maybe("unresolvable", str),
            relations=tuple(
                relation
                for item in fields.listed("relations")
                for relation in _relations(item, families)
            ),
        )


def _places(fields: Fields, headings: Mapping[int, str]) -> tuple[Place, ...]:
    numbers = fields.some("places", int)
    if min(numbers) < 1:
        raise fields.fault('"places" are counted from 1.', "Give the lines or paragraphs.")
    return tuple(Place(number, headings.get(number)) for number in numbers)


def _relations(fields: Fields, families: Mapping[str, _Family]) -> list[Relation]:
    """Write one relation out for each question of its family, or of those named; or for one."""
    with fields:
        kind = fields.word("relation", RelationKind)
        polarity = fields.word("polarity", Polarity) if "polarity" in fields else Polarity.FOR
        slugs, elsewhere = _slugs(fields, families), "question" in fields
        statement = _statement(fields, negated=polarity is Polarity.AGAINST)
    return [Relation(slug, kind, polarity, statement, elsewhere) for slug in slugs]


def _slugs(fields: Fields, families: Mapping[str, _Family]) -> list[str]:
    if "question" in fields:
        return [fields.take("question", str)]
    stem, names = fields.take("family", str), fields.many("deadlines", str)
    if stem not in families:
        return [stem]
    return [f"{stem}-{name}" for name in names or families[stem].questions]


def _statement(fields: Fields, *, negated: bool) -> Statement | None:
    """Return the number that goes with a phrase; only with a phrase are its other keys known."""
    phrase = fields.maybe("phrase", str)
    if phrase is None:
        return None
    reading = _reading(fields, negated=negated)
    return Statement(phrase, reading, proxy=fields.maybe("proxy", bool) or False)


def _reading(fields: Fields, *, negated: bool) -> Reading:
    """What a phrase means: as others that were surveyed, or what it states in figures."""
    if "probability" not in fields:
        return probability_of(*fields.among("read_as", phrase_table()), negated=negated)
    stated = fields.probability("probability")
    low, high = (
        fields.probability(bound) if bound in fields else stated for bound in ("low", "high")
    )
    if not low <= stated <= high:
        raise fields.fault('"probability" is not between "low" and "high".', "Put them in order.")
    reading = Reading(stated, low, high)
    return reading.negated if negated else reading


def _outcomes(tables: _Tables, questions: Iterable[PackQuestion]) -> tuple[Outcome, ...]:
    closes = {question.slug: question.closes for question in questions}
    reports = {key: _evidence(item) for key, item in tables.reports.items()}
    return tuple(
        _outcome(slug, item, reports, closes.get(slug)) for slug, item in tables.outcomes.items()
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
