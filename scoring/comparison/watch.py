"""Two forecasters or more, looked at again after every resolution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.comparison.e_values import e_process
from scoring.comparison.multiplicity import e_bh
from scoring.comparison.sequential import confidence_sequence
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scoring.comparison.common_time import Losses

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["RoundWatch", "Watch", "first_words"]


@dataclass(frozen=True, slots=True)
class Watch:
    """What may be said after every family that resolves, however often one looks.

    Attributes:
        families: Families that have had their say.
        mean: Mean over them of the first's advantage; NaN without any.
        lower: Lower end of the confidence sequence now.
        upper: Upper end.
        e: The e-value now: money made by betting against the claim that they are equally good.
        p: The anytime-valid p-value, 1 / the largest e-value so far.
    """

    families: int
    mean: float
    lower: float
    upper: float
    e: float
    p: float

    @classmethod
    def of(cls, losses: Losses, *, bound: float = 1.0, level: float = 0.95) -> Self:
        """The state after the last resolution.

        Args:
            losses: Losses of the two, in two rows.
            bound: Largest loss of the rule; must be finite.
            level: Level of the confidence sequence.

        Raises:
            ValueError: The bound is infinite.
        """
        if not np.isfinite(bound):
            raise ValueError("only rules with bounded losses can be watched")
        advantage = first_words(losses)
        if advantage.size == 0:
            return cls(0, np.nan, np.nan, np.nan, 1.0, 1.0)
        # A lifetime that was added up from pieces can exceed 1 by rounding.
        advantage = np.clip(advantage, -bound, bound)
        found = confidence_sequence(advantage, low=-bound, high=bound, alpha=1.0 - level)
        bets = e_process(advantage, low=-bound, high=bound)
        with np.errstate(over="ignore"):  # beyond every double is beyond every doubt
            e = np.exp(bets.log_e)
        columns = (found.mean, found.lower, found.upper, e, bets.p)
        mean, lower, upper, now, p = (float(column[-1]) for column in columns)
        return cls(advantage.size, mean, lower, upper, now, p)

    @property
    def winner(self) -> int:
        """1 or 2 where the sequence leaves out 0, for who is better so far; else 0."""
        return 1 if self.lower > 0.0 else 2 if self.upper < 0.0 else 0


@dataclass(frozen=True, slots=True)
class RoundWatch:
    """Pairs of forecasters, all looked at together.

    Attributes:
        watches: The state of each pair.
        sure: Whether it is known who of a pair is better. Of the pairs that are held for known at
            the moment at which one stops, the share of those that are wrong is on average at most
            1 - level, direction included.
    """

    watches: tuple[Watch, ...]
    sure: NDArray[np.bool_]

    @classmethod
    def of(cls, pairs: Sequence[Losses], *, bound: float = 1.0, level: float = 0.95) -> Self:
        """The state of pairs after the last resolution, with the e-BH procedure over all of them.

        It takes the e-values as they are now, not at their highest, and counts pairs that have
        not met yet: else it would promise nothing to those who choose when to stop. The better
        one of a pair is told by the sign of its mean: against that sign no capital grows.

        Args:
            pairs: Losses of each pair, in two rows.
            bound: Largest loss of the rule; must be finite.
            level: Level of the confidence sequences, and 1 less the share of errors.

        Raises:
            ValueError: The bound is infinite.
        """
        watches = tuple(Watch.of(losses, bound=bound, level=level) for losses in pairs)
        return cls(watches, e_bh([watch.e for watch in watches], 1.0 - level))


def first_words(losses: Losses) -> Floats:
    """One bounded difference for each family, in the order in which they resolved.

    A family speaks once, through those of its questions that were scheduled to close first: what
    is known of a later deadline depends on the earlier one, and a figure that changed again would
    break the promise that one may look at any time. Several of one deadline are averaged, and
    speak when the last of them has closed. Each question counts by its total, in lifetimes, which
    no rule lets exceed its bound.

    Args:
        losses: Losses of the two, in two rows.
    """
    panel, question = losses.panel, losses.question
    _, family = np.unique(losses.cluster, return_inverse=True)
    size = int(family.max(initial=-1)) + 1
    earliest = np.full(size, np.inf)
    np.minimum.at(earliest, family, panel.scheduled[question])
    kept = np.flatnonzero(panel.scheduled[question] == earliest[family])
    said = np.full(size, -np.inf)
    np.maximum.at(said, family[kept], panel.closes[question[kept]])
    total = sums_by(family[kept], losses.advantage[kept], size)
    mean: Floats = total / np.bincount(family[kept], minlength=size)
    return mean[np.argsort(said, kind="stable")]
