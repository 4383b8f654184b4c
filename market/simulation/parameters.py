"""Parameters of worlds, people and markets: what is wrong with one, by its name."""

from __future__ import annotations

from math import isfinite

__all__ = ["ParameterError", "above", "between"]


class ParameterError(ValueError):
    """A parameter that a scenario may not have.

    Attributes:
        key: Its name, as scenarios write it.
        reason: What it must be.
    """

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key} {reason}")
        self.key, self.reason = key, reason


def above(key: str, value: float, bound: float = 0.0) -> None:
    """Demand a finite number above a bound.

    Raises:
        ParameterError: It is not.
    """
    if not (isfinite(value) and value > bound):
        raise ParameterError(key, f"must be a number above {bound:g}, not {value:g}")


def between(key: str, value: float, low: float, high: float) -> None:
    """Demand a number in a closed interval.

    Raises:
        ParameterError: It is not.
    """
    if not low <= value <= high:
        raise ParameterError(key, f"must lie between {low:g} and {high:g}, not {value:g}")
