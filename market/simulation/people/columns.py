"""What distinguishes people: a column for each trait, and a row for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from scoring.bounds import HIGHEST, LOWEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["RANGES", "USUAL", "People", "Range"]


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """Columns that broadcast to a row for each of the people and a column for each question.

    An opinion is slope x the belief that one's signal warrants + bias + noise, in log-odds. What is
    *said* of it depends on what others show; see `market.simulation.mechanisms`.

    Attributes:
        slope: Factor on the log-odds: above 1 overconfident, below timid, 0 always one half.
        bias: Added to them: above 0 leans to YES.
        noise: Standard deviation of an error in them, kept as long as the question.
        whim: Standard deviation of an error that is new at each look.
        lag: How old one's news is, lifetimes, to the nearest moment: what was known so long ago is
            what one knows. At first one knows what was known at the open.
        target: A probability that is said whatever is known: a manipulator's. NaN for the honest.
        blind: 1 for who knows nothing, and is of any opinion alike at each look: zero intelligence.
        start: One first looks at the first moment not before it, lifetimes since the open.
        stop: When one withdraws; from it on one does not look.
        looks: Looks that follow in a lifetime, on average (Poisson); infinite: at each moment.
        share: Share of a panel's questions that one takes.
        picks: Choice of them: a question is less likely taken by the factor exp(-picks) for each
            unit of log-odds by which what is known at the open is from one half. Above 0 one
            prefers the hard, below 0 the easy. A panel of one question leaves no choice.
        herd: Share of what others show in what one says: log-odds of the crowd, or the price.
        adopt: Share of it that becomes one's own opinion at each look, and stays.
        sticky: Least change, in log-odds, for which one speaks again.
        gap: Least difference from what others show, in probability, with which one stands.
        polled: 1 for who tells the poll, 0 for who only trades.
        trades: 1 for who trades, 0 for who only tells the poll.
        wealth: Credits at the open of each question's market.
        aversion: Constant relative risk aversion: 0 risk neutral, 1 logarithmic utility (Kelly).
        absolute: Constant absolute risk aversion, per credit, besides.
        fraction: Share of the trade that utility asks for: fractional Kelly.
    """

    slope: Floats
    bias: Floats
    noise: Floats
    whim: Floats
    lag: Floats
    target: Floats
    blind: Floats
    start: Floats
    stop: Floats
    looks: Floats
    share: Floats
    picks: Floats
    herd: Floats
    adopt: Floats
    sticky: Floats
    gap: Floats
    polled: Floats
    trades: Floats
    wealth: Floats
    aversion: Floats
    absolute: Floats
    fraction: Floats

    @classmethod
    def usual(cls, count: int, **columns: Floats) -> Self:
        """People who are as usual but for some columns.

        Args:
            count: How many.
            **columns: Traits by name, each broadcasting to forecasters, columns.
        """
        rest = {name: np.full((count, 1), value) for name, value in USUAL.items()}
        return cls(**(rest | columns))

    def only(self, rows: NDArray[np.intp]) -> People:
        """Some of them, by their rows."""
        columns = {name: getattr(self, name) for name in USUAL}
        return People(
            **{name: c[rows] if len(c) > 1 else c for name, c in columns.items()},
        )


USUAL: Mapping[str, float] = {
    "slope": 1.0,
    "bias": 0.0,
    "noise": 0.0,
    "whim": 0.0,
    "lag": 0.0,
    "target": np.nan,
    "blind": 0.0,
    "start": 0.0,
    "stop": 1.0,
    "looks": np.inf,
    "share": 1.0,
    "picks": 0.0,
    "herd": 0.0,
    "adopt": 0.0,
    "sticky": 0.0,
    "gap": 0.0,
    "polled": 1.0,
    "trades": 1.0,
    "wealth": 100.0,
    "aversion": 1.0,
    "absolute": 0.0,
    "fraction": 1.0,
}
"""What each trait is of whom nothing else is said: calibrated, with logarithmic utility."""


class Range(NamedTuple):
    """What a trait may be.

    Attributes:
        low: The least.
        high: The greatest.
        rule: The same in words.
    """

    low: float
    high: float
    rule: str


_GREATEST = float(np.finfo(np.float64).max)
_FINITE = Range(-_GREATEST, _GREATEST, "must be finite")
_SHARE = Range(0.0, 1.0, "must lie between 0 and 1")
_NOT_NEGATIVE = Range(0.0, _GREATEST, "must be finite and not below 0")
_LEAST, _LARGEST = 1e-30, 1e30  # their squares are numbers, too
_AVERSION = Range(0.0, _LARGEST, f"must lie between 0 and {_LARGEST:g}")
_PERHAPS_INFINITE = Range(0.0, np.inf, "must not be below 0")

RANGES: Mapping[str, Range] = {
    "slope": _FINITE,
    "bias": _FINITE,
    "noise": _NOT_NEGATIVE,
    "whim": _NOT_NEGATIVE,
    "lag": _SHARE,
    "target": Range(LOWEST, HIGHEST, f"must lie between {LOWEST:g} and {HIGHEST:g}"),
    "blind": _SHARE,
    "start": _SHARE,
    "stop": _SHARE,
    "looks": _PERHAPS_INFINITE,
    "share": _SHARE,
    "picks": _FINITE,
    "herd": _SHARE,
    "adopt": _SHARE,
    "sticky": _PERHAPS_INFINITE,
    "gap": _SHARE,
    "polled": _SHARE,
    "trades": _SHARE,
    "wealth": Range(_LEAST, _LARGEST, f"must lie between {_LEAST:g} and {_LARGEST:g}"),
    "aversion": _AVERSION,
    "absolute": _AVERSION,
    "fraction": _SHARE,
}
"""What each trait may be. A target may also be NaN: there is none."""
