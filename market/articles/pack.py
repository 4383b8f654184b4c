"""A starter pack: an article's claims, the questions they become, and what happened.

These are the types; `market.articles.packfiles` makes them from the files, and
`market.articles.validation` says whether what they hold hangs together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from market.articles.phrases import Reading
    from market.logic.links import Link

__all__ = [
    "Article",
    "Claim",
    "Evidence",
    "Outcome",
    "Pack",
    "PackQuestion",
    "Place",
    "Polarity",
    "Relation",
    "RelationKind",
    "Statement",
    "Status",
]


class RelationKind(StrEnum):
    """How a claim bears on a question."""

    STATES = "states"
    SHARPENS = "sharpens"
    CONDITIONAL = "conditional"
    CONTEXT = "context"


class Polarity(StrEnum):
    """Whether the claim, if it is right, speaks for a YES or against it."""

    FOR = "for"
    AGAINST = "against"


class Status(StrEnum):
    """How well an outcome is documented."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    ABSENCE = "absence"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph of the article (its lines counted from 1) and the heading it stands under."""

    paragraph: int
    heading: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """The article, recognised by its digest; its text is not kept.

    Attributes:
        title: Its title.
        sha256: The SHA-256 of its text, 64 hexadecimal digits.
        published: From when on what it says counts.
        authors: Who wrote it.
    """

    title: str
    sha256: str
    published: datetime
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A number that the article gives: its words, and how readers take them.

    Attributes:
        phrase: The article's own words.
        reading: Probability of YES, and the readers' quartiles.
        proxy: No survey asked these words; they were read as others that it did ask.
    """

    phrase: str
    reading: Reading
    proxy: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """How a claim bears on one question, and the number it gives to it, if any.

    Attributes:
        question: The question's slug.
        kind: How.
        polarity: For a YES, or against it.
        statement: The number, with its words.
        elsewhere: The question is named by itself, so that it need not be one of the pack.
    """

    question: str
    kind: RelationKind
    polarity: Polarity
    statement: Statement | None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A prediction of the article, in our words.

    Attributes:
        slug: Its name, unique among the claims of its pack.
        text: What it says.
        places: Where the article says so.
        unresolvable: Why no question can settle it as stated, or None.
        relations: The questions it bears on.
    """

    slug: str
    text: str
    places: tuple[Place, ...]
    unresolvable: str | None
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class PackQuestion:
    """A question: what is asked, what resolves it and when it is open.

    Attributes:
        slug: Its public name, the family's and the deadline's.
        family: The proposition that it shares with the questions of other deadlines.
        title: The question in a sentence.
        background: What was known when it opened.
        criteria: What makes the answer YES.
        source: Who decides.
        tags: Its subjects.
        opens: When it opens, UTC.
        closes: When it is scheduled to close, UTC.
    """

    slug: str
    family: str
    title: str
    background: str
    criteria: str
    source: str
    tags: tuple[str, ...]
    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """A published report; `published` is the date as the page gives it, sometimes imprecise."""

    publisher: str
    published: str
    address: str
    summary: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known about the answer to one question.

    Attributes:
        question: Its slug.
        outcome: True for YES, False for NO, None where it is waiting.
        at: When it was settled, UTC: the end of the day of the event, else the deadline.
        status: How well it is documented.
        evidence: The reports it rests on; of a waiting one, notes.
    """

    question: str
    outcome: bool | None
    at: datetime | None
    status: Status
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack. Its name is also the article's slug.

    Attributes:
        name: The name of its folder, or of its file without the ending.
        note: What to know before reading anything into scores on it.
        fine_print: The rules common to all its questions.
        article: The article.
        claims: Its claims, those included that no question can settle.
        questions: The questions, family by family.
        links: Between questions: within a family from each deadline to the next (the rest
            follows), between families at equal deadlines, and those listed one by one.
        outcomes: What is known about closed questions.
    """

    name: str
    note: str
    fine_print: str
    article: Article
    claims: tuple[Claim, ...]
    questions: tuple[PackQuestion, ...]
    links: tuple[Link, ...]
    outcomes: tuple[Outcome, ...]
