"""Parameters of worlds, people and markets: what is wrong with one, by its name."""

from __future__ import annotations

from math import isfinite

__all__ = ["ParameterError", "between", "inside", "whole"]


class ParameterError(ValueError):
    """A parameter that a scenario may not have.

    Attributes:
        key: Its name, as scenarios write it.
        reason: What it must be.
        hint: What to do about it, where the reason does not tell.
    """

    def __init__(self, key: str, reason: str, hint: str = "") -> None:
        super().__init__(key, reason, hint)  # all of them, or it could not be pickled
        self.key, self.reason, self.hint = key, reason, hint

    def __str__(self) -> str:
        return f"{self.key} {self.reason}"


def between(key: str, value: float, low: float, high: float) -> None:
    """Demand a number in a closed interval.

    Raises:
        ParameterError: It is not.
    """
    if not low <= value <= high:
        raise ParameterError(key, f"must lie between {low:g} and {high:g}, not {value:g}")


def inside(key: str, value: float, low: float, high: float) -> None:
    """Demand a number in an open interval.

    Raises:
        ParameterError: It is not.
    """
    if not low < value < high:
        raise ParameterError(key, f"must lie above {low:g} and below {high:g}, not {value:g}")


def whole(key: str, value: float, least: int = 0) -> None:
    """Demand a whole number.

    Raises:
        ParameterError: It is none, or below the least that may be.
    """
    if not (isfinite(value) and value == int(value) and value >= least):
        raise ParameterError(key, f"must be a whole number of at least {least}, not {value:g}")
