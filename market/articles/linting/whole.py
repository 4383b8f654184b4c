"""What a pack as a whole has to say."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

from market.articles.linting.rule import Rule
from market.articles.linting.wording import propositions
from market.articles.texts import unfinished
from market.errors import Refused
from market.ledger.acts.wordings import Words, fit
from market.ledger.names import forecaster_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.articles.pack import Pack

__all__ = ["RULES", "UNFINISHED"]

UNFINISHED = "P02"
"""The code of what is still marked as to be done."""

_SHOWN = 60
"""Characters that are shown of it."""


def _unfinished(pack: Pack) -> Iterator[tuple[str, str]]:
    for place, todo in unfinished(pack).items():
        yield place, shorten(todo, _SHOWN, placeholder=" …")


def _asks_nothing(pack: Pack) -> Iterator[tuple[str, str]]:
    relations = (relation for claim in pack.claims for relation in claim.relations)
    if not pack.questions and not any(relation.elsewhere for relation in relations):
        yield pack.name, "asks no question"


def _no_fine_print(pack: Pack) -> Iterator[tuple[str, str]]:
    if pack.questions and not pack.fine_print.strip():
        yield "fine_print", "is empty"


def _hindsight_unsaid(pack: Pack) -> Iterator[tuple[str, str]]:
    if not pack.note.strip() and any(outcome.outcome is not None for outcome in pack.outcomes):
        yield "note", "is empty, though outcomes are known"


def _unfit(pack: Pack) -> Iterator[tuple[str, str]]:
    for question in propositions(pack):
        words = Words(question.title, 0, 1, question.background, question.criteria)
        try:
            fit(question.slug, words._replace(source=question.source, tags=question.tags))
        except Refused as refusal:
            if question.title.strip():
                yield f"questions.{question.family}", refusal.message
    yield from _unfit_names(pack)


def _unfit_names(pack: Pack) -> Iterator[tuple[str, str]]:
    for author in pack.article.authors:
        try:
            forecaster_name(author)
        except Refused as refusal:
            yield "article.authors", refusal.message


RULES = (
    Rule(UNFINISHED, "a text that is not finished", "Write what TODO stands for.", _unfinished),
    Rule(
        "P07",
        "a pack without questions",
        "Add a table [questions.NAME] for each proposition.",
        _asks_nothing,
    ),
    Rule(
        "P08",
        "no fine print",
        "Say what is common to all: the time zone, whose reports count, and until when.",
        _no_fine_print,
    ),
    Rule(
        "P09",
        "outcomes without a note",
        "Say whether the questions were written before these were known.",
        _hindsight_unsaid,
    ),
    Rule(
        "P10",
        "words that no ledger takes",
        "Keep titles and names to one line, tags without commas, and texts within 100,000 signs.",
        _unfit,
    ),
)
