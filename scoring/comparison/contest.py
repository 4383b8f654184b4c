"""Two or more forecasters against each other: every test of every pair, and who may be the best."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal, Self, get_args

import numpy as np

from scoring.comparison.confidence_set import model_confidence_set
from scoring.comparison.diebold_mariano import DieboldMariano, diebold_mariano
from scoring.comparison.multiplicity import benjamini_hochberg, benjamini_yekutieli, holm, max_t
from scoring.comparison.paired import Comparison, paired
from scoring.comparison.permutation import SignFlip, sign_flip
from scoring.skill_score import SkillScore, skill_of_losses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scoring.comparison.common_time import Curves, Losses
    from scoring.comparison.confidence_set import MCS

    Floats = NDArray[np.float64]

__all__ = ["CORRECTIONS", "Contest", "Correction", "RoundRobin"]

Correction = Literal["max-t", "holm", "bh", "by"]
"""How p-values allow for the number of pairs."""

CORRECTIONS: tuple[str, ...] = get_args(Correction)

_STEPS = {"holm": holm, "bh": benjamini_hochberg, "by": benjamini_yekutieli}


@dataclass(frozen=True, slots=True)
class Contest:
    """Two forecasters, by every test.

    Attributes:
        losses: Their losses on common questions, in two rows.
        paired: The difference with its interval.
        flips: The sign-flip test, families turned as one.
        diebold_mariano: The Diebold-Mariano test over the families' sums in order of their last
            close, with lags up to the cube root of their number and Bartlett's weights.
        skill: The share of the second's loss that the first saves.
    """

    losses: Losses
    paired: Comparison
    flips: SignFlip
    diebold_mariano: DieboldMariano
    skill: SkillScore

    @classmethod
    def of(cls, losses: Losses, *, level: float = 0.95, seed: int = 0) -> Self:
        """All tests of two forecasters.

        Args:
            losses: Their losses.
            level: Level of the interval.
            seed: Seed of the sign flips, where they are drawn.
        """
        first, second = losses.loss
        weight, cluster, series = losses.weight, losses.cluster, losses.by_family
        lags = int(np.cbrt(series.size)) if series.size > 1 else 0
        return cls(
            losses=losses,
            paired=paired(first, second, cluster, weights=weight, level=level),
            flips=sign_flip(losses.advantage, cluster, seed=seed),
            diebold_mariano=diebold_mariano(series, horizon=1 + lags, kernel="bartlett"),
            skill=skill_of_losses(first, second, weights=weight, cluster=cluster),
        )


@dataclass(frozen=True, slots=True)
class RoundRobin:
    """Everybody against everybody.

    Attributes:
        pairs: Rows of the two forecasters of each contest, the lower first.
        contests: The contests, each over the time that its two have in common.
        adjusted: Adjusted p-value of each; NaN where it has none.
        together: Losses over the time that all have in common.
        best: Who may be the best of all; None where a loss is infinite.
    """

    pairs: tuple[tuple[int, int], ...]
    contests: tuple[Contest, ...]
    adjusted: Floats
    together: Losses
    best: MCS | None

    @classmethod
    def of(
        cls,
        curves: Curves,
        *,
        common_time: bool = True,
        correction: Correction = "max-t",
        level: float = 0.95,
        seed: int = 0,
    ) -> Self:
        """All contests between the forecasters of some curves.

        Args:
            curves: Their losses over time.
            common_time: Whether losses are taken over common time, or each over its own.
            correction: How p-values allow for their number: ``max-t`` by shared sign flips and
                ``holm`` keep the chance of any false finding, ``bh`` and ``by`` the share of
                false ones among the findings.
            level: Level of the intervals, and of the set of those who may be the best.
            seed: Seed of all draws.
        """
        among = curves.shared if common_time else curves.own
        pairs = tuple(combinations(range(len(curves.loss)), 2))
        contests = tuple(Contest.of(among(*pair), level=level, seed=seed) for pair in pairs)
        together = among(*range(len(curves.loss)))
        return cls(
            pairs=pairs,
            contests=contests,
            adjusted=_adjusted(contests, correction, seed),
            together=together,
            best=_best(together, level, seed),
        )


def _adjusted(contests: Sequence[Contest], correction: Correction, seed: int) -> Floats:
    """Adjusted p-values of the sign-flip tests; those that have none do not count."""
    p = np.array([contest.flips.p for contest in contests])
    if correction != "max-t":
        return _STEPS[correction](p)
    panel = contests[0].losses.panel
    advantage = np.full((p.size, panel.questions), np.nan)
    for row, contest in enumerate(contests):
        if not np.isnan(p[row]):
            advantage[row, contest.losses.question] = contest.losses.advantage
    asked = ~np.isnan(advantage).all(axis=0)
    return max_t(advantage[:, asked], panel.cluster[asked], seed=seed)


def _best(together: Losses, level: float, seed: int) -> MCS | None:
    if not np.all(np.isfinite(together.loss)):
        return None
    return model_confidence_set(together.total, together.cluster, level=level, seed=seed)
