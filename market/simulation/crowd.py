"""Simulated forecasters, as columns: how well each sees, and how often it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.beliefs import BeliefPaths
from scoring.sorting import group_starts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["DEMO_CROWD", "Crowd", "SimulatedReports", "simulate_reports"]

_DAY = 86_400.0
_SPREAD = 0.7
"""Standard deviation of prior probits: questions are neither coin flips nor foregone."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A row for each forecaster.

    Attributes:
        names: Their names.
        slope: Factor on the probit of the ideal belief: above 1 overconfident, below timid.
        bias: Added to the probit: above 0 leans to YES.
        noise: Standard deviation of an error in the probit, kept for a whole question.
        share: Share of the questions forecast.
        delay: Mean share of the open time that passes before the first forecast.
        pace: Looks at a question a month.
    """

    names: tuple[str, ...]
    slope: Floats
    bias: Floats
    noise: Floats
    share: Floats
    delay: Floats
    pace: Floats


def _crowd(*rows: tuple[str, float, float, float, float, float, float]) -> Crowd:
    names, *columns = zip(*rows, strict=True)
    return Crowd(tuple(f"sim-{name}" for name in names), *(np.array(c, float) for c in columns))


#                  name     slope   bias  noise  share  delay   pace
DEMO_CROWD = _crowd(
    ("heron", 1.00, 0.00, 0.20, 0.95, 0.03, 4.0),
    ("stoat", 1.05, 0.00, 0.35, 0.85, 0.05, 3.0),
    ("otter", 0.90, 0.05, 0.40, 0.85, 0.05, 2.0),
    ("wren", 1.00, -0.05, 0.45, 0.70, 0.15, 2.0),
    ("magpie", 1.70, 0.00, 0.35, 0.80, 0.05, 3.0),
    ("lynx", 0.60, 0.00, 0.45, 0.85, 0.10, 1.5),
    ("plover", 0.80, 0.25, 0.60, 0.90, 0.05, 1.0),
    ("marten", 1.00, 0.00, 0.80, 0.80, 0.10, 1.0),
    ("dipper", 0.90, 0.45, 0.70, 0.80, 0.05, 0.5),
    ("badger", 0.35, 0.00, 0.60, 0.95, 0.02, 0.3),
    ("cuckoo", 1.20, 0.80, 0.90, 0.70, 0.10, 0.7),
    ("lapwing", 1.80, -0.60, 1.00, 0.60, 0.10, 0.5),
)
"""Twelve forecasters from very good to poor: sharp, timid, rash, biased, idle."""


@dataclass(frozen=True, slots=True)
class SimulatedReports:
    """Reports as columns, in order of time.

    Attributes:
        forecaster: Row of the forecaster in the crowd.
        question: Row of the question.
        time: Seconds, on the scale of the questions' times.
        probability: Whole per cent, between 1 % and 99 %.
    """

    forecaster: Index
    question: Index
    time: Floats
    probability: Floats


def simulate_reports(
    crowd: Crowd,
    opens: ArrayLike,
    closes: ArrayLike,
    outcome: ArrayLike,
    rng: np.random.Generator,
) -> SimulatedReports:
    """Let a crowd forecast questions between their open and their actual close.

    A look that leaves the whole per cent unchanged makes no report.

    Args:
        crowd: Who forecasts.
        opens: Each question's open, seconds.
        closes: Its actual close.
        outcome: Its outcome, 1 or 0.
        rng: Source of randomness.
    """
    from scipy.special import ndtr

    opened, closed = np.asarray(opens, np.float64), np.asarray(closes, np.float64)
    paths = BeliefPaths.given(outcome, rng, spread=_SPREAD)
    takes_part = rng.random((len(crowd.names), opened.size)) < crowd.share[:, None]
    who, question = np.nonzero(takes_part)
    error = crowd.noise[who] * rng.standard_normal(who.size)
    first = np.minimum(crowd.delay[who] * rng.standard_exponential(who.size), 0.9)
    months = (closed - opened)[question] / (30.0 * _DAY)
    looks = 1 + rng.poisson(crowd.pace[who] * months * (1.0 - first))

    cell = np.repeat(np.arange(who.size), looks)
    new = group_starts(cell)
    moment = first[cell] + (1.0 - first[cell]) * rng.random(cell.size)
    moment[new] = first
    order = np.lexsort((moment, cell))
    moment, who, question = moment[order], who[cell], question[cell]
    seen = paths.at(question, moment)
    probit = crowd.slope[who] * seen + crowd.bias[who] + error[cell]
    said = np.clip(np.round(100.0 * ndtr(probit)), 1.0, 99.0) / 100.0
    changed = np.ones(cell.size, bool)
    changed[1:] = (said[1:] != said[:-1]) | (cell[1:] != cell[:-1])
    time = opened[question] + moment * (closed - opened)[question]
    kept = np.flatnonzero(changed)
    kept = kept[np.argsort(time[kept], kind="stable")]
    return SimulatedReports(who[kept], question[kept], time[kept], said[kept])
