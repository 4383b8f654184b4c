"""The scores of articles and of their authors, over what readers take their words to mean."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from market.articles.library import read_articles
from market.articles.unscored import unscored
from market.articles.voices import Closing, Voice
from market.ledger.names import fold
from market.ledger.views.panels import poll_on
from market.ledger.views.questions import question_states
from scoring.pooling import crowds
from scoring.rules import BRIER, LOG
from scoring.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from market.articles.unscored import Unscored
    from market.ledger.views.questions import QuestionState
    from scoring.rules import Rule

    Floats = NDArray[np.float64]

__all__ = ["Ranged", "Record", "Scored", "score_articles"]

_EVEN = 0.5


class Ranged(NamedTuple):
    """A mean loss by the medians of phrases, and by the quartiles that score best and worst."""

    mean: float
    best: float
    worst: float

    @classmethod
    def of(cls, rule: Rule, closing: Closing) -> Ranged:
        """The mean loss at the close; NaN where nothing is scored.

        Every number is by itself replaced by that of its median and quartiles which scores best,
        and by that which scores worst, so that no reading within the quartiles lies outside.
        """
        losses = rule.loss(closing.readings, closing.outcome)
        bounds = (losses[0], losses.min(axis=0), losses.max(axis=0))
        return cls(*(_mean(loss) for loss in bounds))


@dataclass(frozen=True, slots=True)
class Record:
    """How an article or an author did at the close of questions; NaN where nothing is scored.

    Attributes:
        name: ``@article:SLUG`` or ``@author:NAME``.
        articles: The slugs of the articles.
        claims: How many claims they make.
        numbers: How many numbers they give to questions.
        scored: How many questions are scored; of several numbers on one, the latest is.
        came_true: On how many of these that happened which was called more likely than not.
        expected: On how many it would have, by the numbers themselves.
        brier: Mean Brier score.
        log: Mean log score, nats.
        crowd_questions: On how many of the scored questions people stood at the close.
        crowd_brier: Mean Brier score of their median on these.
        beside_brier: Mean Brier score of the article or author on these.
    """

    name: str
    articles: tuple[str, ...]
    claims: int
    numbers: int
    scored: int
    came_true: int
    expected: float
    brier: Ranged
    log: Ranged
    crowd_questions: int
    crowd_brier: float
    beside_brier: float


class Scored(NamedTuple):
    """Articles and authors, the lowest mean Brier score first, and what of them has no score."""

    records: list[Record]
    unscored: list[Unscored]


def score_articles(connection: Connection, *, now: int, as_of: int | None = None) -> Scored:
    """Score all articles, and all authors on what their articles say together.

    Args:
        connection: A snapshot of the ledger.
        now: The time, in microseconds.
        as_of: Only what had been published, and how questions had ended, by then.
    """
    articles = read_articles(connection, as_of=as_of)
    spoken_of = {question for article in articles for question, _ in article.numbers}
    states = [state for state in _states(connection, now=now, as_of=as_of) if state.id in spoken_of]
    voices = Voice.all_of(articles)
    closings = list(Closing.of_all(voices, states))
    crowd = _crowd(connection, states, as_of)
    records = [_record(*each, crowd) for each in zip(voices, closings, strict=True)]
    by_number = {state.id: state for state in states}
    silent = [
        one
        for article, closing in zip(articles, closings, strict=False)  # authors come after them
        for one in unscored(article, by_number, {states[q].id for q in closing.question})
    ]
    return Scored(sorted(records, key=_by_loss), silent)


def _states(connection: Connection, *, now: int, as_of: int | None) -> list[QuestionState]:
    """All questions as of a moment, those too that opened later: of them nothing was known."""
    every = question_states(connection, now=now)
    if as_of is None:
        return every
    then = {state.id: state for state in question_states(connection, now=now, as_of=as_of)}
    return [then.get(one.id) or one._replace(status="open", outcome=None) for one in every]


def _crowd(connection: Connection, states: Sequence[QuestionState], as_of: int | None) -> Floats:
    """The Brier score at the close of the people's median on each question, NaN without one."""
    losses = np.full(len(states), np.nan)
    poll = poll_on(connection, states, as_of=as_of)
    for crowd in crowds(Timeline.of(poll.panel), ("median",)):
        losses[crowd.cells.question] = crowd.cells.last_brier
    return losses


def _record(voice: Voice, closing: Closing, crowd: Floats) -> Record:
    said, beside = closing.readings[0], crowd[closing.question]
    there = ~np.isnan(beside)
    right = np.where(closing.outcome == 1.0, said > _EVEN, said < _EVEN)
    return Record(
        name=voice.name,
        articles=tuple(article.slug for article in voice.articles),
        claims=sum(len(article.claims) for article in voice.articles),
        numbers=sum(1 for article in voice.articles for _ in article.numbers),
        scored=said.size,
        came_true=int(right.sum()),
        expected=float(np.maximum(said, 1.0 - said).sum()),
        brier=Ranged.of(BRIER, closing),
        log=Ranged.of(LOG, closing),
        crowd_questions=int(there.sum()),
        crowd_brier=_mean(beside[there]),
        beside_brier=BRIER.mean(said[there], closing.outcome[there]),
    )


def _mean(losses: Floats) -> float:
    return float(losses.mean()) if losses.size else float("nan")


def _by_loss(record: Record) -> tuple[bool, float, str]:
    loss = record.brier.mean
    return isnan(loss), 0.0 if isnan(loss) else round(loss, 9), fold(record.name)
