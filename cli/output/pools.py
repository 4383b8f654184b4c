"""Pools beside each other, for people and for programs."""

from __future__ import annotations

from math import isnan
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.figures import MISSING, counted, fixed, percent, precise_percent, signed
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from cli.shared.hiding import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from cli.shared.pooled import Asking, Pooled
    from scoring.pooling.records import Record

__all__ = ["FIELDS", "document", "extent", "lines", "rows"]

FIELDS = (
    "pool",
    "probability",
    "coherent",
    "brier",
    "log",
    "difference",
    "difference_low",
    "difference_high",
    "p",
)

HOW = {
    "median": "the one in the middle",
    "mean": "arithmetic mean",
    "logodds": "mean of the log-odds",
    "pool:trimmed": "mean without a tenth at each end",
    "pool:metaculus": "median, the newest weigh most",
    "pool:neyman": "log-odds times a factor for N people",
    "pool:extremized": "log-odds times a learnt factor",
    "pool:contribution": "mean of those it needs",
    "pool:accuracy": "log-odds, the better weigh more",
    "pool:platt": "@median on a learnt line",
    "pool:beta": "@median on a learnt beta curve",
    "pool:isotonic": "@median on learnt steps",
}
"""How each pool is made, in few words."""

_JUDGED = (
    "better: by how much its Brier score is lower than @median's, over the same moments; families "
    "of questions are the evidence of its interval."
)
_LEARNT = (
    "Judged out of sample: a factor, weight or curve for a question is learnt from other families."
)
_UNTAUGHT = "Pools that learn need a dozen families: until then they say what plain ones say."


def rows(told: Pooled) -> list[dict[str, Any]]:
    """The pools for programs: a value for each of `FIELDS`."""
    columns = zip(told.records, told.says, told.coherent, strict=True)
    return [_row(record, said, near) for record, said, near in columns]


def _row(record: Record, said: float, near: float) -> dict[str, Any]:
    against = record.against
    figures = record.brier, record.log, against.difference, *_interval(record), against.p
    return dict(zip(FIELDS, (f"@{record.pool}", said, near, *figures), strict=True))


def _interval(record: Record) -> tuple[float, float]:
    """The interval around the difference, which no Brier score lets be longer than 1."""
    middle, half = record.against.difference, record.against.half_width
    return max(middle - half, -1.0), min(middle + half, 1.0)


def document(told: Pooled) -> dict[str, Any]:
    """The pools for programs, with what they are made from."""
    asking = told.asking
    return {
        "question": None if asking is None else asking.question,
        "people": None if asking is None else told.people,
        "crowd_hidden": None if asking is None else asking.hidden,
        "level": told.level,
        "questions": told.questions,
        "clusters": told.families,
        "learns": told.learns,
        "rows": rows(told),
    }


def extent(told: Pooled) -> str:
    """What the records are made from."""
    questions = counted(told.questions, "resolved question")
    return f"{questions} in {counted(told.families, 'family', 'families')}"


def lines(told: Pooled, screen: Screen) -> Iterator[str]:
    """The pools for people, below the heading."""
    if told.asking is not None:
        yield from wrap(_answer(told, told.asking), screen.width or WIDEST)
        yield ""
        if told.asking.hidden or not told.people:
            return
    elif not told.questions:
        yield "No resolved question on which anybody had a forecast standing."
        return
    yield from _table(told, screen)
    yield ""
    for words in _reading(told):
        yield from wrap(words, screen.width or WIDEST)


def _answer(told: Pooled, asking: Asking) -> str:
    """What the pools say together."""
    if asking.over:
        has, stand, say, says = "had", "stood at the end", "said", "said"
    else:
        has, stand, say, says = "has", "stands" if told.people == 1 else "stand", "say", "says"
    people = f"{counted(told.people, 'person', 'people')} {stand}"
    if asking.hidden:
        return f"{people}. What they say is {HIDDEN}."
    if not told.people:
        return f"Nobody {has} a forecast standing{' at the end' if asking.over else ''}."
    low, high = percent(min(told.says)), percent(max(told.says))
    span = f"every pool {says} {low}" if low == high else f"the pools {say} {low} to {high}"
    return f"{people}; {span}."


def _table(told: Pooled, screen: Screen) -> list[str]:
    asked, tied = told.asking is not None, told.links is not None
    columns = [
        Column("pool"),
        *([Column("says", right=True)] if asked else []),
        *([Column("coherent", right=True)] if tied else []),
        *([Column("from @median", right=True, leaves=1 if tied else 0)] if asked else []),
        Column("Brier ↓", right=True),
        Column("log ↓", right=True, leaves=3),
        Column("better ↑", right=True),
        Column(f"{precise_percent(told.level)} interval", right=True, leaves=2 if asked else 0),
        Column("how", leaves=4),
    ]
    median = dict(zip((record.pool for record in told.records), told.says, strict=True))["median"]
    cells = [
        [
            f"@{record.pool}",
            *([percent(said)] if asked else []),
            *([percent(near)] if tied else []),
            *([signed(100.0 * (said - median), 1)] if asked else []),
            fixed(record.brier),
            fixed(record.log),
            *_better(record),
            _how(record.pool),
        ]
        for record, said, near in zip(told.records, told.says, told.coherent, strict=True)
    ]
    return table(columns, cells, screen)


def _how(pool: str) -> str:
    """How a pool is made; one that is not in the list has a factor."""
    return HOW.get(pool) or f"log-odds times {pool.rpartition('*')[2]}"


def _better(record: Record) -> tuple[str, str]:
    """How much better than the median, and the interval around it."""
    difference, (low, high) = record.against.difference, _interval(record)
    if record.pool == "median" or isnan(difference):
        return MISSING, MISSING
    return signed(difference, 3), MISSING if isnan(low) else f"{signed(low, 3)} {signed(high, 3)}"


def _tied(links: int) -> str:
    """What coherent means here."""
    if not links:
        return "coherent: no link ties this question to another, so nothing moves."
    tie = "1 link ties" if links == 1 else f"{links} links tie"
    return (
        "coherent: moved as little as makes the pool's numbers hold together, on this question and"
        f" those that {tie} to it."
    )


def _reading(told: Pooled) -> Iterator[str]:
    """How to read the table, and what it comes to."""
    if told.links is not None:
        yield _tied(told.links)
    if not told.questions:
        yield "No resolved question yet: nothing says which of them to believe."
        return
    yield f"{_JUDGED} {_LEARNT if told.learns else _UNTAUGHT}"
    best = told.records[0]
    if best.pool == "median":
        yield "No pool did better than @median."
    elif best.against.winner == 1:
        yield f"@{best.pool} did best, and better than @median; of many, the best was also lucky."
    else:
        yield f"@{best.pool} did best, but cannot be told from @median."
