"""Ranks, and how far they can be trusted."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from scoring.skill.intervals import PRIOR, Influence, moderated
from scoring.students_t import student

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["competition_ranks", "dunnett", "rank_ranges"]

_NODES = 40
_KNOTS = 257
_BISECTIONS = 36
_PAIRS = 3000
"""Above so many forecasters, not every pair of them is compared by itself."""

_GROUPS = 128

_DENSE = 1 << 22
"""Numbers in the largest matrix that is worth filling with zeros."""

_PIECE = 1 << 16
"""Pairs compared at a time: few enough for the cache."""


def competition_ranks(value: Floats, *, higher_is_better: bool) -> Index:
    """Ranks 1, 2, 2, 4 on figures rounded to 1e-9; 0 where the figure is missing.

    >>> competition_ranks(np.array([0.3, 0.1, 0.3, np.nan]), higher_is_better=False).tolist()
    [2, 1, 2, 0]
    """
    known = ~np.isnan(value)
    figure = value[known].round(9)
    ordered = np.sort(-figure if higher_is_better else figure)
    ranks = np.zeros(value.size, np.intp)
    ranks[known] = 1 + np.searchsorted(ordered, -figure if higher_is_better else figure)
    return ranks


def rank_ranges(
    influence: Influence, ranked: NDArray[np.bool_], level: float
) -> tuple[Index, Index]:
    """First and last rank each forecaster could hold, by simultaneous comparison with all others.

    Somebody is surely better if the difference of the effects exceeds its Dunnett bound, which
    holds for all of one forecaster's comparisons together.

    Args:
        influence: Effects and their variances.
        ranked: Who takes part.
        level: Probability with which the range shall hold the true rank.

    Returns:
        Two columns by forecaster code, 0 for those who take no part.
    """
    who = np.flatnonzero(ranked)
    best, worst = np.zeros(ranked.size, np.intp), np.zeros(ranked.size, np.intp)
    if who.size == 0:
        return best, worst
    variance = influence.variance[who]
    both = variance + np.median(variance)
    correlation = np.divide(variance, both, out=np.full(who.size, 0.5), where=both > 0.0)
    critical = dunnett(who.size - 1, correlation, 0.5 + 0.5 * level)
    count = _one_by_one if who.size <= _PAIRS else _group_by_group
    better, worse = count(influence, who, critical)
    best[who], worst[who] = 1 + better, who.size - worse
    return best, worst


def dunnett(comparisons: int, squared: Floats, probability: float) -> Floats:
    """Bound that this many equicorrelated normal deviates all stay below with a probability.

    Solves integral Phi((c - l z) / sqrt(1 - l^2))^k phi(z) dz = probability (Dunnett 1955,
    JASA 50:1096) by bisection at fixed knots of l, and interpolates.

    Args:
        comparisons: Number k of deviates.
        squared: Their correlations l^2, in [0, 1].
        probability: The joint probability.
    """
    loading, bounds = _bounds(comparisons, probability)
    critical: Floats = np.interp(np.sqrt(squared), loading, bounds)
    return critical


@lru_cache(maxsize=64)
def _bounds(comparisons: int, probability: float) -> tuple[Floats, Floats]:
    """Dunnett's bounds at knots of l; boards of one size share them."""
    from scipy.special import ndtr, ndtri, roots_hermitenorm

    nodes, weights = roots_hermitenorm(_NODES)
    weights = weights / weights.sum()
    loading = np.linspace(0.0, 1.0, _KNOTS)[:-1]
    low = np.full(loading.size, float(ndtri(probability)))
    high = np.full(loading.size, float(ndtri(probability ** (1.0 / max(comparisons, 1)))) + 1e-9)
    spread = np.sqrt(1.0 - np.square(loading))
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        below = ndtr((middle[:, None] - loading[:, None] * nodes) / spread[:, None])
        inside = np.asarray(np.power(below, comparisons) @ weights >= probability)
        low, high = np.where(inside, low, middle), np.where(inside, middle, high)
    return np.append(loading, 1.0), np.append(high, float(ndtri(probability)))


