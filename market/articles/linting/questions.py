"""What a question has to say so that two strangers answer it alike."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from market.articles.linting.events import (
    asks_two_events,
    has_threshold,
    is_yes_or_no,
    needs_threshold,
)
from market.articles.linting.rule import Rule
from market.articles.linting.wording import place_of, propositions, unsaid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.articles.pack import Pack

__all__ = ["LONGEST_TITLE", "RULES"]

LONGEST_TITLE = 140
"""Characters of a title that is still taken in at one look."""

_YES = re.compile(r"\byes\b", re.IGNORECASE)
_NO = re.compile(r"\bNO\b|\b[Oo]therwise\b|\b(?:answer is|resolves?(?: to| as)?) [“\"]?[Nn]o\b")
_NOBODY = re.compile(
    r"(?:(?:the|some|any|various|several|credible|reliable|reputable|official|public|major|mainstream"
    r"|news|online|open|local|international|trusted|media|press|sources?|reports?|reporting|outlets?"
    r"|tbd|tba|tbc|n/a|unknown|none|to|be|decided|determined|announced"
    r"|internet|web|experts?|consensus|coverage|and|or|of|by|from|in)[ ,-]*)*",
    re.IGNORECASE,
)


def _no_question(pack: Pack) -> Iterator[tuple[str, str]]:
    for question in propositions(pack):
        if question.title.strip() and not is_yes_or_no(question.title):
            yield place_of(question, "title"), "is no question that yes or no would answer"


def _two_events(pack: Pack) -> Iterator[tuple[str, str]]:
    for question in propositions(pack):
        if asks_two_events(question.title):
            yield place_of(question, "title"), "asks after two events at once"


def _no_threshold(pack: Pack) -> Iterator[tuple[str, str]]:
    for question in propositions(pack):
        asked = f"{question.title} {question.criteria}"
        if needs_threshold(question.title) and not has_threshold(asked):
            yield place_of(question, "criteria"), "gives no threshold for a change"


def _yes_unsaid(pack: Pack) -> Iterator[tuple[str, str]]:
    for question in propositions(pack):
        if not _YES.search(question.criteria):
            yield place_of(question, "criteria"), "does not say when the answer is YES"


def _no_unsaid(pack: Pack) -> Iterator[tuple[str, str]]:
    for question in unsaid(pack, _NO):
        yield (
            place_of(question, "criteria"),
            "does not say when the answer is NO, nor does the fine print",
        )


def _no_source(pack: Pack) -> Iterator[tuple[str, str]]:
    for question in propositions(pack):
        if _NOBODY.fullmatch(question.source.strip(" .")):
            yield place_of(question, "source"), "names nobody"


def _same_title(pack: Pack) -> Iterator[tuple[str, str]]:
    alike = defaultdict(list)
    for question in filter(lambda one: one.title.strip(), pack.questions):
        alike[" ".join(question.title.casefold().split())].append(question)
    for first, *others in alike.values():
        for question in others:
            yield place_of(question, "title"), f"is the same in {question.slug} as in {first.slug}"


def _long_title(pack: Pack) -> Iterator[tuple[str, str]]:
    for question in propositions(pack):
        if (long := len(question.title)) > LONGEST_TITLE:
            yield place_of(question, "title"), f"has {long} characters"


RULES = (
    Rule(
        "Q02",
        "a title that is no yes-or-no question",
        "Begin with Will, Does or Is (or If …, will …) and end with a question mark.",
        _no_question,
    ),
    Rule(
        "Q03",
        "two events in one question",
        "Make two questions of it, or say in the criteria that one text or act does both.",
        _two_events,
    ),
    Rule(
        "Q04",
        "a change without a threshold",
        "Say above or below which figure, in which unit, of whose series.",
        _no_threshold,
    ),
    Rule(
        "Q05",
        "criteria that do not say YES",
        "Begin them: YES if, by {deadline}, …",
        _yes_unsaid,
    ),
    Rule(
        "Q06",
        "nothing said of NO",
        "Say once, in the fine print: Without such proof the answer is NO.",
        _no_unsaid,
    ),
    Rule(
        "Q07",
        "no source that decides",
        "Name the publication, the office, or two news agencies of a list.",
        _no_source,
    ),
    Rule(
        "Q08",
        "a title that another question has",
        "Tell them apart: by {deadline}, if by nothing else.",
        _same_title,
    ),
    Rule(
        "Q09",
        "a long title",
        f"Keep it within {LONGEST_TITLE} characters; details belong in the criteria.",
        _long_title,
    ),
)
