"""Cox's recalibration: the straight line through log-odds that the outcomes ask for.

logit P(y = 1) = a + b logit p, so that calibrated forecasts have intercept a = 0 and slope b = 1. A
slope below 1 is overconfidence, above 1 underconfidence (Cox 1958, Biometrika 45:562).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nan
from typing import TYPE_CHECKING

import numpy as np

from scoring.calibration.evidence import Evidence, Finding
from scoring.calibration.fates import DRAWS, Fates
from scoring.logistic import logistic
from scoring.odds import expit, logit
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.sample import Sample

    Floats = NDArray[np.float64]

__all__ = ["Cox", "Estimate", "cox"]

_ROUNDING = 1e-9
_EMPTY = "there are no forecasts"
_CERTAIN = "there are no forecasts between 0% and 100%"
_WRONG = "a forecast of 0% or 100% was wrong"
_ONE_CLASS = "everything came out the same way"
_ALIKE = "all forecasts say the same"
_SEPARATED = "the outcomes are separated perfectly"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient.

    Attributes:
        value: The coefficient.
        error: Its standard error if every forecast has an outcome of its own.
        error_clustered: Its standard error if only clusters are independent: the sandwich, with
            each cluster inflated for its leverage; NaN with one cluster.
    """

    value: float
    error: float
    error_clustered: float


_NONE = Estimate(nan, nan, nan)


@dataclass(frozen=True, slots=True)
class Cox:
    """Cox's recalibration.

    Attributes:
        intercept: a, 0 where calibrated.
        slope: b, 1 where calibrated; below 1, forecasts are too far from 50 %.
        in_the_large: a if b is held at 1: log-odds by which all forecasts are too low.
        evidence: Test of a = 0 and b = 1 together: by the likelihood ratio if independent, else
            by the score, which exists where no line does.
        left_out: Number of forecasts of 0 % and 100 %, all right, that are not in the fit.
        reason: Why there is no intercept and slope.
    """

    intercept: Estimate
    slope: Estimate
    in_the_large: Estimate
    evidence: Evidence
    left_out: int
    reason: str | None = None

    def at(self, p: ArrayLike) -> Floats:
        """What forecasts should have said, by this line.

        Args:
            p: What they said.
        """
        return expit(self.intercept.value + self.slope.value * logit(p))


def cox(sample: Sample, *, draws: int = DRAWS, seed: int = 0) -> Cox:
    """Cox's intercept and slope, calibration in the large, and their test.

    Maximum likelihood by Newton's method. Forecasts of 0 and 1 have no log-odds: they are left out
    if right, and if one is wrong no line fits; clip them first (:func:`scoring.rules.clip`). The
    likelihood ratio is scaled by sum w / sum w^2, so that weights say how much forecasts matter,
    not how many there are.

    Args:
        sample: The forecasts.
        draws: Draws for clusters that share one fate.
        seed: Their seed.
    """
    p, y = sample.probability, sample.outcome
    inner = (p > 0.0) & (p < 1.0)
    if np.any(p[~inner] != y[~inner]):
        certain = Finding(inf, 0.0, "certain")
        return Cox(_NONE, _NONE, _NONE, Evidence(certain, certain), 0, _WRONG)
    left_out = int(sample.size - inner.sum())
    if left_out:
        sample = type(sample).of(p[inner], y[inner], sample.weight[inner], sample.cluster[inner])
    return _line(sample, left_out, draws, seed)


def _line(sample: Sample, left_out: int, draws: int, seed: int) -> Cox:
    """The fit to forecasts that all have log-odds; its score test needs none."""
    if not sample.size:
        reason = _CERTAIN if left_out else _EMPTY
        return Cox(_NONE, _NONE, _NONE, Evidence.missing(reason), left_out, reason)
    odds = logit(sample.probability)
    one = np.ones(sample.size)
    design = np.column_stack([one, odds])
    score, unfit = _score(sample, odds, draws, seed), _unfit(odds, sample.outcome)
    large = _NONE
    if unfit != _ONE_CLASS:
        large = _fitted(sample, one[:, None], np.zeros(1), odds)[0]
    if unfit is not None:
        evidence = Evidence(Finding.missing(unfit), score)
        return Cox(_NONE, _NONE, large, evidence, left_out, unfit)
    intercept, slope = _fitted(sample, design, np.array([0.0, 1.0]), 0.0)
    ratio = _ratio(sample, odds, intercept.value + slope.value * odds)
    return Cox(intercept, slope, large, Evidence(ratio, score), left_out)


