"""What distinguishes people: a column for each trait, and a row for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["USUAL", "People"]


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
        target: A probability that is said whatever is known: a manipulator's. NaN for the honest.
        blind: 1 for who knows nothing, and is of any opinion alike at each look: zero intelligence.
        start: When one first looks, lifetimes since the open.
        stop: When one withdraws.
        looks: Looks that follow in a lifetime, on average (Poisson); infinite: at each moment.
        share: Share of the questions that one takes.
        picks: Choice of questions: above 0 of those on which what is known is nearest one half
            (the hard ones), below 0 of the easy ones.
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


USUAL: Mapping[str, float] = {
    "slope": 1.0,
    "bias": 0.0,
    "noise": 0.0,
    "whim": 0.0,
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
