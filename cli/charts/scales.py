"""From values to places on a picture, and where ticks stand."""

from __future__ import annotations

from datetime import UTC, datetime
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple, overload

from cli.output.dates import MONTHS
from cli.output.figures import fixed, signed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Scale", "Tick", "date_ticks", "percent_ticks", "round_ticks"]


class Tick(NamedTuple):
    """A mark on an axis.

    Attributes:
        at: Its value.
        label: What stands beside it.
    """

    at: float
    label: str


class Scale(NamedTuple):
    """A linear map from values to places.

    Attributes:
        low: The value at ``first``.
        high: The value at ``last``; not equal to ``low``.
        first: A place, in pixels.
        last: Another.
    """

    low: float
    high: float
    first: float
    last: float

    @overload
    def __call__(self, value: float) -> float: ...
    @overload
    def __call__(self, value: NDArray[np.float64]) -> NDArray[np.float64]: ...
    def __call__(self, value: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
        """The place of a value.

        >>> Scale(0.0, 1.0, 200.0, 0.0)(0.25)
        150.0
        """
        return self.first + (value - self.low) * ((self.last - self.first) / (self.high - self.low))


_FACTORS = (1.0, 2.0, 2.5, 5.0, 10.0)
_NEARLY = 1e-9

_DAY = 86_400.0
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
_LONG = 300.0
"""Days from which on a tick needs its year."""


def percent_ticks(step: int = 25) -> list[Tick]:
    """Ticks from 0 % to 100 %.

    >>> [tick.label for tick in percent_ticks(50)]
    ['0%', '50%', '100%']
    """
    return [Tick(value / 100, f"{value}%") for value in range(0, 101, step)]


def round_ticks(low: float, high: float, most: int = 6, *, gains: bool = False) -> list[Tick]:
    """Ticks at round values within an interval.

    Args:
        low: Where it begins.
        high: Where it ends, above `low`.
        most: About how many ticks there may be.
        gains: Whether labels have a sign, as those of gains do.

    >>> [tick.label for tick in round_ticks(0.0, 0.31, 4)]
    ['0.0', '0.1', '0.2', '0.3']
    """
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in _FACTORS if factor * power >= rough * (1 - _NEARLY))
    digits = next(n for n in range(16) if abs(round(step, n) - step) < step * _NEARLY)
    first, last = ceil(low / step - _NEARLY), floor(high / step + _NEARLY)
    label = signed if gains else fixed
    return [Tick(k * step, label(k * step, digits)) for k in range(first, last + 1)]


def date_ticks(low: float, high: float, most: int = 6) -> list[Tick]:
    """Ticks at the beginnings of days or months, UTC.

    Args:
        low: Where the interval begins, seconds since 1970.
        high: Where it ends, above `low`.
        most: About how many ticks there may be.

    >>> [tick.label for tick in date_ticks(0.0, 100 * 86_400.0, 4)]
    ['1 Jan', '1 Feb', '1 Mar', '1 Apr']
    """
    days = (high - low) / _DAY
    every = next((n for n in _DAYS if days / n <= most), None)
    moments = _months(low, high, days / 30.4 / most) if every is None else _days(low, high, every)
    return [Tick(moment.timestamp(), _date(moment, days)) for moment in moments]


def _date(moment: datetime, days: float) -> str:
    """A day, or a month with its year where the days would all be the first."""
    month = MONTHS[moment.month - 1]
    return f"{month} {moment.year}" if days > _LONG else f"{moment.day} {month}"


def _days(low: float, high: float, every: int) -> list[datetime]:
    first, last = ceil(low / _DAY), floor(high / _DAY)
    return [datetime.fromtimestamp(day * _DAY, UTC) for day in range(first, last + 1, every)]


def _months(low: float, high: float, least: float) -> list[datetime]:
    """First days of months, so many of them apart."""
    every = next((n for n in _MONTHS if n >= least), _MONTHS[-1])
    first, last = (datetime.fromtimestamp(end, UTC) for end in (low, high))
    begun = -(-(first.year * 12 + first.month - 1) // every) * every
    months = range(begun, last.year * 12 + last.month, every)
    moments = [datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in months]
    return [moment for moment in moments if moment.timestamp() >= low]
