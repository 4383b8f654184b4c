"""Outcomes as they could have been: drawn anew, with one fate for each cluster of evidence.

What one cluster says in one group of forecasts comes true or fails as one, and over the groups a
cluster's outcomes are ordered: what came true at 30 % also came true at 70 %. A single uniform
number for each cluster does both. Each piece then comes true with exactly its probability;
nested deadlines (T <= 1 May, T <= 1 June) get exactly their joint law; the steps of one question's
path share their outcome. Questions of one family that in truth are independent get bands that are
too wide, never too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.distinct import Distinct
from scoring.sorting import group_starts, sums_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from scoring.sample import Sample

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Pieces"]

_PIECE = 1 << 18
"""Numbers drawn at a time: few enough for the cache."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """What each cluster says in each group, sorted by group.

    Attributes:
        group: Code of the group.
        cluster: Code of the cluster; for several pieces alike, that of one of them.
        weight: Weight of one piece.
        chance: Probability with which it comes true in a draw.
        number: How many there are alike, each alone in its cluster.
        groups: Number of groups.
    """

    group: Index
    cluster: Index
    weight: Floats
    chance: Floats
    number: Index
    groups: int

    @classmethod
    def of(cls, sample: Sample, group: Index, groups: int, chance: Floats | None = None) -> Self:
        """Pieces of a sample.

        Args:
            sample: The forecasts.
            group: Code of each one's group.
            groups: Number of groups.
            chance: Probability with which each group comes true; by default that which was said.
        """
        clusters = max(sample.clusters, 1)
        key, piece = np.unique(group * clusters + sample.cluster, return_inverse=True)
        weight = sums_by(piece, sample.weight, key.size)
        said = sums_by(piece, sample.weight * sample.probability, key.size) / weight
        owner = key // clusters
        likely = np.minimum(said, 1.0) if chance is None else chance[owner]
        return cls._alike(owner, key % clusters, weight, likely, groups)

    @classmethod
    def _alike(
        cls, group: Index, cluster: Index, weight: Floats, chance: Floats, groups: int
    ) -> Self:
        """Count pieces that nothing distinguishes, each of which is all that its cluster says."""
        alone = np.bincount(cluster, minlength=1)[cluster] == 1
        fate = np.where(alone, -1, cluster)
        order = np.lexsort((fate, weight, chance, group))
        first = group_starts(*(column[order] for column in (group, chance, weight, fate)))
        kept = order[first]
        number = np.diff(first, append=order.size)
        named = _by_appearance(cluster[kept])
        return cls(group[kept], named, weight[kept], chance[kept], number, groups)

    @property
    def total(self) -> Floats:
        """Weight of each group."""
        return sums_by(self.group, self.weight * self.number, self.groups)

    def draw(self, rng: np.random.Generator, draws: int) -> Iterator[Floats]:
        """Weight that comes true in each group, some draws (rows) at a time.

        Args:
            rng: Source of randomness.
            draws: Number of draws.
        """
        rows = max(1, _PIECE // max(self.group.size, 1))
        for done in range(0, draws, rows):
            yield self._summed(self._true(rng, min(rows, draws - done)))

    def redrawn(self, x: Floats, rng: np.random.Generator, draws: int) -> Iterator[Distinct]:
        """Draw by draw, where every group is one distinct probability.

        Args:
            x: The probabilities, in the order of the groups' codes.
            rng: Source of randomness.
            draws: Number of draws.
        """
        total = self.total
        for part in self.draw(rng, draws):
            yield from (Distinct(x, np.maximum(total - yes, 0.0), yes) for yes in part)

    def _true(self, rng: np.random.Generator, draws: int) -> Floats:
        """Weight that comes true of each piece."""
        clusters = int(self.cluster.max(initial=-1)) + 1
        came = (rng.random((draws, clusters))[:, self.cluster] < self.chance) * self.weight
        many = np.flatnonzero(self.number > 1)
        if many.size:
            number = rng.binomial(self.number[many], self.chance[many], (draws, many.size))
            came[:, many] = number * self.weight[many]
        return came

    def _summed(self, came: Floats) -> Floats:
        total = np.zeros((came.shape[0], self.groups))
        if self.group.size:
            first = group_starts(self.group)
            total[:, self.group[first]] = np.add.reduceat(came, first, axis=1)
        return total


def _by_appearance(cluster: Index) -> Index:
    """Codes in the order in which clusters appear, so that the order of the rows is forgotten."""
    _, first, code = np.unique(cluster, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[code]
