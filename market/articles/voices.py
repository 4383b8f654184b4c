"""Articles and authors as forecasters, and what they had standing when questions closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from market.ledger.names import fold
from scoring.kinds import Kind
from scoring.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from market.articles.library import RecordedArticle
    from market.ledger.views.questions import QuestionState

    Floats = NDArray[np.float64]

__all__ = ["Closing", "Voice"]

_SECOND = 1e6


class Voice(NamedTuple):
    """An article, ``@article:SLUG``, or an author with all of his, ``@author:NAME``."""

    name: str
    articles: tuple[RecordedArticle, ...]

    @classmethod
    def all_of(cls, articles: Sequence[RecordedArticle]) -> list[Self]:
        """Every article, in the order given, and then every author, whatever the case."""
        names: dict[str, str] = {}
        works: dict[str, list[RecordedArticle]] = {}
        for article in articles:
            for name in article.authors:
                names.setdefault(fold(name), name)
                works.setdefault(fold(name), []).append(article)
        return [
            *(cls(f"@article:{article.slug}", (article,)) for article in articles),
            *(cls(f"@author:{names[key]}", tuple(written)) for key, written in works.items()),
        ]


class Closing(NamedTuple):
    """What a voice had standing at the close of resolved questions.

    Attributes:
        question: The place of each question, (n,).
        readings: What was said of it, as the median, the lower and the upper quartile of readers
            take it, (3, n).
        outcome: How it ended, (n,).
    """

    question: NDArray[np.int32]
    readings: Floats
    outcome: Floats

    @classmethod
    def of_all(cls, voices: Sequence[Voice], states: Sequence[QuestionState]) -> Iterator[Self]:
        """For each voice what it had standing.

        Args:
            voices: Articles and authors.
            states: The questions that they speak of, as they stand.
        """
        # The rows of all three are in one order, by which the readings of a number stay together.
        median, low, high = _panels(voices, states)
        is_last = median.end > median.closes[median.question]
        scored = is_last & median.scored[median.question]
        for code in range(len(voices)):
            rows = scored & (median.forecaster == code)
            readings = np.stack([panel.probability[rows] for panel in (median, low, high)])
            question = median.question[rows]
            yield cls(question, readings, median.outcome[question])


def _panels(voices: Sequence[Voice], states: Sequence[QuestionState]) -> Iterator[Panel]:
    """All voices as forecasters: by the medians of their words, by lower and upper quartiles."""
    place = {state.id: code for code, state in enumerate(states)}
    said = [
        (code, place[question], article.published / _SECOND, reading)
        for code, voice in enumerate(voices)
        for article in voice.articles
        for question, reading in article.numbers
    ]
    for bound in ("probability", "low", "high"):
        yield Panel.from_reports(
            forecaster=[code for code, *_ in said],
            question=[question for _, question, *_ in said],
            time=[at for *_, at, _ in said],
            probability=[getattr(reading, bound) for *_, reading in said],
            opens=[state.opens / _SECOND for state in states],
            closes=[state.actual_close / _SECOND for state in states],
            scheduled=[state.closes / _SECOND for state in states],
            outcome=[np.nan if state.outcome is None else state.outcome for state in states],
            kind=[Kind.ARTICLE.code] * len(voices),
        )
