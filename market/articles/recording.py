"""What a pack brings into a ledger in one entry: its questions, and what its article says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from market.articles.outcomes import article_name
from market.articles.rows import (
    article_row,
    claim_row,
    microseconds,
    relation_row,
    report_rows,
)
from market.articles.tables import Article, Claim, Relation
from market.articles.validation import restated
from market.errors import Refused
from market.ledger.acts.asking import ask
from market.ledger.acts.forecasters import find_or_add_forecaster
from market.ledger.names import fold, fold_slug, forecaster_name
from market.ledger.tables import Report
from market.ledger.times import utc
from market.ledger.views.questions import question_states
from scoring.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from market.articles import pack as packs
    from market.ledger.views.questions import QuestionState
    from market.ledger.writer import Writing

__all__ = ["ask_all", "questions_on_record", "record_article", "refuse_unpublished"]


def refuse_unpublished(pack: packs.Pack, now: int) -> None:
    """Let only an article pass that has been published.

    Raises:
        Refused: It is dated in the future.
    """
    published = microseconds(pack.article.published)
    if published > now:
        raise Refused(
            f"The article of {pack.name} is dated {utc(published)}, which is in the future.",
            "Check this computer's clock, and the date in the pack.",
        )


def questions_on_record(w: Writing, pack: packs.Pack) -> dict[str, QuestionState]:
    """The questions of a pack that have been asked, and those of others that it speaks of.

    Args:
        w: The writing transaction.
        pack: Which pack.

    Returns:
        Each by its slug, as the pack spells it.

    Raises:
        Refused: One of others is not there, or a claim states numbers on several deadlines of what
            is one family here.
    """
    states = {fold_slug(one.slug): one for one in question_states(w.connection, now=w.now)}
    own = {question.slug for question in pack.questions}
    of_others = {
        relation.question
        for claim in pack.claims
        for relation in claim.relations
        if relation.question not in own
    }
    found = {slug: state for slug in own | of_others if (state := states.get(fold_slug(slug)))}
    if missing := sorted(of_others - found.keys()):
        raise Refused(
            f"The article of {pack.name} speaks of questions that have not been asked.",
            "Ask them in the pack, or here first: foretell ask TITLE --slug SLUG --closes TIME",
            missing,
        )
    _refuse_restated(pack, found)
    return found


def ask_all(
    w: Writing, pack: packs.Pack, questions: Iterable[packs.PackQuestion]
) -> dict[str, int]:
    """Ask questions of a pack; their numbers, by slug."""
    return {question.slug: _ask(w, question, pack) for question in questions}


def record_article(w: Writing, pack: packs.Pack, questions: Mapping[str, int]) -> tuple[str, ...]:
    """Record the article, its claims, how they bear on questions, and the numbers they give.

    Args:
        w: The writing transaction.
        pack: Whose article.
        questions: The numbers of the questions that it speaks of, by slug.

    Returns:
        The authors, each once, as they are stored.

    Raises:
        Refused: An author's name is not allowed.
    """
    forecaster = find_or_add_forecaster(w, article_name(pack), Kind.ARTICLE)
    said = replace(pack.article, authors=_names(pack.article.authors))
    head = {"slug": pack.name, "note": pack.note, "forecaster": forecaster}
    (article,) = w.insert(Article, [{**head, **article_row(said)}])
    claims = w.insert(Claim, ({"article": article, **claim_row(claim)} for claim in pack.claims))
    w.insert(
        Relation,
        (
            {"claim": number, **relation_row(relation, questions)}
            for number, claim in zip(claims, pack.claims, strict=True)
            for relation in claim.relations
        ),
    )
    w.insert(Report, ({"forecaster": forecaster, **row} for row in report_rows(pack, questions)))
    return said.authors


def _refuse_restated(pack: packs.Pack, found: Mapping[str, QuestionState]) -> None:
    families = {question.slug: question.family for question in pack.questions}
    here = {slug: state.family or slug for slug, state in found.items()}
    if faults := [f"{slug}: {problem}" for slug, problem in restated(pack, families | here)]:
        raise Refused(
            f"A claim of {pack.name} gives numbers to several deadlines of one family.",
            "An undated statement stands on one deadline only: leave out the phrase on the others.",
            faults,
        )


def _names(authors: Iterable[str]) -> tuple[str, ...]:
    """Authors as they are stored, each once, whatever the case."""
    kept: dict[str, str] = {}
    for name in map(forecaster_name, authors):
        kept.setdefault(fold(name), name)
    return tuple(kept.values())


def _ask(w: Writing, question: packs.PackQuestion, pack: packs.Pack) -> int:
    return ask(
        w,
        question.slug,
        question.title,
        microseconds(question.opens),
        microseconds(question.closes),
        background=question.background,
        criteria=question.criteria,
        fine_print=pack.fine_print,
        source=question.source,
        family=question.family,
        tags=question.tags,
    )