def _one_by_one(influence: Influence, who: Index, critical: Floats) -> tuple[Index, Index]:
    """How many others are surely better, and worse, than each: every pair is compared."""
    products = _products(influence, who)
    better, worse = np.zeros(who.size, np.intp), np.zeros(who.size, np.intp)
    rows = max(1, _PIECE // who.size)
    for low in range(0, who.size, rows):
        mine = np.arange(low, min(low + rows, who.size))
        better[mine], worse[mine] = _surely(influence, who, products[mine], mine, critical[mine])
    return better, worse


def _group_by_group(influence: Influence, who: Index, critical: Floats) -> tuple[Index, Index]:
    """The same for many, without looking at every pair.

    Others of like variance are compared together, each with the largest variance and the fewest
    degrees of freedom among them and no covariance, so that ranges come out a little wide on
    the whole.
    """
    effect, variance, freedom = (
        column[who] for column in (influence.effect, influence.variance, influence.freedom)
    )
    better, worse = np.zeros(who.size, np.intp), np.zeros(who.size, np.intp)
    for group in np.array_split(np.argsort(variance), min(_GROUPS, who.size)):
        bound = _student_bound(critical, freedom, float(freedom[group].min()))
        bound *= np.sqrt(variance + variance[group].max())
        bound[np.isnan(bound)] = np.inf
        others = np.sort(effect[group])
        better += np.searchsorted(others, effect - bound, "left")
        worse += group.size - np.searchsorted(others, effect + bound, "right")
    return better, worse


def _student_bound(critical: Floats, freedom: Floats, fewest: float) -> Floats:
    """Bounds for t ratios with the lesser of two degrees of freedom, a little high in between.

    The t quantile is convex in the normal one, so that lines between knots lie above it.
    """
    from scipy.special import ndtr

    normal = np.linspace(critical.min(), critical.max(), _KNOTS)
    shared = np.interp(critical, normal, student(ndtr(normal), np.full(_KNOTS, PRIOR + fewest)))
    fewer = np.flatnonzero(freedom < fewest)
    shared[fewer] = student(ndtr(critical[fewer]), PRIOR + freedom[fewer])
    return shared


def _products(influence: Influence, who: Index) -> Floats:
    """Products psi_i . psi_j of all pairs."""
    from scipy.sparse import csr_array

    place = np.full(influence.effect.size, -1)
    place[who] = np.arange(who.size)
    rows = np.flatnonzero(place[influence.forecaster] >= 0)
    cluster = influence.cluster[rows]
    entries = (influence.psi[rows], (place[influence.forecaster[rows]], cluster))
    psi = csr_array(entries, shape=(who.size, int(cluster.max(initial=-1)) + 1))
    if psi.shape[0] * psi.shape[1] > _DENSE:
        return np.asarray((psi @ psi.T).toarray(), np.float64)
    full = psi.toarray()
    return np.asarray(full @ full.T, np.float64)


def _surely(
    influence: Influence, who: Index, products: Floats, mine: Index, critical: Floats
) -> tuple[Index, Index]:
    """How many others are surely better, and how many surely worse, than some forecasters."""
    effect, pooled = influence.effect[who], influence.pooled[who]
    sandwich, freedom = influence.sandwich[who], influence.freedom[who]
    least = np.minimum(freedom[mine, None], freedom)
    spread = np.maximum(sandwich[mine, None] + sandwich - 2.0 * products, 0.0)
    variance = moderated(pooled[mine, None] + pooled, spread, least)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (effect[mine, None] - effect) / np.sqrt(variance)
    ratio[np.arange(mine.size), mine] = 0.0
    beyond = _beyond(np.abs(ratio), least, critical)
    return np.sum(beyond & (ratio > 0.0), axis=1), np.sum(beyond & (ratio < 0.0), axis=1)


def _beyond(ratio: Floats, freedom: Floats, critical: Floats) -> NDArray[np.bool_]:
    """Whether a t ratio is further out than the normal bound of its row.

    The bound is the t quantile of the same probability. It falls with the degrees of freedom,
    so that only ratios between the bounds of the most and the fewest have one of their own.
    """
    from scipy.special import ndtr

    probability = ndtr(critical)
    narrow = student(probability, PRIOR + freedom.max(axis=1))
    wide = student(probability, PRIOR + freedom.min(axis=1))
    beyond = ratio > wide[:, None]
    row, column = np.nonzero((ratio > narrow[:, None]) & ~beyond)
    exact = student(probability[row], PRIOR + freedom[row, column])
    beyond[row, column] = ratio[row, column] > exact
    return beyond
