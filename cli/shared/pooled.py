"""What `foretell pool` computes: how every pool did, and what it says of one question."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan
from typing import TYPE_CHECKING, Self

from scoring.pooling import ALL_POOLS, people_at, pooled_forecasts, said_at
from scoring.pooling.evidence import Evidence
from scoring.pooling.records import records
from scoring.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cli.shared.linked import Linked
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
        coherent: What each would say if its numbers on linked questions held together; NaN where
            it says nothing, or that was not asked for.
        links: How many links tie the question to others, if they were to count.
        asking: The question, if one was asked about.
        people: How many people stand on it; 0 without a question.
        questions: Number of resolved questions on which people stood for some time.
        families: Number of families these belong to.
        learns: Whether there were enough families to learn from.
        level: Level of the intervals.
    """

    records: tuple[Record, ...]
    says: tuple[float, ...]
    coherent: tuple[float, ...]
    links: int | None
    asking: Asking | None
    people: int
    questions: int
    families: int
    learns: bool
    level: float

    @classmethod
    def of(
        cls,
        poll: Poll,
        asking: Asking | None,
        level: float,
        further: Iterable[str] = (),
        linked: Linked | None = None,
    ) -> Self:
        """Every pool of a poll.

        Args:
            poll: The forecasts.
            asking: A question of it to ask about.
            level: Level of the intervals.
            further: Pools to show beside those that are always shown.
            linked: The links by which the question hangs together with others, if they count.
        """
        pools = tuple(dict.fromkeys((*ALL_POOLS, *further)))
        timeline = Timeline.of(poll.panel)
        found = list(records(timeline, pools=pools, level=level))
        says, people = _said(timeline, poll, asking, pools)
        coherent = _coherent(timeline, poll, asking, pools, linked)
        rows = sorted(zip(found, says, coherent, strict=True), key=_by_loss)
        against = found[0].against
        return cls(
            records=tuple(record for record, *_ in rows),
            says=tuple(said for _, said, _ in rows),
            coherent=tuple(near for *_, near in rows),
            links=None if linked is None else len(linked.links),
            asking=asking,
            people=people,
            questions=against.questions,
            families=against.clusters,
            learns=bool(Evidence.of(timeline).suffices.any()),
            level=level,
        )


def _by_loss(row: tuple[Record, float, float]) -> tuple[bool, float]:
    brier = round(row[0].brier, 9)
    return isnan(brier), brier


def _said(
    timeline: Timeline, poll: Poll, asking: Asking | None, pools: tuple[str, ...]
) -> tuple[list[float], int]:
    """What each pool says of a question, and how many people stand on it."""
    if asking is None:
        return [nan] * len(pools), 0
    question = poll.questions.index(asking.question)
    people = people_at(poll.panel, question, asking.time)
    if asking.hidden:
        return [nan] * len(pools), people
    return said_at(timeline, question, asking.time, pools).tolist(), people


def _coherent(
    timeline: Timeline,
    poll: Poll,
    asking: Asking | None,
    pools: tuple[str, ...],
    linked: Linked | None,
) -> list[float]:
    """What each pool would say of a question if its numbers held together."""
    if asking is None or linked is None or asking.hidden:
        return [nan] * len(pools)
    from cli.shared.coherent import coherent_at

    said = (pooled_forecasts(timeline, pool, linked.moments) for pool in pools)
    return [coherent_at(linked, poll.questions, asking.question, p) for p in said]
