"""One statement of theory: the figure that the code finds, and the one that theory has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["ERRORS", "EXACT", "Check", "at_least", "at_most", "averages", "equals", "vanishes"]

EXACT = 1e-10
"""How much rounding may add up to where theory has an equality."""

ERRORS = 4.0
"""Standard errors by which a simulated mean may miss."""


class Check(NamedTuple):
    """A row of the pass table.

    Attributes:
        statement: What is claimed, in one line.
        found: The figure that the code finds.
        expected: The one that was published, or follows from a formula.
        tolerance: How far the two may lie apart.
        sense: Whether what is found must equal what is expected, or lie on one side of it.
    """

    statement: str
    found: float
    expected: float
    tolerance: float
    sense: Literal["=", "≤", "≥"] = "="

    @property
    def passed(self) -> bool:
        """Whether it holds; a figure that is missing holds nothing.

        >>> Check("", 2.0, 1.0, 0.5).passed, Check("", 2.0, 1.0, 0.5, "≥").passed
        (False, True)
        """
        off = self.found - self.expected
        low, high = off >= -self.tolerance, off <= self.tolerance
        return {"=": low and high, "≤": high, "≥": low}[self.sense]


def equals(statement: str, found: ArrayLike, expected: ArrayLike, tolerance: float) -> Check:
    """A figure that is known up to a tolerance: half a unit of the last digit published.

    Figures may be those of numpy; a check holds plain ones, which JSON can tell.

    >>> equals("", np.float64(2), 1, np.float64(4)).passed
    True
    """
    return Check(statement, float(np.asarray(found)), float(np.asarray(expected)), float(tolerance))


def vanishes(statement: str, residual: ArrayLike, tolerance: float = EXACT) -> Check:
    """An equality that holds everywhere: the largest difference of its sides is but rounding."""
    return Check(statement, float(np.max(np.abs(residual))), 0.0, tolerance)


def at_most(statement: str, found: ArrayLike, bound: ArrayLike) -> Check:
    """An upper bound; of many figures the largest is told."""
    return Check(statement, float(np.max(found)), float(np.asarray(bound)), EXACT, "≤")


def at_least(statement: str, found: ArrayLike, bound: ArrayLike) -> Check:
    """A lower bound; of many figures the least is told."""
    return Check(statement, float(np.min(found)), float(np.asarray(bound)), EXACT, "≥")


def averages(
    statement: str, values: ArrayLike, expected: ArrayLike, *, draws: float = np.inf
) -> Check:
    """An expectation: the mean of independent values, within four of its standard errors.

    Args:
        statement: What is claimed.
        values: The values, each from a draw of its own.
        expected: Their expectation.
        draws: Of how many such values the expectation is itself a mean, if it was simulated.
    """
    value = np.asarray(values, np.float64)
    error = value.std(ddof=1) * np.sqrt(1.0 / value.size + 1.0 / draws)
    return equals(statement, value.mean(), expected, ERRORS * error)
