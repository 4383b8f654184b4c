"""The poll: whoever looks says a probability, having seen what the crowd said before.

The crowd shows its median, as platforms do: the median probability of all whose forecasts stand
just before a moment. Nobody sees what is said or taken back at the same moment, and everybody is
part of the crowd that he sees. Who looks while nothing stands has his own opinion alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.limits import held
from scoring.odds import expit, logit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.scene import Scene

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Told", "poll"]


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
    cell, log_odds = (np.concatenate(part) for part in zip(*heard, strict=True))
    gone = session.leavers()
    who, column = np.divmod(np.append(cell, gone), scene.layout.columns)
    spoken = np.repeat(times, [cells.size for cells, _ in heard])
    return Told(
        forecaster=who,
        column=column,
        time=np.append(spoken, session.stop[gone]),
        log_odds=np.append(log_odds, np.full(gone.size, np.nan)),
    )


class _Session:
    """A block while it is polled. A cell is a forecaster's place on a question.

    Attributes:
        shown: What stands in each cell, log-odds; NaN for nothing.
        moved: How far its owner has come from his own opinion for good.
        listens: Whether he minds what others show.
    """

    def __init__(self, scene: Scene) -> None:
        people = scene.people
        self.scene, self.polled = scene, people.polled > 0.0
        self.herd, self.adopt, self.sticky, self.gap, self.stop = (
            np.broadcast_to(trait, scene.shape).ravel()
            for trait in (people.herd, people.adopt, people.sticky, people.gap, people.stop)
        )
        self.listens = (self.herd > 0.0) | (self.adopt > 0.0) | (self.gap > 0.0)
        self.shown = np.full(self.stop.size, np.nan)
        self.moved = np.zeros(self.stop.size)

    def hear(self, moment: int) -> tuple[Index, Floats]:
        """What is new at a moment: in which cells, and what; NaN for a withdrawal."""
        cell = np.flatnonzero(self.scene.looks[moment] & self.polled)
        said = self.scene.opinion_at(moment).ravel()[cell]
        listen = np.flatnonzero(self.listens[cell])
        if listen.size:
            now = self.scene.layout.times[moment]
            said[listen] = self._heed(said[listen], cell[listen], now)
        said, stood = held(said), self.shown[cell]
        same = (said == stood) | (np.isnan(said) & np.isnan(stood))
        new = np.flatnonzero(~(same | (np.abs(said - stood) < self.sticky[cell])))
        cell, said = cell[new], said[new]
        self.shown[cell] = said
        return cell, said

    def leavers(self) -> Index:
        """Cells with something standing that is withdrawn at the stop."""
        closes = np.broadcast_to(self.scene.truth.closes, self.scene.shape).ravel()
        return np.flatnonzero(~np.isnan(self.shown) & (self.stop < closes))

    def _heed(self, opinion: Floats, cell: Index, now: float) -> Floats:
        """What those say who see the crowd first; NaN for who will not stand."""
        standing = np.where(self.stop < now, np.nan, self.shown)
        crowd = _median(standing.reshape(self.scene.shape))[cell % self.scene.layout.columns]
        own = opinion + self.moved[cell]
        others = np.where(np.isnan(crowd), own, crowd)
        step = self.adopt[cell] * (others - own)
        self.moved[cell] += step
        own += step
        herd, gap = self.herd[cell], self.gap[cell]
        near = (gap > 0.0) & ~(np.abs(expit(own) - expit(crowd)) > gap)
        return np.where(near, np.nan, (1.0 - herd) * own + herd * others)


def _median(shown: Floats) -> Floats:
    """Log-odds of the median probability of each column; NaN where nothing stands."""
    ordered = np.sort(shown, axis=0)
    standing = np.count_nonzero(~np.isnan(shown), axis=0)
    middle = np.stack([np.maximum(standing - 1, 0) // 2, np.minimum(standing // 2, len(shown) - 1)])
    return logit(expit(np.take_along_axis(ordered, middle, axis=0)).mean(axis=0))
