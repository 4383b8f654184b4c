"""Files of questions and forecasts, written from what matters in them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["FORECAST", "QUESTION", "at", "write_forecasts", "write_questions"]


def at(days: float) -> str:
    """The time so many days after the first of January 2025.

    >>> at(9.5)
    '2025-01-10T12:00:00Z'
    """
    return f"2025-01-{1 + int(days):02}T{int(24 * (days % 1)):02}:00:00Z"


QUESTION = {
    "question_id": "rain",
    "title": "Does it rain?",
    "open_time": at(0),
    "close_time": at(10),
    "resolve_time": "",
    "outcome": "1",
}
"""Open for ten days."""

FORECAST = {"forecaster": "ana", "question_id": "rain", "time": at(0), "probability": "0.5"}


def write_questions(path: Path, *rows: Mapping[str, str]) -> Path:
    """A file of questions, each like `QUESTION` but for what is given."""
    return _write(path, QUESTION, rows)


def write_forecasts(path: Path, *rows: Mapping[str, str]) -> Path:
    """A file of forecasts, each like `FORECAST` but for what is given."""
    return _write(path, FORECAST, rows)


def _write(path: Path, usual: Mapping[str, str], rows: tuple[Mapping[str, str], ...]) -> Path:
    header = dict.fromkeys(name for row in (usual, *rows) for name in row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows({**usual, **row} for row in rows)
    return path
