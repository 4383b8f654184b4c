"""What `foretell pool` computes: how every pool did, and what it says of one question."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan
from typing import TYPE_CHECKING, Self

from scoring.pooling import ALL_POOLS, said_at
from scoring.pooling.evidence import Evidence
from scoring.pooling.records import records
from scoring.pooling.voices import Voices
from scoring.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from market.poll import Poll
    from scoring.pooling.records import Record

__all__ = ["Asking", "Pooled"]


@dataclass(frozen=True, slots=True)
class Asking:
    """The question that pools are asked about.

    Attributes:
        question: Its slug.
        time: The moment, seconds; at the latest its close.
        over: Whether it had closed by the moment asked for.
        hidden: Whether what others say of it is hidden from the user.
    """

    question: str
    time: float
    over: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class Pooled:
    """Every pool, the best record first.

    Attributes:
        records: How each did.
        says: What each says of the question, in the same order; NaN where it says nothing, or
            nothing may be told.
        asking: The question, if one was asked about.
        people: How many people stand on it; 0 without a question.
        questions: Number of resolved questions on which people stood for some time.
        families: Number of families these belong to.
        learns: Whether there were enough families to learn from.
        level: Level of the intervals.
    """

    records: tuple[Record, ...]
    says: tuple[float, ...]
    asking: Asking | None
    people: int
    questions: int
    families: int
    learns: bool
    level: float

    @classmethod
    def of(
        cls, poll: Poll, asking: Asking | None, level: float, further: Iterable[str] = ()
    ) -> Self:
        """Every pool of a poll.

        Args:
            poll: The forecasts.
            asking: A question of it to ask about.
            level: Level of the intervals.
            further: Pools to show beside those that are always shown.
        """
        pools = tuple(dict.fromkeys((*ALL_POOLS, *further)))
        timeline = Timeline.of(poll.panel)
        found = list(records(timeline, pools=pools, level=level))
        says, people = _said(timeline, poll, asking, pools)
        rows = sorted(zip(found, says, strict=True), key=_by_loss)
        against = found[0].against
        return cls(
            records=tuple(record for record, _ in rows),
            says=tuple(said for _, said in rows),
            asking=asking,
            people=people,
            questions=against.questions,
            families=against.clusters,
            learns=bool(Evidence.of(timeline).suffices.any()),
            level=level,
        )


def _by_loss(row: tuple[Record, float]) -> tuple[bool, float]:
    brier = round(row[0].brier, 9)
    return isnan(brier), brier


def _said(
    timeline: Timeline, poll: Poll, asking: Asking | None, pools: tuple[str, ...]
) -> tuple[list[float], int]:
    """What each pool says of a question, and how many people stand on it."""
    if asking is None:
        return [nan] * len(pools), 0
    question = poll.questions.index(asking.question)
    people = Voices.at(poll.panel, question, asking.time).question.size
    if asking.hidden:
        return [nan] * len(pools), people
    return said_at(timeline, question, asking.time, pools).tolist(), people
