"""Sums and divisors by which Metaculus orders its boards (its open source, ``scoring/utils.py``).

All are gains, in hundredths of a nat (peer) or of a bit (baseline), made of scores on the
scheduled horizon. Questions on which somebody said exactly 0 or 1 have no peer score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.cells import Cells

    Floats = NDArray[np.float64]

__all__ = [
    "LEAST_COUNT",
    "LEAST_COVERAGE",
    "baseline_sum",
    "peer_global",
    "peer_global_legacy",
    "peer_sum",
    "spot_baseline_sum",
    "spot_peer_sum",
]

LEAST_COVERAGE = 30.0
"""Lifetimes by which a sum of peer scores is divided at least."""

LEAST_COUNT = 40.0
"""Questions by which it was divided at least, in former years."""


def peer_sum(cells: Cells) -> Floats:
    """Sum of peer scores of each forecaster: the order of a tournament."""
    return _sum(cells, cells.peer, cells.time > 0.0)


def peer_global(cells: Cells) -> Floats:
    """Sum of peer scores per lifetime stood, of which 30 are counted at least."""
    coverage = sums_by(cells.forecaster, cells.time, _size(cells))
    return peer_sum(cells) / np.maximum(LEAST_COVERAGE, coverage)


def peer_global_legacy(cells: Cells) -> Floats:
    """Sum of peer scores per question stood on, of which 40 are counted at least."""
    count = sums_by(cells.forecaster, (cells.time > 0.0).astype(np.float64), _size(cells))
    return peer_sum(cells) / np.maximum(LEAST_COUNT, count)


def baseline_sum(cells: Cells) -> Floats:
    """Sum of baseline scores of each forecaster."""
    return _sum(cells, cells.baseline, cells.time > 0.0)


def spot_peer_sum(cells: Cells) -> Floats:
    """Sum of peer scores of the forecasts that stood at the close."""
    return _sum(cells, cells.spot_peer, ~np.isnan(cells.last))


def spot_baseline_sum(cells: Cells) -> Floats:
    """Sum of baseline scores of the forecasts that stood at the close."""
    return _sum(cells, cells.spot_baseline, ~np.isnan(cells.last))


def _size(cells: Cells) -> int:
    """Number of forecasters, computed crowds among them."""
    return max(cells.panel.forecasters, int(cells.forecaster.max(initial=-1)) + 1)


def _sum(cells: Cells, score: Floats, counts: NDArray[np.bool_]) -> Floats:
    """Sum of a score by forecaster; NaN for who has none."""
    rows = np.flatnonzero(counts & ~np.isnan(score))
    size, who = _size(cells), cells.forecaster[rows]
    known = np.bincount(who, minlength=size) > 0
    return np.where(known, sums_by(who, score[rows], size), np.nan)
