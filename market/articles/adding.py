"""Adding an article to the questions of a ledger, whoever asked them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from market.articles.recording import (
    ask_all,
    questions_on_record,
    record_article,
    refuse_unpublished,
)
from market.articles.rows import microseconds
from market.articles.tables import Article
from market.articles.validation import refuse_unsound
from market.errors import Refused
from market.ledger.names import fold_slug
from market.ledger.times import utc
from market.ledger.views.questions import question_states
from market.logic.links import Link, LinkKind
from market.logic.reading import all_links
from market.logic.recording import record_link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from market.articles.pack import Pack
    from market.ledger.engine import Ledger
    from market.ledger.views.questions import QuestionState
    from market.ledger.writer import Writing

__all__ = ["Added", "add_article"]


class Added(NamedTuple):
    """What an article has brought into a ledger.

    Attributes:
        authors: Who wrote it.
        claims: How many claims it makes.
        numbers: How many numbers it gives to questions.
        questions: How many questions it speaks of.
        asked: How many of these were asked for it.
        repeated: The entry that added it, if that was before under the same key.
    """

    authors: tuple[str, ...]
    claims: int
    numbers: int
    questions: int
    asked: int
    repeated: int | None


def add_article(ledger: Ledger, pack: Pack, *, actor: str, key: str | None = None) -> Added:
    """Record the article of a pack, in one entry.

    Of the questions of the pack those are asked that nobody has asked yet; what others have asked
    keeps its words, and the article's numbers count there as well. They count from its
    publication, also where an outcome is on record by now. What the pack knows of outcomes is not
    recorded.

    Args:
        ledger: Where to.
        pack: Its article, the questions it asks, and how its claims bear on them and on others.
        actor: Who adds it.
        key: The actor's name for the act.

    Raises:
        Refused: The pack has faults, its article is there already or not yet published, it speaks
            of questions that nobody asks, it and the ledger give a question different deadlines,
            or a link contradicts what is on record; then nothing is recorded.
    """
    refuse_unsound(pack)
    with ledger.writing(actor, "article add", key) as w:
        _refuse_known(w, pack)
        refuse_unpublished(pack, w.now)
        there = questions_on_record(w, pack)
        _refuse_redated(pack, there)
        asked = ask_all(w, pack, (one for one in pack.questions if one.slug not in there))
        numbers = {slug: state.id for slug, state in there.items()} | asked
        authors = record_article(w, pack, numbers)
        _link(w, pack, there, asked)
        relations = [relation for claim in pack.claims for relation in claim.relations]
        return Added(
            authors=authors,
            claims=len(pack.claims),
            numbers=sum(relation.statement is not None for relation in relations),
            questions=len(numbers),
            asked=len(asked),
            repeated=w.entry if w.repeats else None,
        )


def _refuse_known(w: Writing, pack: Pack) -> None:
    slug = Article.__table__.c.slug
    same = select(slug).where(func.lower(slug) == fold_slug(pack.name))
    if (known := w.connection.execute(same).scalar()) is not None:
        raise Refused(
            f"There is an article {known} already.",
            "See it: foretell article list   (another article needs a file of another name)",
        )


def _refuse_redated(pack: Pack, there: Mapping[str, QuestionState]) -> None:
    """Refuse what has one name and, to the minute, two deadlines: it is not one question."""
    deadlines = [
        (question.slug, utc(microseconds(question.closes)), utc(there[question.slug].closes))
        for question in pack.questions
        if question.slug in there
    ]
    if differing := [f"{slug}: {own}, here {here}" for slug, own, here in deadlines if own != here]:
        raise Refused(
            f"Questions of {pack.name} have been asked with other deadlines.",
            "Give them the same deadline in the pack, or another name.",
            differing,
        )


def _link(
    w: Writing, pack: Pack, there: Mapping[str, QuestionState], asked: Mapping[str, int]
) -> None:
    """Record the links of the questions that are new, but for those that follow by themselves."""
    states = question_states(w.connection, now=w.now)
    known = {link.meaning for link in all_links(w.connection, states)}
    for link in pack.links:
        slugs = tuple(there[slug].slug if slug in there else slug for slug in link.questions)
        is_new = not asked.keys().isdisjoint(slugs)
        if is_new and Link(link.kind, slugs).meaning not in known:
            _refuse_void(link, there)
            record_link(w, link.kind, slugs)


def _refuse_void(link: Link, there: Mapping[str, QuestionState]) -> None:
    """Refuse to ask what would be annulled at once."""
    slug, condition = link.questions[0], there.get(link.questions[-1])
    if link.kind is LinkKind.CONDITIONAL and condition is not None and condition.outcome == 0:
        raise Refused(
            f"{slug} is conditional on {condition.slug}, which is NO already.",
            "Leave it out of the pack: nobody could be scored on it.",
        )