def _unfit(odds: Floats, y: Floats) -> str | None:
    """Why there is no slope of greatest likelihood, if there is none."""
    yes, no = odds[y > 0.0], odds[y == 0.0]
    if not yes.size or not no.size:
        return _ONE_CLASS
    if np.ptp(odds) == 0.0:
        return _ALIKE
    return _SEPARATED if no.max() <= yes.min() or yes.max() <= no.min() else None


def _fitted(
    sample: Sample, design: Floats, start: Floats, offset: Floats | float
) -> list[Estimate]:
    """Logistic regression of the outcomes, with both kinds of standard error."""
    beta = logistic(design, sample.outcome, sample.weight, start=start, offset=offset)
    mean = expit(design @ beta + offset)
    variance = sample.weight * mean * (1.0 - mean)
    bread = _inverse((design.T * variance) @ design)
    filling = (design.T * (sample.weight * variance)) @ design
    score = (sample.weight * (sample.outcome - mean))[:, None] * design
    moved = _jackknifed(sample, design, variance, score, bread)
    with np.errstate(over="ignore", invalid="ignore"):  # a likelihood may be all but flat
        error = np.sqrt(np.diag(bread @ filling @ bread)).tolist()
        clustered = np.sqrt(np.sum(np.square(moved @ bread), axis=0)).tolist()
    rows = zip(beta.tolist(), error, clustered, strict=True)
    return [Estimate(*row) for row in rows]


def _jackknifed(
    sample: Sample, design: Floats, variance: Floats, score: Floats, bread: Floats
) -> Floats:
    """Each cluster's score, inflated for its leverage: about what leaving it out would move.

    The plain sandwich is too narrow with some dozens of clusters (Bell & McCaffrey 2002, Surv.
    Methodol. 28:169, the jackknife among their corrections).
    """
    size, terms = sample.clusters, design.shape[1]
    if size < 2:  # noqa: PLR2004 - one cluster fits itself and says nothing of spread
        return np.full((1, terms), nan)
    sums = np.stack([sums_by(sample.cluster, column, size) for column in score.T], axis=1)
    squares = (design[:, :, None] * design[:, None, :] * variance[:, None, None]).reshape(
        -1, terms**2
    )
    own = np.stack([sums_by(sample.cluster, c, size) for c in squares.T], axis=1)
    with np.errstate(over="ignore", invalid="ignore"):
        left = np.eye(terms) - own.reshape(size, terms, terms) @ bread
        inflated = np.einsum("cij,cj->ci", _inverse(left), sums)
    return np.asarray(inflated, np.float64)


def _inverse(matrix: Floats) -> Floats:
    """The inverse, infinite where there is none."""
    try:
        return np.asarray(np.linalg.inv(matrix), np.float64)
    except np.linalg.LinAlgError:
        return np.full(matrix.shape, inf)


def _likelihood(sample: Sample, odds: Floats) -> float:
    loss = np.logaddexp(0.0, odds) - sample.outcome * odds
    return -float(np.sum(sample.weight * loss))


def _ratio(sample: Sample, odds: Floats, fitted: Floats) -> Finding:
    """Test by the likelihood ratio."""
    scale = sample.total / float(np.sum(np.square(sample.weight)))
    gain = _likelihood(sample, fitted) - _likelihood(sample, odds)
    return Finding.chi_squared(max(0.0, 2.0 * scale * gain), 2)


def _score(sample: Sample, odds: Floats, draws: int, seed: int) -> Finding:
    """Test by the score at a = 0 and b = 1, standardised where clusters share one fate.

    The residuals are summed up twice, with coefficients 1 and with log-odds less their mean by
    information, which makes the sums of independent forecasts uncorrelated. Each has the greatest
    variance that dependence within clusters can give it: where only one of several rivals can
    come true, coefficients of both signs add up and do not cancel.
    """
    fates = Fates.of(sample)
    information = np.square(fates.spread)
    total = float(information.sum())
    centre = float(information @ odds) / total if total > 0.0 else 0.0
    directions = np.ones(odds.size), odds - centre
    loading = np.stack([fates.most(direction) for direction in directions])
    size = np.sqrt(np.sum(np.square(loading), axis=1, keepdims=True))
    # Where all say the same, the second sum is 0, and rounding must not make it a statistic.
    known = size > _ROUNDING * size.max()
    scale = np.where(known, size, inf)
    score = np.stack(directions) @ (sample.weight * (sample.outcome - sample.probability))

    def drawn(z: Floats) -> Floats:
        return np.asarray(np.sum(np.square(loading @ z / scale), axis=0), np.float64)

    found = float(np.sum(np.square(score / scale[:, 0])))
    return fates.finding(found, drawn, draws=draws, seed=seed)
