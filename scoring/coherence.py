"""Whether probabilities of linked questions hold together, and the nearest ones that do.

Probabilities are *coherent* if some probabilities of the possible worlds give them. If they are
not, somebody can bet against them and win whatever happens (de Finetti 1937, Ann. Inst. H.
Poincaré 7:1), and the nearest coherent ones have a better score whatever happens (Predd et al.
2009, IEEE Trans. Inf. Theory 55:4786).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from scoring.worlds.breaches import Violation, violations
from scoring.worlds.constraints import Constraint, ConstraintKind, ContradictionError, checked
from scoring.worlds.corners import furthest_world
from scoring.worlds.divergence import KullbackLeibler, Squares
from scoring.worlds.hull import Hull
from scoring.worlds.inequalities import Inequality, matrix, relaxation
from scoring.worlds.nearest import nearest
from scoring.worlds.program import program
from scoring.worlds.wagers import wager

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = [
    "Coherence",
    "Constraint",
    "ConstraintKind",
    "ContradictionError",
    "Violation",
    "assess",
    "project",
    "worst_world",
]


@dataclass(frozen=True, slots=True)
class Coherence:
    """What constraints say about probabilities.

    Attributes:
        least_squares: The coherent probabilities with the least sum of squared differences.
        kullback_leibler: Those with the least sum of Kullback-Leibler divergences.
        sure_loss: What a bookmaker wins in every world with stakes of 1 a question at most.
        stakes: These stakes: positive ones on YES; 0 where there is no forecast.
        violations: Broken inequalities, worst first.
        brier_gain: Least sum of Brier scores that ``least_squares`` saves, over all worlds, and
            the sum that it saves on average if it is right.
        log_gain: The same of log scores and ``kullback_leibler``, in nats; infinite, and
            ``kullback_leibler`` NaN, if forecasts of 0 and 1 contradict each other.
    """

    least_squares: Floats
    kullback_leibler: Floats
    sure_loss: float
    stakes: Floats
    violations: tuple[Violation, ...]
    brier_gain: float
    log_gain: float


def project(
    probabilities: ArrayLike,
    constraints: Sequence[Constraint],
    *,
    divergence: Literal["brier", "log"] = "brier",
    weights: ArrayLike | None = None,
) -> Floats:
    """The nearest coherent probabilities.

    Args:
        probabilities: One a question; NaN where there is no forecast: such a question only
            passes on what its constraints say.
        constraints: What is known of the answers, by position of the questions.
        divergence: ``brier``: the sum of squared differences; ``log``: the sum of binary
            Kullback-Leibler divergences from the forecasts to the result. There a forecast of 0
            or 1 stays, since all others are infinitely far away. It is exact to 1e-9 for live
            forecasts; nearer to 1 than 1e-6 the digits of 1 - p may be too few for that.
        weights: Positive weights of the questions; 1 if not given.

    Returns:
        As many; NaN where there was no forecast. Coherent probabilities are returned unchanged.

    Raises:
        ValueError: No world satisfies the constraints; forecasts of 0 and 1 contradict each
            other (``log``); or so many questions hang together in so many ways that the worlds
            cannot be looked at.

    >>> links = [Constraint("implies", (0, 1)), Constraint("excludes", (1, 2))]
    >>> project([0.6, 0.4, 0.7], links).round(3).tolist()
    [0.433, 0.433, 0.567]
    """
    p, weight = _forecasts(probabilities, weights)
    hull = Hull(checked(constraints, p.size), p.size)
    return _project(p, weight, hull, Squares if divergence == "brier" else KullbackLeibler)


def assess(probabilities: ArrayLike, constraints: Sequence[Constraint]) -> Coherence:
    """How far probabilities are from holding together, and what that costs.

    Args:
        probabilities: One a question; NaN where there is no forecast.
        constraints: What is known of the answers, by position of the questions.

    Raises:
        ValueError: As for :func:`project`, but for forecasts of 0 and 1.

    >>> told = assess([0.6, 0.4], [Constraint("implies", (0, 1))])
    >>> round(told.sure_loss, 3), told.stakes.tolist(), told.least_squares.tolist()
    (0.2, [-1.0, 1.0], [0.5, 0.5])
    """
    p, weights = _forecasts(probabilities, None)
    hull = Hull(checked(constraints, p.size), p.size)
    against, stakes = wager(p, hull)
    squares = _project(p, weights, hull, Squares)
    entropic, log_gain = _nearest_entropic(p, weights, hull)
    return Coherence(
        least_squares=squares,
        kullback_leibler=entropic,
        sure_loss=float(np.nansum(np.abs(against - p))),
        stakes=stakes,
        violations=tuple(violations(p, hull, against, stakes)),
        brier_gain=Squares(p, weights).value(squares),
        log_gain=log_gain,
    )


def worst_world(stakes: ArrayLike, constraints: Sequence[Constraint]) -> Bools:
    """A possible world in which stakes on YES pay least.

    Args:
        stakes: What each question pays if it is YES, below 0 what that costs.
        constraints: What is known of the answers, by position of the questions.

    Returns:
        The answers.

    Raises:
        ContradictionError: No world satisfies the constraints.

    >>> worst_world([2, -1, -1], [Constraint("excludes", (1, 2))]).tolist()
    [False, True, False]
    """
    pays = np.array(stakes, np.float64)
    rows = list(relaxation(checked(constraints, pays.size)))
    return furthest_world(-pays, *matrix(rows, pays.size))


def _forecasts(probabilities: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    """Probabilities and weights, checked; the weight of what has no forecast is 0."""
    p = np.array(probabilities, np.float64)
    w = np.ones_like(p) if weights is None else np.array(weights, np.float64)
    if p.ndim != 1 or w.shape != p.shape:
        raise ValueError("probabilities, and weights if there are any, are one a question")
    if not (np.isnan(p) | ((p >= 0.0) & (p <= 1.0))).all():
        raise ValueError("a probability lies within 0 and 1, or is NaN where there is none")
    if not (np.isfinite(w) & (w > 0.0)).all():
        raise ValueError("a weight is positive and finite")
    return p, np.where(np.isnan(p), 0.0, w)


def _project(
    p: Floats, weights: Floats, hull: Hull, divergence: type[Squares | KullbackLeibler]
) -> Floats:
    def solve(rows: list[Inequality], questions: Index) -> Floats:
        own, weight = p[questions], weights[questions]
        pinned = _pins(own) if divergence is KullbackLeibler else []
        polytope = program([*rows, *pinned], questions.size)
        weighed = np.where(polytope.fixed, 0.0, weight / weight.max(initial=1e-300))
        return nearest(divergence(np.nan_to_num(own, nan=0.5), weighed), polytope)

    return np.where(np.isnan(p), np.nan, hull.within(p, solve))


def _nearest_entropic(p: Floats, weights: Floats, hull: Hull) -> tuple[Floats, float]:
    """The projection and its divergence; NaN and infinite if none is finitely far away."""
    try:
        found = _project(p, weights, hull, KullbackLeibler)
    except ContradictionError:
        return np.full_like(p, np.nan), np.inf
    return found, KullbackLeibler(p, weights).value(found)


def _pins(p: Floats) -> list[Inequality]:
    """That certainties stay what they are."""
    return [
        Inequality("jointly", (question,), (1.0 - 2.0 * told,), -told)
        for question, told in enumerate(p.tolist())
        if told in {0.0, 1.0}
    ]
