"""The sign-flip test: how often would chance alone part two forecasters so far?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["DRAWS", "SignFlip", "monte_carlo_p", "sign_flip"]

DRAWS = 9_999
"""Flips that are drawn where they are too many to go through."""

_ALL = 20
"""Clusters up to which every flip is gone through: a million of them."""

_CHUNK = 1 << 18
"""Signs held at a time: few enough for the cache."""

_ROUNDING = 1e-12
"""Share of the largest sum that is put down to rounding, so that equal sums are equal."""


@dataclass(frozen=True, slots=True)
class SignFlip:
    """Outcome of a sign-flip test.

    Attributes:
        p: Two-sided p-value; NaN without evidence or where a difference is not finite.
        flips: How many flips of the signs it rests on, the one that happened among them.
        exact: Whether these are all there are.
    """

    p: float
    flips: int
    exact: bool


def sign_flip(
    advantage: ArrayLike,
    cluster: ArrayLike | None = None,
    *,
    draws: int = DRAWS,
    seed: int | np.random.Generator = 0,
) -> SignFlip:
    """Test whether differences of losses are symmetric around 0, cluster by cluster.

    If two forecasters are equally good, exchanging their names on a family of questions changes
    nothing; so every choice of signs of the families' sums was as likely as the one seen. The
    p-value is the share of choices whose total is at least as far from 0 (Fisher 1935). Up to 20
    families that differ at all, every choice is gone through. Beyond that, choices are drawn, and
    p = (b + 1) / (m + 1) with b of m drawn ones at least as far (Phipson & Smyth 2010, *Stat. Appl.
    Genet. Mol. Biol.* 9:39), which is never 0 and keeps the level exactly.

    Args:
        advantage: Differences of losses, each times what it weighs.
        cluster: Code of each one's cluster; each for itself by default.
        draws: Number m of drawn choices.
        seed: Seed or generator of the draws.

    Raises:
        ValueError: Lengths differ, or nothing is to be drawn.

    Examples:
        >>> sign_flip([0.3, 0.1, 0.2, 0.1, 0.4])
        SignFlip(p=0.0625, flips=32, exact=True)
    """
    difference = np.ravel(np.asarray(advantage, np.float64))
    group = np.arange(difference.size) if cluster is None else np.ravel(np.asarray(cluster))
    if group.size != difference.size:
        raise ValueError("columns must have one length")
    if draws < 1:
        raise ValueError("draws must be 1 or more")
    if difference.size == 0 or not np.all(np.isfinite(difference)):
        return SignFlip(np.nan, 0, exact=True)
    _, codes = np.unique(group, return_inverse=True)
    sums = sums_by(codes, difference, int(codes.max()) + 1)
    least = abs(float(sums.sum())) - _ROUNDING * float(np.abs(sums).sum())
    sums = sums[sums != 0.0]  # a flipped 0 is the same 0
    if sums.size <= _ALL:
        return SignFlip(_share_as_far(sums, least), 1 << sums.size, exact=True)
    drawn = _drawn_as_far(sums, least, draws, np.random.default_rng(seed))
    return SignFlip(monte_carlo_p(drawn, draws), draws + 1, exact=False)


def monte_carlo_p(as_far: int, draws: int) -> float:
    """The p-value (b + 1) / (m + 1) of b draws among m that are at least as far as what was seen.

    Source: Phipson & Smyth 2010, *Stat. Appl. Genet. Mol. Biol.* 9:39.

    Raises:
        ValueError: There are not so many draws.

    >>> monte_carlo_p(4, 99)
    0.05
    """
    if not 0 <= as_far <= draws:
        raise ValueError("as many draws as are as far must have been drawn")
    return (as_far + 1) / (draws + 1)


def _share_as_far(sums: Floats, least: float) -> float:
    """Share of all choices of signs whose total is at least so far from 0."""
    total = sums[:1].copy() if sums.size else np.zeros(1)  # all signs turned: the same distance
    for one in sums[1:]:
        total = np.concatenate([total + one, total - one])
    return float(np.mean(np.abs(total) >= least))


def _drawn_as_far(sums: Floats, least: float, draws: int, rng: np.random.Generator) -> int:
    """How many drawn choices of signs have a total at least so far from 0."""
    count, rows, octets = 0, max(1, _CHUNK // sums.size), -(-sums.size // 8)
    for begun in range(0, draws, rows):
        size = (min(rows, draws - begun), octets)
        coins = np.frombuffer(rng.bytes(size[0] * octets), np.uint8).reshape(size)
        turned = np.unpackbits(coins, axis=1, count=sums.size).astype(np.float64)
        total = sums.sum() - 2.0 * (turned @ sums)
        count += int(np.count_nonzero(np.abs(total) >= least))
    return count
