"""The demonstration's crowd: twelve people from very good to poor, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.layout import Layout
from market.simulation.mechanisms.poll import poll
from market.simulation.people.columns import People
from market.simulation.recording.said import Said
from market.simulation.scene import scene_of
from market.simulation.streams import Streams
from market.simulation.worlds.probit import Probit

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["DEMO_CROWD", "Crowd", "forecasts_of"]

_MONTH = 30.0
_MOMENTS = 400
_WORLD = Probit(spread=0.7)
"""At their open, questions are neither coin flips nor foregone."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A row for each forecaster; the first four as in `market.simulation.people`.

    Attributes:
        names: Their names.
        slope: Factor on the log-odds of what is known: above 1 overconfident, below timid.
        bias: Added to them: above 0 leans to YES.
        noise: Standard deviation of an error in them, kept for a whole question.
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

    def people(self, days: Floats, rng: np.random.Generator) -> People:
        """Columns of the engine.

        Args:
            days: How long each question is open.
            rng: Source of the moments at which they begin.
        """
        count = len(self.names)
        wait = self.delay[:, None] * rng.standard_exponential((count, days.size))
        return People.usual(
            count,
            slope=self.slope[:, None],
            bias=self.bias[:, None],
            noise=self.noise[:, None],
            share=self.share[:, None],
            start=np.minimum(wait, 0.9),
            looks=self.pace[:, None] * days / _MONTH,
        )


def _crowd(*rows: tuple[str, float, float, float, float, float, float]) -> Crowd:
    names, *columns = zip(*rows, strict=True)
    return Crowd(tuple(f"sim-{name}" for name in names), *(np.array(c, float) for c in columns))


#                  name     slope   bias  noise  share  delay   pace
DEMO_CROWD = _crowd(
    ("heron", 1.00, 0.00, 0.35, 0.95, 0.03, 4.0),
    ("stoat", 1.05, 0.00, 0.60, 0.85, 0.05, 3.0),
    ("otter", 0.90, 0.05, 0.65, 0.85, 0.05, 2.0),
    ("wren", 1.00, -0.10, 0.80, 0.70, 0.15, 2.0),
    ("magpie", 2.20, 0.00, 0.60, 0.80, 0.05, 3.0),
    ("lynx", 0.60, 0.00, 0.80, 0.85, 0.10, 1.5),
    ("plover", 0.80, 0.40, 1.00, 0.90, 0.05, 1.0),
    ("marten", 1.00, 0.00, 1.35, 0.80, 0.10, 1.0),
    ("dipper", 0.90, 0.75, 1.20, 0.80, 0.05, 0.5),
    ("badger", 0.35, 0.00, 1.00, 0.95, 0.02, 0.3),
    ("cuckoo", 1.20, 1.35, 1.50, 0.70, 0.10, 0.7),
    ("lapwing", 2.00, -1.00, 1.70, 0.60, 0.10, 0.5),
)
"""Twelve forecasters from very good to poor: sharp, timid, rash, biased, idle."""


def forecasts_of(crowd: Crowd, days: ArrayLike, outcome: ArrayLike, seed: int) -> Said:
    """Let a crowd forecast questions whose outcomes are known, in whole per cent.

    Args:
        crowd: Who forecasts.
        days: How long each question is open until its actual close.
        outcome: Its outcome, 1 or 0.
        seed: Seed of the randomness.
    """
    lengths, streams = np.asarray(days, np.float64), Streams(seed, 0)
    layout = Layout(len(crowd.names), lengths.size, panels=1, moments=_MOMENTS)
    truth = _WORLD.given(outcome, layout, streams.rng("world"))
    people = crowd.people(lengths, streams.rng("start"))
    return Said.of(poll(scene_of(truth, people, layout, streams))).in_per_cents()
