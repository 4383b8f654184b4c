"""Pools that need no other evidence than what is said: a value after every event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.bounds import HIGHEST, LOWEST
from scoring.odds import expit, logit
from scoring.pooling.log_odds import neyman_factor
from scoring.pooling.pairs import pairs
from scoring.pooling.static import EQUAL_UP_TO, trimmed_count
from scoring.selection import running_median
from scoring.sorting import stable_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.pooling.pairs import Pairs
    from scoring.pooling.voices import Curve, Voices

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = [
    "bounded",
    "live_log_odds",
    "log_odds",
    "log_odds_times",
    "mean",
    "mean_log_odds",
    "median",
    "metaculus",
    "neyman",
    "trimmed",
]

TRIM = 0.1
"""Share of the forecasts that the trimmed mean leaves out at each end."""

_WHOLE = 2.0**40
"""Parts of 1 in which recency weights are added, so that their sums are exact."""


def median(voices: Voices) -> Floats:
    """The median of the probabilities."""
    return running_median(voices.grid, voices.question, voices.probability)


def mean(voices: Voices) -> Floats:
    """The arithmetic mean of the probabilities."""
    return voices.grid.mean(voices.probability)


def log_odds(voices: Voices) -> Floats:
    """The probability at the mean of the log-odds."""
    return np.where(voices.grid.standing > 0, expit(mean_log_odds(voices)), 0.0)


def log_odds_times(factor: float) -> Curve:
    """The mean of the log-odds times a fixed factor."""

    def curve(voices: Voices) -> Floats:
        return bounded(expit(factor * mean_log_odds(voices)))

    return curve


def neyman(voices: Voices) -> Floats:
    """The mean of the log-odds times Neyman and Roughgarden's factor for so many people."""
    factor = neyman_factor(np.maximum(voices.grid.standing, 1))
    return bounded(expit(factor * mean_log_odds(voices)))


def trimmed(voices: Voices) -> Floats:
    """The mean without a tenth of the probabilities at either end."""
    value, found = voices.probability, np.full(voices.grid.step.size, np.nan)
    for some in pairs(voices, np.argsort(value, kind="stable")):
        left_out = np.repeat(trimmed_count(some.size, TRIM), some.size)
        place = some.place
        kept = (place >= left_out) & (place < np.repeat(some.size, some.size) - left_out)
        said = np.where(kept, value[some.stand], 0.0)
        found[some.moments] = np.add.reduceat(said, some.first) / np.add.reduceat(kept, some.first)
    return found


def metaculus(voices: Voices) -> Floats:
    """The median weighted by recency, as Metaculus's community prediction.

    Of N people standing, the one whose forecast is the i-th oldest has weight exp(sqrt(i) -
    sqrt(N)); of one or two, all weigh the same.
    """
    found = np.full(voices.grid.step.size, np.nan)
    for some in pairs(voices, np.arange(voices.question.size)):
        found[some.moments] = _weighted_medians(some, voices.probability[some.stand])
    return found


def mean_log_odds(voices: Voices) -> Floats:
    """Mean of the log-odds of those standing, 0 where nobody stands."""
    return voices.grid.mean(live_log_odds(voices.probability))


def live_log_odds(probability: Floats) -> Floats:
    """Log-odds of probabilities held to the live limits: a certainty has none."""
    return logit(np.clip(probability, LOWEST, HIGHEST))


def bounded(probability: Floats) -> Floats:
    """A pool's probability, held to the limits of live forecasts."""
    return np.clip(probability, LOWEST, HIGHEST)


def _weighted_medians(some: Pairs, value: Floats) -> Floats:
    """Median of the values at each moment, weighted by recency; stands come the oldest first."""
    size = np.repeat(some.size, some.size)
    recent = np.exp(np.sqrt(some.place + 1.0) - np.sqrt(size))
    whole = np.rint(np.where(size > EQUAL_UP_TO, recent, 1.0) * _WHOLE).astype(np.int64)
    order = np.argsort(value, kind="stable")
    order = order[stable_order(some.moment[order])]
    value, total = value[order], np.cumsum(whole[order])
    held = total[some.first] - whole[order][some.first]
    doubled = 2 * (total - np.repeat(held, some.size))
    target = np.repeat(np.add.reduceat(whole, some.first), some.size)
    low = some.first + np.add.reduceat(doubled < target, some.first, dtype=np.intp)
    high = some.first + np.add.reduceat(doubled <= target, some.first, dtype=np.intp)
    return 0.5 * (value[low] + value[high])
