"""Asking: a question's identity and its first wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from market.errors import Refused
from market.ledger.names import valid_slug
from market.ledger.questions import named
from market.ledger.tables import Question, Wording
from market.ledger.times import utc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from market.ledger.writer import Writing

__all__ = ["ask"]


def ask(  # noqa: PLR0913 - a question is that many words
    w: Writing,
    slug: str,
    title: str,
    opens: int,
    closes: int,
    *,
    background: str = "",
    criteria: str = "",
    fine_print: str = "",
    source: str = "",
    family: str | None = None,
    tags: Iterable[str] = (),
) -> int:
    """Record a question and its first wording.

    Args:
        w: The writing transaction.
        slug: Its public name, unique whatever the case.
        title: The question in one sentence.
        opens: From when forecasts count.
        closes: Until when, as scheduled.
        background: What one should know.
        criteria: When the answer is yes.
        fine_print: Details of the criteria.
        source: Who decides.
        family: The proposition of which this is one deadline.
        tags: Words to find it by.

    Returns:
        The question's number.

    Raises:
        Refused: The slug is taken or none, there is no title, or the close is not after the open.
    """
    slug = valid_slug(slug)
    taken = w.connection.execute(select(Question.__table__.c.slug).where(named(slug))).scalar()
    if taken is not None:
        raise Refused(f"There is a question {taken} already.", "Choose another slug.")
    if not title.strip():
        raise Refused(f"The question {slug} has no title.", "Give one.")
    if closes <= opens:
        raise Refused(
            f"{slug} would close at {utc(closes)}, which is not after it opens, {utc(opens)}.",
            "Give a later close.",
        )
    (question,) = w.insert(Question, [{"slug": slug}])
    wording = {
        "question": question,
        "title": title.strip(),
        "background": background,
        "criteria": criteria,
        "fine_print": fine_print,
        "source": source,
        "opens": opens,
        "closes": closes,
        "family": family,
        "tags": _joined(tags),
    }
    w.insert(Wording, [wording])
    return question


def _joined(tags: Iterable[str]) -> str:
    """The tags as they are stored: sorted, each once, with commas between them.

    >>> _joined(["arms", " Ukraine", "arms"])
    'Ukraine,arms'
    """
    known = sorted({tag.strip() for tag in tags} - {""})
    if any("," in tag for tag in known):
        raise Refused("A tag cannot hold a comma.", "Give the tags one by one.")
    return ",".join(known)
