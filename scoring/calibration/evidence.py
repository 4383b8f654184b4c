"""What a test of calibration found, under either view of how far forecasts depend on each other."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan
from typing import Self

__all__ = ["Evidence", "Finding"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One test.

    Attributes:
        statistic: Its statistic; NaN where it is not defined.
        p: Probability of one at least so extreme, were the forecasts calibrated; NaN with it.
        law: The distribution that ``p`` comes from.
        reason: Why there is none, where there is none.
    """

    statistic: float
    p: float
    law: str
    reason: str | None = None

    @classmethod
    def missing(cls, reason: str) -> Self:
        """No test, and why."""
        return cls(nan, nan, "none", reason)

    @classmethod
    def normal(cls, statistic: float) -> Self:
        """Two-sided test of a statistic that is standard normal."""
        from scipy.special import ndtr

        return cls(statistic, float(2.0 * ndtr(-abs(statistic))), "normal")

    @classmethod
    def chi_squared(cls, statistic: float, freedom: int) -> Self:
        """Test of a statistic whose distribution is chi-squared."""
        from scipy.special import chdtrc

        return cls(statistic, float(chdtrc(freedom, statistic)), f"chi2({freedom})")

    @property
    def is_missing(self) -> bool:
        """Whether there is no test."""
        return isnan(self.p)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The same test twice.

    Attributes:
        independent: Where every forecast has an outcome of its own.
        clustered: Where those of one cluster may share theirs, as far as anything can.
    """

    independent: Finding
    clustered: Finding

    @classmethod
    def missing(cls, reason: str) -> Self:
        """No test, and why."""
        return cls(Finding.missing(reason), Finding.missing(reason))
