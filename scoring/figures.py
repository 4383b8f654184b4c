"""The figures of a board, what skill allows for, and what scores are divided by."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = ["ADJUSTMENTS", "FIGURES", "HORIZONS", "Adjustment", "Figure", "Horizon"]

Figure = Literal["skill", "brier", "log", "baseline", "peer", "last_brier", "last_log"]

FIGURES: dict[str, bool] = {
    "skill": True,
    "brier": False,
    "log": False,
    "baseline": True,
    "peer": True,
    "last_brier": False,
    "last_log": False,
}
"""Figures a board can be ordered by, and whether higher is better."""

Horizon = Literal["scheduled", "actual"]
"""What baseline and peer scores are divided by: the scheduled or the actual open time."""

HORIZONS: tuple[str, ...] = get_args(Horizon)

Adjustment = Literal["time", "question", "none"]
"""What skill allows for: each moment of each question, each question as a whole, or nothing."""

ADJUSTMENTS: tuple[str, ...] = get_args(Adjustment)
