"""What is said in a simulation, as columns: a row for each report and withdrawal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.odds import expit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from market.simulation.mechanisms.poll import Told

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Said"]


@dataclass(frozen=True, slots=True)
class Said:
    """Probabilities, as a ledger has them.

    Attributes:
        forecaster: Row of who says it.
        question: Column of the question.
        time: When, lifetimes since the open.
        probability: Of YES; NaN for a withdrawal.
    """

    forecaster: Index
    question: Index
    time: Floats
    probability: Floats

    @classmethod
    def of(cls, told: Told) -> Self:
        """What a poll has heard."""
        return cls(told.forecaster, told.column, told.time, expit(told.log_odds))

    @classmethod
    def joined(cls, parts: Sequence[Said], columns: int) -> Self:
        """What was said in several blocks of so many columns each, which follow one another."""
        return cls(
            np.concatenate([part.forecaster for part in parts]),
            np.concatenate([part.question + n * columns for n, part in enumerate(parts)]),
            np.concatenate([part.time for part in parts]),
            np.concatenate([part.probability for part in parts]),
        )

    def at_rows(self, rows: NDArray[np.bool_]) -> Said:
        """Some of it."""
        return Said(
            self.forecaster[rows], self.question[rows], self.time[rows], self.probability[rows]
        )

    def in_per_cents(self) -> Said:
        """The same in whole per cent, from 1 % to 99 %, without what then only repeats.

        Rows of the same forecaster and question must stand in order of time.

        >>> three = np.array([0.1, 0.2, 0.3])
        >>> zeros = np.zeros(3, int)
        >>> Said(zeros, zeros, three, np.array([0.001, 0.014, 0.5])).in_per_cents().probability
        array([0.01, 0.5 ])
        """
        rounded = np.clip(np.round(100.0 * self.probability), 1.0, 99.0) / 100.0
        order = np.lexsort((self.question, self.forecaster))
        new = np.ones(order.size, bool)
        keys = (self.forecaster, self.question, rounded)
        new[order[1:]] = np.any([np.diff(key[order]) != 0 for key in keys], axis=0)
        return Said(self.forecaster, self.question, self.time, rounded).at_rows(new)
