"""The figures of a board, and the horizons that scores are divided by."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = ["FIGURES", "HORIZONS", "Figure", "Horizon"]

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
