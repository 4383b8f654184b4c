"""Files of questions and forecasts: CSV, a header line, UTF-8, times in ISO 8601.

A bad row is refused with its line and reason, and with it everything. What is odd but not bad
(reports out of a question's time, two at one time) is counted and remarked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from market.csv_table import CsvTable
from market.ledger.names import fold, forecaster_name, valid_slug
from market.poll import Poll, family_codes
from scoring.kinds import Kind
from scoring.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["BulkForecasts", "BulkQuestion", "read_forecasts", "read_poll", "read_questions"]

WITHDRAWN = "withdrawn"
"""Stands for the probability where a forecast is withdrawn."""

_QUESTIONS = ("question_id", "title", "open_time", "close_time", "resolve_time", "outcome")
_FORECASTS = ("forecaster", "question_id", "time", "probability")
_OUTCOMES = {"1": 1.0, "0": 0.0, "annulled": math.nan, "": math.nan}


@dataclass(frozen=True, slots=True)
class BulkQuestion:
    """A question of a file; times are seconds since 1970, UTC.

    Attributes:
        closes: The actual close.
        scheduled: The scheduled close.
        states_schedule: Whether the file says when the close was scheduled, or when the
            outcome was settled, so that an early close can be told from a scheduled one.
        outcome: 1, 0, or NaN.
    """

    slug: str
    title: str
    opens: float
    closes: float
    scheduled: float
    states_schedule: bool
    outcome: float
    annulled: bool
    family: str
    tags: str
    criteria: str
    source: str


@dataclass(frozen=True, slots=True)
class BulkForecasts:
    """Forecasts of one or several files as columns, in the order of the files.

    Attributes:
        names: Forecasters, by the codes in ``forecaster``.
        forecaster: Code of each forecast's forecaster.
        question: Code of its question.
        time: Seconds since 1970, UTC.
        probability: Probability of YES, NaN for a withdrawal.
    """

    names: tuple[str, ...]
    forecaster: NDArray[np.int32]
    question: NDArray[np.int32]
    time: NDArray[np.float64]
    probability: NDArray[np.float64]


def read_poll(questions: Path, forecasts: Sequence[Path]) -> tuple[Poll, list[str]]:
    """Read files into a poll.

    Returns:
        The poll, and what was odd in the files, a remark each.

    Raises:
        Refused: A file cannot be read, or has bad rows.
    """
    asked = read_questions(questions)
    said = read_forecasts(forecasts, [question.slug for question in asked])
    panel = Panel.from_reports(
        forecaster=said.forecaster,
        question=said.question,
        time=said.time,
        probability=said.probability,
        opens=[q.opens for q in asked],
        closes=[q.closes for q in asked],
        scheduled=[q.scheduled for q in asked],
        outcome=[q.outcome for q in asked],
        cluster=family_codes(q.family for q in asked),
        kind=[Kind.IMPORTED.code] * len(said.names),
    )
    poll = Poll(panel, said.names, tuple(q.slug for q in asked))
    return poll, _remarks(panel, asked, said)


def read_questions(path: Path) -> list[BulkQuestion]:
    """Read a file of questions.

    Raises:
        Refused: The file cannot be read, or has bad rows.
    """
    questions: list[BulkQuestion] = []
    seen: set[str] = set()
    table = CsvTable(path, _QUESTIONS)
    for line, cells in table.rows():
        with table.judging(line):
            question = _question(dict(zip(table.header, cells, strict=True)))
            if question.slug.lower() in seen:
                raise ValueError(f"question {question.slug} is in the file twice")
            seen.add(question.slug.lower())
            questions.append(question)
    table.refuse_faults()
    return questions


def read_forecasts(paths: Sequence[Path], slugs: Sequence[str]) -> BulkForecasts:
    """Read files of forecasts on known questions.

    Raises:
        Refused: A file cannot be read, or has bad rows.
    """
    codes = {known: code for code, known in enumerate(slugs)}
    names = _Names()
    said: list[tuple[int, int, float, float]] = []
    for path in paths:
        table = CsvTable(path, _FORECASTS)
        pick = itemgetter(*map(table.header.index, _FORECASTS))
        for line, cells in table.rows():
            with table.judging(line):
                said.append(_forecast(pick(cells), codes, names))
        table.refuse_faults()
    rows = np.array(
        said, dtype=[("who", np.int32), ("q", np.int32), ("at", np.float64), ("p", np.float64)]
    )
    return BulkForecasts(tuple(names.shown), rows["who"], rows["q"], rows["at"], rows["p"])


def _forecast(
    cells: tuple[str, str, str, str], codes: Mapping[str, int], names: _Names
) -> tuple[int, int, float, float]:
    name, question, time, probability = cells
    if question not in codes:
        raise ValueError(f"there is no question {question!r}")
    at = _seconds(time)
    said = math.nan if probability == WITHDRAWN else _probability(probability)
    return names.code(name), codes[question], at, said


class _Names:
    """Forecasters by code, as each was first written: names that differ in case are one."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self._codes: dict[str, int] = {}

    def code(self, written: str) -> int:
        known = self._codes.get(written)
        if known is None:
            name = forecaster_name(written)
            known = self._codes.setdefault(fold(name), len(self.shown))
            if known == len(self.shown):
                self.shown.append(name)
            self._codes[written] = known
        return known


