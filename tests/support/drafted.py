"""Claims made by hand, for tests of what is drafted from them."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from market.articles.drafting.claim import ClaimKind, DraftClaim, Time
from market.articles.drafting.document import Document, Paragraph, Sentence
from market.articles.pack import Polarity
from market.articles.phrases import probability_of

__all__ = ["PUBLISHED", "claim_of", "document_of", "time_of"]

PUBLISHED = date(2025, 8, 16)


def document_of(*lines: str, heading: str | None = None, **changes: Any) -> Document:
    """A text of one paragraph a line, the first being its title."""
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:place]) for place in range(len(lines))]
    paragraphs = tuple(
        Paragraph(number, heading, line, range(start, start + len(line)))
        for number, (line, start) in enumerate(zip(lines[1:], starts[1:], strict=True), start=1)
    )
    fields = {
        "title": lines[0],
        "authors": (),
        "published": None,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "paragraphs": paragraphs,
        "line_starts": starts,
    }
    return Document(**fields | changes)


def claim_of(document: Document, number: int = 1, *read_as: str, **changes: Any) -> DraftClaim:
    """What a paragraph claims as a whole: a prediction of strength `read_as`."""
    paragraph = document.paragraphs[number - 1]
    sentence = Sentence(paragraph, 0, len(paragraph.text))
    against = changes.get("polarity") is Polarity.AGAINST
    fields = {
        "sentence": sentence,
        "span": sentence.span,
        "text": paragraph.text,
        "kind": ClaimKind.PREDICTION,
        "phrase": "is likely" if read_as else None,
        "read_as": read_as,
        "proxy": False,
        "reading": probability_of(*read_as, negated=against) if read_as else None,
        "polarity": Polarity.FOR,
        "time": None,
        "who": None,
        "what": None,
        "obstacle": None,
        "rules": ("modal",),
    }
    return DraftClaim(**fields | changes)


def time_of(words: str, last: date | None) -> Time:
    """A time that begins at no day in particular."""
    return Time(words, 0, len(words), None, last)
