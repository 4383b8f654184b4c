"""How the arrays of a block are laid out: forecasters down, questions across.

A *panel* is some questions put to the same people: the unit that is repeated. Each question is a
column; the columns of a panel are neighbours. A *lane* is some neighbouring columns in which
people act in the same random order, so that one instruction serves them all; lanes, or panels where
these are longer, are what Monte Carlo errors are computed from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Layout"]

_COLUMNS, _LANE = 1024, 64


@dataclass(frozen=True, slots=True)
class Layout:
    """The size of a block.

    Attributes:
        forecasters: Rows: people who forecast or trade.
        questions: Columns of a panel.
        panels: Panels in the block.
        moments: Moments at which people may act while a question is open.
    """

    forecasters: int
    questions: int
    panels: int
    moments: int

    @classmethod
    def full(cls, forecasters: int, questions: int, moments: int) -> Self:
        """A whole block: 1,024 columns, or a panel if that is longer.

        >>> Layout.full(20, 1, 1).panels, Layout.full(60, 100, 24).panels
        (1024, 10)
        """
        together = max(1, _LANE // questions)
        lanes = max(1, _COLUMNS // (together * questions))
        return cls(forecasters, questions, together * lanes, moments)

    @property
    def columns(self) -> int:
        """Questions of all panels."""
        return self.panels * self.questions

    @property
    def lane(self) -> int:
        """Columns of a lane."""
        return self.questions * max(1, _LANE // self.questions)

    @property
    def lanes(self) -> int:
        """Lanes of the block."""
        return self.columns // self.lane

    @property
    def times(self) -> NDArray[np.float64]:
        """The moments, in lifetimes since the open: from 0 to just before 1."""
        return np.arange(self.moments) / self.moments
