"""A test of calibration that needs no bins: could so much miscalibration be chance?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scoring.calibration.redraw import Pieces
from scoring.decomposition.corp import corp
from scoring.distinct import distinct
from scoring.rules import BRIER
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.rules import Rule
    from scoring.sample import Sample

    Floats = NDArray[np.float64]

__all__ = ["Miscalibration", "miscalibration_test"]

_ROUNDING = 1e-9
"""Savings that differ by no larger share are the same."""

_FIFTHS = 5


@dataclass(frozen=True, slots=True)
class Miscalibration:
    """How miscalibrated forecasts are, and how often calibrated ones look as bad.

    Attributes:
        mcb: What recalibration would save of the mean loss, in the rule's unit; 0 or more.
        expected: What it would save of calibrated forecasts, on average over the draws.
        p: Share of the draws, this sample among them, with no smaller saving; never 0.
        draws: Number of draws.
    """

    mcb: float
    expected: float
    p: float
    draws: int


def miscalibration_test(
    sample: Sample,
    *,
    rule: Rule = BRIER,
    draws: int = 999,
    seed: int | np.random.Generator = 0,
) -> Miscalibration:
    """Monte Carlo test of the miscalibration term MCB of the CORP decomposition.

    Outcomes are drawn anew as for :func:`scoring.calibration.consistency_band`, with one fate for
    each cluster; and what a cluster says within one fifth of [0, 1] comes true or fails as one,
    with the mean of what it says there. Without that, outcomes along one question's path would
    differ more often than they can, and their sum would vary too little. The p-value is
    (b + 1) / (m + 1) for b of m draws with an MCB as large (Phipson & Smyth 2010, SAGMB 9:39),
    so that it is valid and never 0.

    Args:
        sample: The forecasts.
        rule: A proper scoring rule.
        draws: Number of draws m.
        seed: Seed or source of the draws.

    Returns:
        NaN figures for an empty sample. An MCB that is infinite (a certainty that was wrong, under
        the log score) has the least p-value possible: calibrated certainties are never wrong.

    Raises:
        ValueError: There is no draw, or the rule is improper.

    >>> from scoring.sample import Sample
    >>> overconfident = Sample.of([0.05, 0.95] * 20, [0, 1, 1, 0] * 10)
    >>> miscalibration_test(overconfident).p
    0.001
    """
    if draws < 1:
        raise ValueError("a test needs at least one draw")
    if sample.size == 0:
        return Miscalibration(np.nan, np.nan, np.nan, draws)
    rows = distinct(sample)
    seen = corp(rows, rule=rule).miscalibration
    place = np.searchsorted(rows.x, sample.probability)
    pieces = Pieces.of(replace(sample, probability=_shared(sample)), place, rows.x.size)
    null = np.array(
        [
            corp(again, rule=rule).miscalibration
            for again in pieces.redrawn(rows.x, np.random.default_rng(seed), draws)
        ]
    )
    as_large = int(np.count_nonzero(null >= seen * (1.0 - _ROUNDING)))
    return Miscalibration(seen, float(null.mean()), (as_large + 1) / (draws + 1), draws)


def _shared(sample: Sample) -> Floats:
    """Mean of what each forecast's cluster says in the same fifth; certainties by themselves."""
    p = sample.probability
    fifth = 1 + np.minimum(_FIFTHS * p, _FIFTHS - 1).astype(np.intp)
    fifth[p == 0.0] = 0
    fifth[p == 1.0] = _FIFTHS + 1
    key = sample.cluster * (_FIFTHS + 2) + fifth
    size = sample.clusters * (_FIFTHS + 2)
    said, weight = (sums_by(key, w, size)[key] for w in (sample.weight * p, sample.weight))
    shared: Floats = np.minimum(said / weight, 1.0)
    return shared
