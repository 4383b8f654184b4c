"""Scored cells, one for each forecaster and question, and the figures that follow from them."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from scoring.rules import BRIER
from scoring.sorting import stable_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scoring.figures import Horizon
    from scoring.panel import Panel

    Floats = NDArray[np.float64]

__all__ = ["Cells"]


@dataclass(frozen=True)
class Cells:
    """Columns, a row for each forecaster and question; NaN where a figure is missing.

    Sums are over standing time in lifetimes, the scheduled length of a question being 1.
    Forecaster codes from the panel's number of forecasters on are computed crowds.

    Attributes:
        panel: The panel that was scored.
        forecaster: Code of the forecaster.
        question: Code of the question.
        forecasts: Number of forecasts that counted.
        time: Time stood.
        brier_time: Integral of the Brier loss.
        log_time: Integral of the log loss, nats.
        peer_time: Integral of the peer gain, nats.
        certain: Whether a forecast said exactly 0 or 1 (after the floor, if one was asked for).
        last: Probability standing at the close.
        last_log: Its log loss, nats.
        horizon: Divisor of ``baseline`` and ``peer``.
    """

    panel: Panel
    forecaster: NDArray[np.int32]
    question: NDArray[np.int32]
    forecasts: NDArray[np.intp]
    time: Floats
    brier_time: Floats
    log_time: Floats
    peer_time: Floats
    certain: NDArray[np.bool_]
    last: Floats
    last_log: Floats
    horizon: Horizon = "scheduled"

    @classmethod
    def stack(cls, panel: Panel, parts: Sequence[Cells], horizon: Horizon = "scheduled") -> Self:
        """All cells of several parts, sorted by question and then by forecaster."""
        columns: dict[str, Any] = {
            f.name: np.concatenate(
                [np.empty(0, _TYPES.get(f.name, np.float64)), *(getattr(c, f.name) for c in parts)]
            )
            for f in fields(cls)
            if f.name not in ("panel", "horizon")
        }
        order = stable_order(columns["forecaster"])
        order = order[stable_order(columns["question"][order])]
        return cls(
            panel=panel,
            horizon=horizon,
            **{name: column[order] for name, column in columns.items()},
        )

    @cached_property
    def people(self) -> NDArray[np.bool_]:
        """Which rows belong to people, not to outsiders or computed crowds."""
        stored = self.forecaster < self.panel.forecasters
        return stored & self.panel.people[np.where(stored, self.forecaster, 0)]

    @cached_property
    def open_time(self) -> Floats:
        """How long each row's question was open, lifetimes; below 1 if it closed early."""
        panel = self.panel
        return ((panel.closes - panel.opens) / panel.length)[self.question]

    @cached_property
    def coverage(self) -> Floats:
        """Share of the open time stood; 0 where the question closed as it opened."""
        return self.time / _or_one(self.open_time)

    @cached_property
    def brier(self) -> Floats:
        """Brier loss averaged over the time stood."""
        return _ratio(self.brier_time, self.time)

    @cached_property
    def log(self) -> Floats:
        """Log loss averaged over the time stood, nats."""
        return _ratio(self.log_time, self.time)

    @cached_property
    def baseline(self) -> Floats:
        """Metaculus's baseline score: 100 (1 + log2 p(outcome)) over the horizon, a gain."""
        return 100.0 * (self.time - self.log_time / math.log(2.0)) / self._divisor

    @cached_property
    def peer(self) -> Floats:
        """Metaculus's peer score over the horizon, a gain; NaN on questions with certainties."""
        return np.where(self.disputed, np.nan, 100.0 * self.peer_time / self._divisor)

    @cached_property
    def last_brier(self) -> Floats:
        """Brier loss of the forecast that stood at the close."""
        return BRIER.kernel(self.last, self.panel.outcome[self.question])

    @cached_property
    def spot_baseline(self) -> Floats:
        """Baseline score of the forecast that stood at the close."""
        return 100.0 * (1.0 - self.last_log / math.log(2.0))

    @cached_property
    def spot_peer(self) -> Floats:
        """Peer score of the forecast that stood at the close; alone, it is 0."""
        ln = np.where(np.isinf(self.last_log), 0.0, -self.last_log)
        stands = self.people & ~np.isnan(self.last)
        size = self.panel.questions
        n = np.bincount(self.question[stands], minlength=size)[self.question]
        total = np.bincount(self.question[stands], ln[stands], minlength=size)[self.question]
        others = n - self.people
        gain = ln - (total - np.where(self.people, ln, 0.0)) / np.maximum(others, 1)
        gain = np.where(others > 0, gain, 0.0)
        return np.where(self.disputed | np.isnan(self.last), np.nan, 100.0 * gain)

    @cached_property
    def disputed(self) -> NDArray[np.bool_]:
        """Which rows' questions hold a forecast of exactly 0 or 1, so that peers have no score."""
        flagged = np.zeros(self.panel.questions, bool)
        flagged[self.question[self.certain]] = True
        return flagged[self.question]

    @property
    def _divisor(self) -> Floats | float:
        return _or_one(self.open_time) if self.horizon == "actual" else 1.0


def _ratio(value: Floats, time: Floats) -> Floats:
    """Value per time, NaN where no time passed."""
    ratio = np.full(value.size, np.nan)
    np.divide(value, time, out=ratio, where=time > 0.0)
    return ratio


def _or_one(time: Floats) -> Floats:
    """A divisor for what is 0 anyway where no time passed."""
    return np.where(time > 0.0, time, 1.0)


_TYPES = {"forecaster": np.int32, "question": np.int32, "forecasts": np.intp, "certain": np.bool_}