def _question(cell: Mapping[str, str]) -> BulkQuestion:
    if cell["outcome"] not in _OUTCOMES:
        raise ValueError(f"outcome {cell['outcome']!r} is none of 1, 0, annulled and nothing")
    closes = _seconds(cell["close_time"])
    planned, resolved = cell.get("scheduled_close_time"), cell["resolve_time"]
    scheduled = _seconds(planned) if planned else closes
    return BulkQuestion(
        slug=valid_slug(cell["question_id"]),
        title=cell["title"],
        opens=_seconds(cell["open_time"]),
        closes=min(closes, scheduled, _seconds(resolved) if resolved else closes),
        scheduled=scheduled,
        states_schedule=bool(planned or resolved),
        outcome=_OUTCOMES[cell["outcome"]],
        annulled=cell["outcome"] == "annulled",
        **{name: cell.get(name, "") for name in ("family", "tags", "criteria", "source")},
    )


def _seconds(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a time in ISO 8601") from None
    if moment.tzinfo is None:
        raise ValueError(f"the time {text!r} has no zone: add Z for UTC")
    return moment.timestamp()


def _probability(text: str) -> float:
    try:
        # `float` would also take digits of other scripts, and 0_5 for 5.
        probability = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        probability = math.nan
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"{text!r} is not a probability from 0 to 1")
    return probability


def _remarks(panel: Panel, asked: Sequence[BulkQuestion], said: BulkForecasts) -> list[str]:
    """What was odd in the files, in the order of a report's life."""
    opens, closes = panel.opens[said.question], panel.closes[said.question]
    columns = np.rec.fromarrays([said.forecaster, said.question, said.time])
    resolved = ~np.isnan(panel.outcome)
    vague = sum(not q.states_schedule for q in asked if not math.isnan(q.outcome))
    counts = (
        (
            np.sum(resolved & (panel.closes <= panel.opens)),
            "Resolved questions that do not close after they open, with no time to score",
        ),
        (
            np.sum((said.time < opens) & (opens <= closes)),
            "Reports before their question's open, counted from the open",
        ),
        (
            np.sum(np.maximum(said.time, opens) > closes),
            "Reports after their question's close, not counted",
        ),
        (
            columns.size - np.unique(columns).size,
            "Reports that share forecaster, question and time with a later row, which counts",
        ),
        (
            vague,
            "Resolved questions that tell no early close from a scheduled one (docs/scores.md)",
        ),
    )
    return [f"{what}: {count:,}." for count, what in counts if count]
