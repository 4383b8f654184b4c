"""Many comparisons at once: p-values and e-values adjusted for their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.sorting import sums_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["benjamini_hochberg", "benjamini_yekutieli", "e_bh", "holm", "max_t"]

_AT_ONCE = 1 << 20
"""Signs that are drawn at a time."""

_ROUNDING = 1e-9
"""Statistics that differ by no more are the same."""


def holm(p: ArrayLike) -> Floats:
    """P-values adjusted so that *any* error among those rejected has probability alpha.

    Holm 1979, Scandinavian Journal of Statistics 6:65. NaN stays NaN and does not count.

    Args:
        p: P-values, with any dependence.

    Examples:
        >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
        [0.03, 0.06, 0.06]
    """
    return _adjusted(p, lambda rank, count: count - rank, rising=True)


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """P-values adjusted so that the expected *share* of errors among those rejected is alpha.

    Benjamini & Hochberg 1995, JRSS B 57:289. NaN stays NaN and does not count.

    Args:
        p: P-values, independent or positively dependent.

    Examples:
        >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
        [0.03, 0.04, 0.04]
    """
    return _adjusted(p, lambda rank, count: count / (rank + 1.0), rising=False)


def benjamini_yekutieli(p: ArrayLike) -> Floats:
    """As :func:`benjamini_hochberg`, for p-values with any dependence.

    Benjamini & Yekutieli 2001, Annals of Statistics 29:1165.

    Args:
        p: P-values.

    Examples:
        >>> benjamini_yekutieli([0.01, 0.04, 0.03]).round(3).tolist()
        [0.055, 0.073, 0.073]
    """
    return _adjusted(
        p,
        lambda rank, count: count * np.sum(1.0 / np.arange(1.0, count + 1.0)) / (rank + 1.0),
        rising=False,
    )


def e_bh(e: ArrayLike, alpha: float = 0.05) -> NDArray[np.bool_]:
    """Which hypotheses e-values reject, so that the expected share of errors is alpha.

    The k largest, for the largest k whose least e-value is count / (alpha k) or more. It holds
    with any dependence (Wang & Ramdas 2022, JRSS B 84:822).

    Args:
        e: E-values, 0 or more; NaN is never rejected and does not count.
        alpha: Expected share of errors.

    Examples:
        >>> e_bh([90.0, 30.0, 1.0], 0.05).tolist()
        [True, True, False]
    """
    value = np.asarray(e, np.float64)
    known = np.sort(value[~np.isnan(value)])[::-1]
    enough = np.flatnonzero(known * np.arange(1, known.size + 1) * alpha >= known.size)
    return value >= known[enough[-1]] if enough.size else np.zeros(value.shape, bool)


def max_t(
    advantage: ArrayLike,
    cluster: ArrayLike,
    *,
    draws: int = 9_999,
    seed: int | np.random.Generator = 0,
) -> Floats:
    """Two-sided p-values of several differences, adjusted for all of them together.

    If two are equally good, the sign of their difference on a cluster of questions is a toss-up.
    All differences of a cluster are turned at once, so that their dependence counts. Each
    statistic is a sum over clusters divided by its root mean square; among it and those smaller,
    the largest decides (step-down; Westfall & Young 1993, Resampling-Based Multiple Testing;
    Romano & Wolf 2005, JASA 100:94). Where the choices of signs are no more than the draws, all
    are gone through, else p is (b + 1) / (draws + 1).

    Args:
        advantage: Differences, each times what it weighs: a row for each pair, a column for each
            question, NaN where a pair lacks the question.
        cluster: Label of each question's cluster.
        draws: Number of choices of signs that are drawn.
        seed: Seed of their generator, or the generator.

    Returns:
        An adjusted p-value for each row: 1 where there is no difference, NaN without questions or
        where a difference is infinite.

    Raises:
        ValueError: Rows and clusters are not of one length.

    Examples:
        >>> max_t([[0.2, 0.1, 0.3, 0.2], [0.1, -0.1, 0.2, -0.2]], range(4)).tolist()
        [0.25, 1.0]
    """
    value = np.atleast_2d(np.asarray(advantage, np.float64))
    group = np.unique(np.ravel(np.asarray(cluster)), return_inverse=True)[1]
    if value.shape[1] != group.size:
        raise ValueError("rows and clusters must have one length")
    missing = np.isnan(value)
    usable = np.isfinite(np.where(missing, 0.0, value).sum(axis=1)) & (~missing).any(axis=1)
    value = np.where(missing | ~usable[:, None], 0.0, value)
    sums = _by_cluster(value, group)
    spread = np.sqrt(np.square(sums).sum(axis=1, keepdims=True))
    sums /= np.where(spread > 0.0, spread, 1.0)
    order = np.argsort(-np.abs(sums.sum(axis=1)), kind="stable")
    p = np.full(order.size, np.nan)
    p[order] = np.maximum.accumulate(_exceeded(sums[order], draws, seed))
    return np.where(usable, p, np.nan)


def _adjusted(p: ArrayLike, factor: Callable[[Floats, int], Floats], *, rising: bool) -> Floats:
    """P-values times a factor of their rank from 0, made monotone from one end or the other."""
    value = np.ravel(np.asarray(p, np.float64))
    if np.any((value < 0.0) | (value > 1.0)):
        raise ValueError("p-values must lie in [0, 1]")
    known = np.flatnonzero(~np.isnan(value))
    order = known[np.argsort(value[known], kind="stable")]
    scaled = value[order] * factor(np.arange(order.size, dtype=np.float64), order.size)
    adjusted = np.full(value.shape, np.nan)
    adjusted[order] = np.minimum(
        np.maximum.accumulate(scaled) if rising else np.minimum.accumulate(scaled[::-1])[::-1], 1.0
    )
    return adjusted.reshape(np.shape(p))


def _by_cluster(value: Floats, group: NDArray[np.intp]) -> Floats:
    size = int(group.max(initial=-1)) + 1
    return np.array([sums_by(group, row, size) for row in value]).reshape(value.shape[0], size)


def _exceeded(sums: Floats, draws: int, seed: int | np.random.Generator) -> Floats:
    """How often, under random signs, the largest of a row and those below it is as large."""
    clusters = sums.shape[1]
    least = np.abs(sums.sum(axis=1)) - _ROUNDING
    exact = clusters < draws.bit_length()  # as 2 ** clusters <= draws
    count, total = np.zeros(least.size), 0
    for signs in [_every(clusters)] if exact else _drawn(clusters, draws, seed):
        turned = np.abs(signs @ sums.T)
        largest = np.maximum.accumulate(turned[:, ::-1], axis=1)[:, ::-1]
        count += np.count_nonzero(largest >= least, axis=0)
        total += len(signs)
    return count / total if exact else (count + 1.0) / (total + 1.0)


def _every(clusters: int) -> Floats:
    """Every choice of signs; those with the first turned give the same distances from 0."""
    choice = np.arange(1 << max(clusters - 1, 0))[:, None]
    return _sign(choice >> np.arange(clusters) & 1)


def _drawn(clusters: int, draws: int, seed: int | np.random.Generator) -> Iterator[Floats]:
    rng = np.random.default_rng(seed)
    rows = max(1, _AT_ONCE // clusters)
    for begun in range(0, draws, rows):
        yield _sign(rng.integers(0, 2, (min(rows, draws - begun), clusters)))


def _sign(coin: NDArray[np.int64]) -> Floats:
    return (1 - 2 * coin).astype(np.float64)
