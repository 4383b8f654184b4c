"""Clusters whose forecasts share one fate: what calibrated forecasts could have looked like.

A calibrated forecast p has a residual y - p of mean 0 and variance p (1 - p). Within a cluster (one
question forecast several times, or deadlines of one event) residuals depend on each other, nobody
knows how strongly. Here they depend as strongly as they can: each is its own standard deviation
times *one* standardised outcome of the cluster, so that by the inequality of Cauchy and Schwarz no
sum of residuals, all with coefficients of one sign, can vary more. Where a cluster is a single
forecast this is exactly its Bernoulli distribution, skewness and all, so that very low forecasts
need no approximation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.calibration.evidence import Finding
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from scoring.sample import Sample

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["DRAWS", "LEAST_CLUSTERS", "TOO_FEW", "Fates"]

DRAWS = 999
"""Draws that a p-value is made from; one more than so many decides the least that it can be."""

LEAST_CLUSTERS = 10
"""Clusters below which there is no test.

Of calibrated records of one to four clusters, of several forecasts each, tests at 5 % reject up to
40 %: their joint outcome is not the single standardised one that is drawn. From about six on the
sum over clusters forgets that; below ten, little but gross errors could be found anyway.
"""

TOO_FEW = f"fewer than {LEAST_CLUSTERS} clusters could have come out either way"

_AT_ONCE = 1 << 20
"""Numbers drawn at a time."""

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Fates:
    """How far each forecast's residual may lie from 0, and with which others it goes.

    Attributes:
        spread: Weight times standard deviation of each forecast's residual.
        cluster: Code of its cluster.
        chance: By cluster, the mean of what is said in it.
    """

    spread: Floats
    cluster: Index
    chance: Floats

    @classmethod
    def of(cls, sample: Sample) -> Self:
        """The fates of a sample.

        Args:
            sample: The forecasts.
        """
        p, weight, size = sample.probability, sample.weight, sample.clusters
        said = sums_by(sample.cluster, weight * p, size) / sums_by(sample.cluster, weight, size)
        spread = weight * np.sqrt(p * (1.0 - p))
        return cls(spread, sample.cluster, np.clip(said, 0.0, 1.0))

    def loading(self, direction: Floats) -> Floats:
        """By cluster, the standard deviation of its part in a sum of residuals of one fate.

        Args:
            direction: What each forecast's residual is multiplied by in the sum.
        """
        return sums_by(self.cluster, self.spread * direction, self.chance.size)

    def most(self, direction: Floats) -> Floats:
        """By cluster, the greatest standard deviation that its part can have, with a sign.

        It is that of a shared fate where all coefficients have one sign. Where they have both,
        fates could also be opposed, as those of rivals of whom one wins; then nothing cancels.

        Args:
            direction: What each forecast's residual is multiplied by in the sum.
        """
        return np.copysign(self.loading(np.abs(direction)), self.loading(direction))

    def drawn(self, draws: int, seed: int) -> Iterator[Floats]:
        """Standardised outcomes, clusters by draws, some draws at a time.

        Args:
            draws: How many in all.
            seed: Seed of the generator.
        """
        rng = np.random.default_rng(seed)
        deviation = np.sqrt(self.chance * (1.0 - self.chance))
        scale = np.where(deviation > 0.0, deviation, np.inf)
        at_once = max(1, _AT_ONCE // max(self.chance.size, 1))
        for begin in range(0, draws, at_once):
            size = (min(at_once, draws - begin), self.chance.size)
            yield (((rng.random(size) < self.chance) - self.chance) / scale).T

    def finding(
        self,
        statistic: float,
        drawn_statistic: Callable[[Floats], Floats],
        *,
        draws: int,
        seed: int,
    ) -> Finding:
        """Monte Carlo test, p = (1 + draws at least so extreme) / (1 + draws).

        It holds its level with any number of draws (Barnard 1963, JRSS B 25:294), but not with
        any number of clusters: with fewer than :data:`LEAST_CLUSTERS` it is missing.

        Args:
            statistic: The statistic found, in units of its spread, so that it is known what is
                mere rounding; large ones speak against calibration.
            drawn_statistic: The same statistic of standardised outcomes, clusters by draws.
            draws: Number of draws.
            seed: Seed of the generator.
        """
        if np.count_nonzero(self.loading(np.ones(self.spread.size))) < LEAST_CLUSTERS:
            return Finding.missing(TOO_FEW)
        least = statistic - _ROUNDING * (1.0 + abs(statistic))
        beyond = sum(int((drawn_statistic(z) >= least).sum()) for z in self.drawn(draws, seed))
        return Finding(statistic, (1 + beyond) / (1 + draws), f"Monte Carlo, {draws} draws")
