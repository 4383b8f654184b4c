"""CORP: any proper score as miscalibration minus discrimination plus uncertainty, without bins."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.distinct import Distinct, distinct
from scoring.isotonic import isotonic
from scoring.rules import BRIER

if TYPE_CHECKING:
    from scoring.isotonic import Isotonic
    from scoring.rules import Rule
    from scoring.sample import Sample

__all__ = ["Corp", "corp"]


@dataclass(frozen=True, slots=True)
class Corp:
    """A mean score and its parts: score = miscalibration - discrimination + uncertainty.

    All are losses in the unit of the rule.

    Attributes:
        score: The weighted mean score; infinite where a certainty was wrong and the rule says so.
        miscalibration: How much the score would fall if everything said were recalibrated, 0 or
            more; infinite where the score is.
        discrimination: How much the recalibrated forecasts beat the base rate, 0 or more.
        uncertainty: Score of the base rate of this very sample.
    """

    score: float
    miscalibration: float
    discrimination: float
    uncertainty: float


def corp(sample: Sample | Distinct, *, rule: Rule = BRIER) -> Corp:
    """Decompose a mean score by isotonic recalibration.

    The recalibrated forecasts are the same for every proper rule (Dimitriadis, Gneiting & Jordan
    2021, PNAS 118:e2016191118). Tied forecasts are collapsed first, so the order of the rows does
    not matter. Where all outcomes are alike, discrimination and uncertainty are 0. An empty
    sample has NaN everywhere.

    Args:
        sample: The forecasts, or what :func:`scoring.distinct.distinct` made of them.
        rule: A proper scoring rule.

    Raises:
        ValueError: The rule is improper: recalibration need not lower it.

    >>> from scoring.sample import Sample
    >>> parts = corp(Sample.of([0.2, 0.7, 0.7, 0.9], [0, 1, 0, 1]))
    >>> [round(part, 4) for part in (parts.score, parts.miscalibration, parts.discrimination)]
    [0.1575, 0.0325, 0.125]
    """
    rule.required_proper()
    rows = sample if isinstance(sample, Distinct) else distinct(sample)
    if rows.x.size == 0:
        return Corp(math.nan, math.nan, math.nan, math.nan)
    score, recalibrated = _score(rule, rows), _recalibrated(rule, isotonic(rows))
    uncertainty = float(rule.entropy(rows.base_rate))
    return Corp(
        score=score,
        miscalibration=max(0.0, score - recalibrated),
        discrimination=max(0.0, uncertainty - recalibrated),
        uncertainty=uncertainty,
    )


def _score(rule: Rule, rows: Distinct) -> float:
    """Mean loss; nothing is asked of a rule for an outcome that did not happen."""
    loss = 0.0
    for weight, outcome in ((rows.no, 0.0), (rows.yes, 1.0)):
        happened = weight > 0.0
        x = rows.x[happened]
        loss += float(weight[happened] @ rule.kernel(x, np.full(x.size, outcome)))
    return loss / rows.total


def _recalibrated(rule: Rule, fit: Isotonic) -> float:
    """Mean loss of the fit: in each block, that of an honest forecaster of its frequency."""
    first = np.flatnonzero(np.diff(fit.block, prepend=-1))
    weight = np.add.reduceat(fit.weight, first)
    return float(weight @ rule.entropy(fit.fitted[first])) / float(weight.sum())
