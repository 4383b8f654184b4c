"""The poll: whoever looks says a probability, having seen what the crowd said before.

The crowd shows its median, as platforms do: the median probability of all whose forecasts stand
just before a moment. Nobody sees what is said or taken back at the same moment, and everybody is
part of the crowd that he sees. Who looks while nothing stands has his own opinion alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.bounds import HIGHEST, LOWEST
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.scene import Scene

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]
    At = tuple[Index, ...]

__all__ = ["Told", "poll"]

_LOWEST, _HIGHEST = logit([LOWEST, HIGHEST])


@dataclass(frozen=True, slots=True)
class Told:
    """What was said in a block: a row for each report and withdrawal.

    They stand in order of time, but for those who leave at their stop, who come last.

    Attributes:
        forecaster: Who says it.
        column: On which question.
        time: When, lifetimes since the open.
        log_odds: What, within the limits of live forecasts; NaN for a withdrawal.
    """

    forecaster: Index
    column: Index
    time: Floats
    log_odds: Floats


def poll(scene: Scene) -> Told:
    """Let everybody speak who looks, and is polled.

    Who would only repeat what he has standing says nothing.

    Args:
        scene: The block.
    """
    session = _Session(scene)
    times = scene.layout.times
    heard = [session.hear(moment) for moment in range(times.size)]
    spoken = [who.size for who, _, _ in heard]
    who, column, log_odds = (np.concatenate(part) for part in zip(*heard, strict=True))
    gone, left = session.leavers()
    return Told(
        forecaster=np.append(who, gone),
        column=np.append(column, left),
        time=np.append(np.repeat(times, spoken), session.stop[gone, left]),
        log_odds=np.append(log_odds, np.full(gone.size, np.nan)),
    )


class _Session:
    """A block while it is polled.

    Attributes:
        shown: What each has standing, log-odds; NaN for nothing: forecasters, columns.
        moved: How far each has come from his own opinion for good.
    """

    def __init__(self, scene: Scene) -> None:
        people = scene.people
        self.scene, self.polled = scene, people.polled > 0.0
        self.herd, self.adopt, self.sticky, self.gap, self.stop = (
            np.broadcast_to(trait, scene.shape)
            for trait in (people.herd, people.adopt, people.sticky, people.gap, people.stop)
        )
        self.listens = any(np.any(trait > 0.0) for trait in (people.herd, people.adopt, people.gap))
        self.shown = np.full(scene.shape, np.nan)
        self.moved = np.zeros(scene.shape)

    def hear(self, moment: int) -> tuple[Index, Index, Floats]:
        """What is new at a moment: who says what on which question; NaN for a withdrawal."""
        at: At = np.nonzero(self.scene.looks[moment] & self.polled)
        said = self.scene.opinion_at(moment)[at]
        if self.listens:
            said = self._heed(said, at, self.scene.layout.times[moment])
        said, stood = np.clip(said, _LOWEST, _HIGHEST), self.shown[at]
        same = (said == stood) | (np.isnan(said) & np.isnan(stood))
        new = np.flatnonzero(~(same | (np.abs(said - stood) < self.sticky[at])))
        who, column = at[0][new], at[1][new]
        self.shown[who, column] = said[new]
        return who, column, said[new]

    def leavers(self) -> At:
        """Who has a forecast standing from which he withdraws at his stop."""
        return np.nonzero(~np.isnan(self.shown) & (self.stop < self.scene.truth.closes))

    def _heed(self, opinion: Floats, at: At, now: float) -> Floats:
        """What those who look say, having seen the crowd; NaN for who will not stand."""
        crowd = _median(np.where(self.stop < now, np.nan, self.shown))[at[1]]
        own = opinion + self.moved[at]
        others = np.where(np.isnan(crowd), own, crowd)
        step = self.adopt[at] * (others - own)
        self.moved[at] += step
        own += step
        herd, gap = self.herd[at], self.gap[at]
        near = (gap > 0.0) & ~(np.abs(expit(own) - expit(crowd)) > gap)
        return np.where(near, np.nan, (1.0 - herd) * own + herd * others)


def _median(shown: Floats) -> Floats:
    """Log-odds of the median probability of each column; NaN where nothing stands."""
    ordered = np.sort(shown, axis=0)
    standing = np.count_nonzero(~np.isnan(shown), axis=0)
    middle = np.stack([np.maximum(standing - 1, 0) // 2, np.minimum(standing // 2, len(shown) - 1)])
    return logit(expit(np.take_along_axis(ordered, middle, axis=0)).mean(axis=0))
