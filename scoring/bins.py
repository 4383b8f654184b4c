"""Bins of probabilities: one definition for every figure that groups what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.distinct import Distinct

    Floats = NDArray[np.float64]

__all__ = ["Bins", "Closed"]

Closed = Literal["left", "right"]
"""Which end of a bin belongs to it; the outermost bins hold both of theirs."""


@dataclass(frozen=True, slots=True)
class Bins:
    """Adjoining intervals from 0 to 1.

    Attributes:
        edges: Their ends, strictly increasing, the first at or below every probability to come
            and the last at or above.
        closed: Which end belongs to a bin: [low, high), the default, or (low, high].
    """

    edges: Floats
    closed: Closed = "left"

    @classmethod
    def equal_width(cls, count: int, *, closed: Closed = "left") -> Self:
        """Bins of equal width, whose edges are exactly the decimals k / count.

        Args:
            count: Number of bins.
            closed: Which end belongs to a bin.

        Raises:
            ValueError: There is not even one bin.

        >>> Bins.equal_width(100).assign([0.29, 0.57, 0.58, 1.0]).tolist()
        [29, 57, 58, 99]
        """
        if count < 1:
            raise ValueError("there must be at least one bin")
        return cls(np.arange(count + 1) / count, closed)

    @classmethod
    def equal_mass(cls, rows: Distinct, count: int) -> Self:
        """At most so many bins of about equal weight; forecasts that say the same stay together.

        An edge lies halfway between the two neighbouring probabilities between which the weight
        below comes nearest to its share of the whole.

        Args:
            rows: The forecasts, ties collapsed.
            count: Number of bins asked for.

        Raises:
            ValueError: There is not even one bin.

        >>> from scoring.distinct import distinct
        >>> from scoring.sample import Sample
        >>> tied = distinct(Sample.of([0.2, 0.5, 0.5, 0.5, 0.9], [0, 1, 0, 1, 1]))
        >>> Bins.equal_mass(tied, 2).edges.tolist()
        [0.0, 0.35, 1.0]
        """
        if count < 1:
            raise ValueError("there must be at least one bin")
        between = (rows.x[:-1] + rows.x[1:]) / 2.0
        below = np.cumsum(rows.weight)[:-1]
        wanted = rows.weight.sum() * np.arange(1, count) / count
        inner = between[_nearest(below, wanted)] if between.size else between
        return cls(np.unique(np.concatenate(([0.0], inner, [1.0]))))

    @classmethod
    def given(cls, edges: ArrayLike, *, closed: Closed = "left") -> Self:
        """Bins between edges of one's own.

        Args:
            edges: Strictly increasing, from 0 to 1.
            closed: Which end belongs to a bin.

        Raises:
            ValueError: The edges do not increase, or do not run from 0 to 1.
        """
        ends = np.ravel(np.asarray(edges, np.float64))
        if ends.size < 2 or not np.all(np.diff(ends) > 0.0):  # noqa: PLR2004 - both ends of one bin
            raise ValueError("the edges of bins must increase")
        if ends[0] != 0.0 or ends[-1] != 1.0:
            raise ValueError("the edges of bins must run from 0 to 1")
        return cls(ends, closed)

    @property
    def count(self) -> int:
        """Number of bins."""
        return self.edges.size - 1

    def assign(self, p: ArrayLike) -> NDArray[np.intp]:
        """Code of the bin each probability falls into, from 0.

        Args:
            p: Probabilities within the outermost edges.
        """
        side: Closed = "right" if self.closed == "left" else "left"
        code: NDArray[np.intp] = np.searchsorted(self.edges[1:-1], np.asarray(p, np.float64), side)
        return code


def _nearest(ascending: Floats, wanted: Floats) -> NDArray[np.intp]:
    """Index of the nearest of the ascending values to each one wanted; the lower on a tie."""
    above = np.minimum(np.searchsorted(ascending, wanted), ascending.size - 1)
    below = np.maximum(above - 1, 0)
    return np.where(wanted - ascending[below] <= ascending[above] - wanted, below, above)
