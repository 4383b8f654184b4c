"""What a text claims: the types that the rules make and the drafts are written from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from market.articles.drafting.document import Sentence, Span
    from market.articles.pack import Polarity
    from market.articles.phrases import Reading

__all__ = ["ClaimKind", "DraftClaim", "Obstacle", "Time"]


class ClaimKind(StrEnum):
    """What a sentence does. Only predictions and conditions are given numbers."""

    PREDICTION = "prediction"
    CONDITION = "condition"
    NORM = "norm"
    INTENTION = "intention"
    FACT = "fact"

    @property
    def is_ahead(self) -> bool:
        """Whether it speaks of what is to come."""
        return self not in {ClaimKind.NORM, ClaimKind.FACT}


class Obstacle(StrEnum):
    """Why nobody could resolve a claim as it stands, in the words that people are shown."""

    ALWAYS_TRUE = "It is true of any period."
    NO_EVENT = "It names no event that anybody could observe."
    NO_THRESHOLD = "It sets no threshold."
    NO_TIME = "It gives no time."


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression, resolved against the date of the text.

    Attributes:
        words: The expression as it stands: "by the end of next year".
        start: Where it begins in the text of its paragraph; in that of the heading or title, if
            it stands there.
        end: Where it ends there.
        first: The first day that it covers; none where it has no beginning.
        last: The last day that it covers; none where it has no end ("in the long run").
    """

    words: str
    start: int
    end: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """One claim of a text.

    Attributes:
        sentence: The sentence that makes it.
        span: Where it stands in the source: the sentence, or the part of it that makes the claim.
        text: Its words.
        kind: What it does.
        phrase: The words that give its strength, as they stand; none where none does.
        read_as: The surveyed phrases they are read as; empty where the claim has no number, or
            the author states it in figures.
        proxy: No survey asked these words; they are read as others that one did ask.
        reading: Probability that the event comes about, with the readers' quartiles, polarity
            allowed for; none where the claim has no number.
        polarity: ``against`` where the reading is one minus that of ``read_as``: "will not". What
            is read as "unlikely" has a low number already, and is ``for``.
        time: When, if it says so.
        who: Who or what it speaks of, as far as that can be told.
        what: What is said of them, as far as that can be told.
        obstacle: Why nobody could resolve it as it stands; none where somebody could.
        rules: Names of the rules that fired, in the order in which they did.
    """

    sentence: Sentence
    span: Span
    text: str
    kind: ClaimKind
    phrase: str | None
    read_as: tuple[str, ...]
    proxy: bool
    reading: Reading | None
    polarity: Polarity
    time: Time | None
    who: str | None
    what: str | None
    obstacle: Obstacle | None
    rules: tuple[str, ...]
