"""Intervals of skill: moderated, cluster-robust, without randomness.

Evidence comes in clusters (families of questions), never in single forecasts. A cluster's
residual is inflated for its leverage, the sandwich variance is moderated towards the pooled
one, and the degrees of freedom follow the effective number of clusters. The inverse of the
fit's matrix is taken as 1 / exposure: exact for large groups, a little wide for small ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.sorting import group_starts, stable_order, sums_by
from scoring.students_t import student

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.skill.contrasts import Contrasts

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["PRIOR", "Influence"]

PRIOR = 4.0
"""Degrees of freedom lent by the pooled variance."""

_LEAST_SHARE = 0.05
"""Floor under 1 - leverage: a single cluster would otherwise divide by nothing."""


@dataclass(frozen=True, slots=True)
class Influence:
    """What each cluster adds to each forecaster's effect, and the variances that follow.

    The first three columns have a row for each forecaster and cluster, sorted; the others are
    by forecaster code, NaN where there is no moment of comparison.

    Attributes:
        forecaster: Code of each row's forecaster.
        cluster: Code of its cluster.
        psi: The cluster's influence on the forecaster's effect.
        effect: Effect a, a loss: Brier points above the fitted difficulty.
        exposure: Lifetimes of comparison, each weighted 1 - 1/N for one of N people.
        pooled: Variance of the effect if everybody's residuals were alike.
        sandwich: Variance of the effect from the forecaster's own clusters.
        freedom: Effective number of the forecaster's clusters, less 1.
    """

    forecaster: Index
    cluster: Index
    psi: Floats
    effect: Floats
    exposure: Floats
    pooled: Floats
    sandwich: Floats
    freedom: Floats

    @classmethod
    def of(
        cls, contrasts: Contrasts, cluster: NDArray[np.int32], ranked: NDArray[np.bool_]
    ) -> Self:
        """Influence of clusters on all forecasters.

        Args:
            contrasts: Their losses above the fit.
            cluster: Cluster of each question.
            ranked: Whether each forecaster is one of the people compared; their residuals
                make the pooled variance.
        """
        who, group, gap, time, weight = _by_cluster(contrasts, cluster)
        size = ranked.size
        times = _positive(sums_by(who, time, size))
        exposure = _positive(sums_by(who, weight, size))
        effect = sums_by(who, gap, size) / times
        share = weight / exposure[who]
        residual = (gap - effect[who] * time) / np.sqrt(np.maximum(1.0 - share, _LEAST_SHARE))
        own = ranked[who]
        # One cluster fits itself and says nothing of spread.
        spread = group_starts(np.sort(group[own])).size > 1
        variance = np.square(residual[own]).sum() / weight[own].sum() if spread else np.nan
        psi = residual / exposure[who]
        return cls(
            forecaster=who,
            cluster=group,
            psi=psi,
            effect=effect,
            exposure=exposure,
            pooled=variance / exposure,
            sandwich=sums_by(who, np.square(psi), size),
            freedom=1.0 / _positive(sums_by(who, np.square(share), size)) - 1.0,
        )

    @property
    def variance(self) -> Floats:
        """Moderated variance of each effect."""
        return moderated(self.pooled, self.sandwich, self.freedom)

    def half_width(self, level: float) -> Floats:
        """Half the length of each effect's interval at a level."""
        return student(0.5 + 0.5 * level, PRIOR + self.freedom) * np.sqrt(self.variance)


def moderated(pooled: Floats, sandwich: Floats, freedom: Floats) -> Floats:
    """Sandwich variance drawn towards the pooled one, which counts for four clusters more."""
    return (PRIOR * pooled + freedom * sandwich) / (PRIOR + freedom)


def _positive(value: Floats) -> Floats:
    return np.where(value > 0.0, value, np.nan)


def _by_cluster(
    contrasts: Contrasts, cluster: NDArray[np.int32]
) -> tuple[Index, Index, Floats, Floats, Floats]:
    """Forecaster, cluster, and sums of gap, time and exposure over the cluster's questions."""
    rows = np.flatnonzero(contrasts.time > 0.0)
    group = cluster[contrasts.question]
    rows = rows[stable_order(group[rows])]
    rows = rows[stable_order(contrasts.forecaster[rows])]
    first = group_starts(contrasts.forecaster[rows], group[rows])
    heads = rows[first]
    gap, time, exposure = (
        np.add.reduceat(column[rows], first) if rows.size else np.empty(0)
        for column in (contrasts.gap, contrasts.time, contrasts.exposure)
    )
    return (
        contrasts.forecaster[heads].astype(np.intp),
        group[heads].astype(np.intp),
        gap,
        time,
        exposure,
    )
