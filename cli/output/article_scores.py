"""The board of articles and authors, for people and for programs."""

from __future__ import annotations

from math import isnan
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.dates import iso
from cli.output.figures import MISSING, counted, fixed, signed
from cli.output.streams import WIDEST
from cli.output.table import READABLE, Column, table
from cli.output.unscored import SILENT, unscored_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.streams import Screen
    from cli.shared.polls import When
    from market.articles.scoring import Ranged, Record, Scored
    from market.articles.unscored import Unscored

__all__ = ["FIELDS", "advice", "document", "lines", "rows"]

FIELDS = (
    "name",
    "articles",
    "claims",
    "numbers",
    "scored",
    "came_true",
    "expected",
    "brier",
    "brier_best",
    "brier_worst",
    "log",
    "log_best",
    "log_worst",
    "crowd_questions",
    "crowd_brier",
    "beside_brier",
)

_RANGE = (
    "range: the mean as low and as high as it can be while each phrase means what readers between"
    " the quartiles take it to mean. It is no confidence interval."
)
_TRUE = (
    "came true: where that happened which was called more likely than not; in brackets, how often"
    " by the numbers themselves."
)
_CROWD = (
    "crowd: the median of the people with a forecast at the close, on so many of the questions;"
    " better: by how much the Brier score on these is lower than the crowd's."
)
_APART = "They speak of different questions, so that their order says less than their figures."


def rows(scored: Scored) -> list[dict[str, Any]]:
    """Articles and authors for programs: a value for each of `FIELDS`."""
    return [_row(record) for record in scored.records]


def _row(record: Record) -> dict[str, Any]:
    figures = {**_ranged("brier", record.brier), **_ranged("log", record.log)}
    return {field: figures.get(field, getattr(record, field, None)) for field in FIELDS}


def _ranged(name: str, ranged: Ranged) -> dict[str, float]:
    return {name: ranged.mean, f"{name}_best": ranged.best, f"{name}_worst": ranged.worst}


def document(scored: Scored) -> dict[str, Any]:
    """The same for programs, after what has no score."""
    return {"unscored": [_silence(one) for one in scored.unscored], "rows": rows(scored)}


def _silence(one: Unscored) -> dict[str, Any]:
    told = {"article": f"@article:{one.article}", "reason": one.reason.value}
    return {**one._asdict(), **told, "closes": iso(one.closes)}


def lines(scored: Scored, screen: Screen, *, when: When) -> Iterator[str]:
    """What has no score and why, then the board."""
    yield f"Articles and authors · {when.words}"
    yield ""
    if not scored.records:
        yield "No article."
        return
    yield from wrap(_extent(scored.unscored), screen.width or WIDEST)
    yield from unscored_lines(scored.unscored, screen)
    yield ""
    yield from _table(scored.records, screen)
    yield ""
    for words in _reading(scored.records):
        yield from wrap(words, screen.width or WIDEST)


def advice(scored: Scored) -> str:
    """What to do next."""
    if not scored.records:
        return "foretell article add PACK"
    best = scored.records[0]
    if not best.scored:
        return "foretell questions --due"
    return f"foretell scores @article:{best.articles[0]}"


def _extent(unscored: Sequence[Unscored]) -> str:
    """How much has no score.

    >>> _extent([])
    'Nothing is left out: every claim has a score.'
    """
    silent = sum(one.reason in SILENT for one in unscored)
    waiting = len(unscored) - silent
    parts = [f"{counted(silent, 'claim')} without a number"] if silent else []
    parts += [f"{counted(waiting, 'number')} without a score"] if waiting else []
    if not parts:
        return "Nothing is left out: every claim has a score."
    return f"Not scored: {', and '.join(parts)}."


def _table(records: Sequence[Record], screen: Screen) -> list[str]:
    beside = any(record.crowd_questions for record in records)
    columns = [
        Column("who", shrinks=True, least=READABLE),
        Column("claims", right=True, leaves=4),
        Column("scored", right=True),
        Column("came true", right=True, leaves=3),
        Column("Brier ↓", right=True),
        Column("range", right=True, leaves=1),
        Column("log ↓", right=True, leaves=5),
        Column("range", right=True, leaves=6),
        *([Column("crowd ↓", right=True, leaves=2)] if beside else []),
        *([Column("better ↑", right=True, leaves=2)] if beside else []),
    ]
    width = len(columns)
    return table(columns, (_cells(record)[:width] for record in records), screen)


def _cells(record: Record) -> list[str]:
    return [
        record.name,
        str(record.claims),
        str(record.scored),
        f"{record.came_true} ({record.expected:.1f})" if record.scored else MISSING,
        *_figures(record.brier),
        *_figures(record.log),
        _crowd(record),
        signed(record.crowd_brier - record.beside_brier, 3),
    ]


def _figures(ranged: Ranged) -> tuple[str, str]:
    """A mean and its range."""
    if isnan(ranged.mean):
        return MISSING, MISSING
    return fixed(ranged.mean), f"{fixed(ranged.best)} {fixed(ranged.worst)}"


def _crowd(record: Record) -> str:
    """The crowd's score, and on how many questions."""
    if not record.crowd_questions:
        return MISSING
    return f"{fixed(record.crowd_brier)} on {record.crowd_questions}"


def _reading(records: Sequence[Record]) -> Iterator[str]:
    """How to read the board."""
    if any(record.scored for record in records):
        yield _RANGE
        yield _TRUE
    if any(record.crowd_questions for record in records):
        yield _CROWD
    if len({record.articles for record in records if record.scored}) > 1:
        yield _APART
