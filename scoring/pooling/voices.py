"""What people say together over time: the ground that every pool stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from scoring.timeline import Block, Timeline

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]
    Index = NDArray[np.intp]
    Curve = Callable[["Voices"], Floats]
    Pool = Callable[[Timeline], Curve]

__all__ = ["Voices"]


@dataclass(frozen=True, slots=True)
class Voices:
    """Stands on a few questions, sorted by question and then by start, and their moments.

    Attributes:
        grid: The moments.
        question: Code of each stand's question.
        forecaster: Code of its forecaster.
        probability: What it says.
    """

    grid: Grid
    question: Codes
    forecaster: Codes
    probability: Floats

    @classmethod
    def of(cls, block: Block) -> Self:
        """All stands of a block."""
        return cls(block.grid, block.question, block.forecaster, block.probability)

    @classmethod
    def together(cls, question: Codes, forecaster: Codes, probability: Floats) -> Self:
        """One moment a question, at which all the given people stand.

        Args:
            question: Code of each one's question, ascending.
            forecaster: Code of each one.
            probability: What each one says, by question the oldest first.
        """
        size = question.size
        grid = Grid.of(question, np.zeros(size), np.ones(size), np.ones(size, bool))
        return cls(grid, question, forecaster, probability)

    @property
    def moments(self) -> Index:
        """Events that last, with people standing."""
        return np.flatnonzero((self.grid.step > 0.0) & (self.grid.standing > 0))

    @property
    def asked(self) -> Codes:
        """Code of each event's question."""
        return self.question[self.grid.order % max(self.question.size, 1)]
