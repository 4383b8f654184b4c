"""Forecasts and outcomes with weights: what curves, decompositions and tests are made from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self, get_args

import numpy as np

from scoring.sorting import group_starts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.stands import Stands

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["UNITS", "Missing", "Sample", "Unit"]

Unit = Literal["forecast", "last", "cell", "time"]
"""What weighs 1: each forecast, each last word, each cell, or each lifetime stood."""

UNITS: tuple[str, ...] = get_args(Unit)

Missing = Literal["raise", "omit"]
"""What becomes of rows in which something is NaN."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Columns of equal length, checked once, so that what reads them need not.

    Attributes:
        probability: Probabilities of YES, in [0, 1].
        outcome: 1 for YES, 0 for NO.
        weight: Positive and finite weights.
        cluster: Code of the cluster of evidence each row belongs to, from 0 without gaps.
    """

    probability: Floats
    outcome: Floats
    weight: Floats
    cluster: Index

    @classmethod
    def of(
        cls,
        p: ArrayLike,
        y: ArrayLike,
        weights: ArrayLike | None = None,
        cluster: ArrayLike | None = None,
        *,
        missing: Missing = "raise",
    ) -> Self:
        """Sample of columns; rows of weight 0 are left out, whatever they say.

        Columns of doubles are taken as they are, not copied.

        Args:
            p: Probabilities of YES.
            y: Outcomes, 1 or 0.
            weights: Weights, all 1 by default.
            cluster: Label of each row's cluster; each row for itself by default.
            missing: Whether NaN in a row is an error or leaves the row out.

        Raises:
            ValueError: Lengths differ, or a value is out of its domain.

        Examples:
            >>> Sample.of([0.2, 0.9, 0.5], [0, 1, 1], weights=[1, 2, 0]).probability.tolist()
            [0.2, 0.9]
        """
        forecast, outcome = _column(p), _column(y)
        weight = np.ones(forecast.size) if weights is None else _column(weights)
        group = None if cluster is None else np.ravel(np.asarray(cluster))
        if len({c.size for c in (forecast, outcome, weight, group) if c is not None}) != 1:
            raise ValueError("columns must have one length")
        if not _is_sound(forecast, outcome, weight):
            rows = _kept(forecast, outcome, weight, missing)
            forecast, outcome, weight = (c[rows] for c in (forecast, outcome, weight))
            group = None if group is None else group[rows]
            _check(forecast, outcome, weight)
        if group is None:
            return cls(forecast, outcome, weight, np.arange(forecast.size))
        return cls(forecast, outcome, weight, np.unique(group, return_inverse=True)[1])

    @classmethod
    def of_stands(cls, stands: Stands, unit: Unit) -> Self:
        """Sample of standing forecasts, in the unit that is to weigh 1.

        ======== ===================================== ==========================================
        unit     a row weighs                          the mean Brier loss is
        ======== ===================================== ==========================================
        forecast 1                                     that of the forecasts, however long
        last     1 if it stands at the close, else 0   the board's ``last_brier``
        cell     its share of the time its forecaster  the mean of the cells' ``brier``
                 stood on the question
        time     the time it stood, lifetimes          the board's ``brier``
        ======== ===================================== ==========================================

        Args:
            stands: The standing forecasts.
            unit: What weighs 1.
        """
        return cls.of(
            stands.probability, stands.outcome, _weights(stands, unit), cluster=stands.cluster
        )

    @property
    def size(self) -> int:
        """Number of rows."""
        return self.probability.size

    @property
    def total(self) -> float:
        """Sum of the weights."""
        return float(self.weight.sum())

    @property
    def base_rate(self) -> float:
        """Weighted share that came true; NaN in an empty sample."""
        return float(np.sum(self.weight * self.outcome)) / self.total if self.size else math.nan

    @property
    def clusters(self) -> int:
        """Number of clusters."""
        return int(self.cluster.max(initial=-1)) + 1

    @property
    def independent(self) -> bool:
        """Whether each row is a cluster of its own, and all weigh alike."""
        return self.clusters == self.size and bool(np.all(self.weight == self.weight[:1]))


def _column(values: ArrayLike) -> Floats:
    return np.ravel(np.asarray(values, np.float64))


def _is_sound(p: Floats, y: Floats, w: Floats) -> bool:
    """Whether nothing is to be refused or left out: a quick look, since that is the rule."""
    within = bool(p.min(initial=1.0) >= 0.0 and p.max(initial=0.0) <= 1.0)
    weighty = bool(w.min(initial=1.0) > 0.0 and w.max(initial=0.0) < np.inf)
    return within and weighty and bool(np.all((y == 0.0) | (y == 1.0)))


def _kept(p: Floats, y: Floats, w: Floats, missing: Missing) -> NDArray[np.bool_]:
    """Rows that have weight and lack nothing."""
    counts = w != 0.0
    known = ~(np.isnan(p) | np.isnan(y) | np.isnan(w))
    if missing == "raise" and not np.all(known[counts]):
        raise ValueError("a probability, outcome or weight is NaN")
    rows: NDArray[np.bool_] = counts & known
    return rows


def _check(p: Floats, y: Floats, w: Floats) -> None:
    if np.any((p < 0.0) | (p > 1.0)):
        raise ValueError("probabilities must lie in [0, 1]")
    if np.any((y != 0.0) & (y != 1.0)):
        raise ValueError("outcomes must be 0 or 1")
    if not np.all((w > 0.0) & np.isfinite(w)):
        raise ValueError("weights must be finite, and 0 or more")


def _share(stands: Stands) -> Floats:
    """Each stand's share of its cell's time, 0 in a cell of no time."""
    duration = stands.duration
    if duration.size == 0:
        return duration
    first = group_starts(stands.question, stands.forecaster)
    total = np.add.reduceat(duration, first)
    sizes = np.diff(first, append=duration.size)
    share: Floats = duration / np.repeat(np.where(total > 0.0, total, 1.0), sizes)
    return share


def _weights(stands: Stands, unit: Unit) -> Floats:
    match unit:
        case "forecast":
            return np.ones(stands.question.size)
        case "last":
            return stands.at_close.astype(np.float64)
        case "cell":
            return _share(stands)
        case "time":
            return stands.duration
