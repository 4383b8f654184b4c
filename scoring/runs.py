"""Who stood together, and for how long: the graph behind the skill fit.

A *run* is the time during which one of the people stands on a question without a gap, through
any number of updates. The fit's matrix depends on runs alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.grid import prefix
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.timeline import Block, Timeline

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Runs"]


@dataclass(frozen=True)
class Runs:
    """Runs of all people, with the events at which a run begins or ends.

    Attributes:
        size: Number of forecasters.
        forecaster: Code of each run's forecaster.
        start: Event at which the run begins.
        end: Event at which it ends.
        who: Code of each event's forecaster.
        sign: +1 where an event begins a run, -1 where it ends one.
        standing: How many people stand after each event.
        step: Time until the next event, lifetimes, 0 where nobody stands.
    """

    size: int
    forecaster: Index
    start: Index
    end: Index
    who: Index
    sign: NDArray[np.int8]
    standing: NDArray[np.int32]
    step: Floats

    @classmethod
    def of(cls, timeline: Timeline) -> Self:
        """All runs of a timeline."""
        parts = [_block_runs(block) for block in timeline.blocks]
        offsets = np.cumsum([0, *(2 * part[0].size for part in parts)])
        none = np.empty(0, np.intp)
        forecaster = np.concatenate([none, *(part[0] for part in parts)])
        start, end = (
            np.concatenate(
                [none, *(part[i] + low for part, low in zip(parts, offsets, strict=False))]
            )
            for i in (1, 2)
        )
        who, sign = np.empty(2 * start.size, np.intp), np.empty(2 * start.size, np.int8)
        who[start], who[end], sign[start], sign[end] = forecaster, forecaster, 1, -1
        return cls(
            size=timeline.panel.forecasters,
            forecaster=forecaster,
            start=start,
            end=end,
            who=who,
            sign=sign,
            standing=np.cumsum(sign, dtype=np.int32),
            step=np.concatenate([np.empty(0), *(part[3] for part in parts)]),
        )

    @cached_property
    def share(self) -> Floats:
        """Length of each segment divided by how many people stand."""
        return self.step / np.maximum(self.standing, 1)

    @cached_property
    def time(self) -> Floats:
        """Time stood by each forecaster, lifetimes."""
        return self._over_runs(self.step)

    @cached_property
    def exposure(self) -> Floats:
        """Integral of 1 - 1/N over each forecaster's time, N people standing; lifetimes."""
        return self._over_runs(self.step - self.share)

    def laplacian(self, effect: Floats) -> Floats:
        """Integral of own effect less the mean effect of those standing, for each forecaster.

        As a matrix this is the Laplacian of the graph that joins two people with weight 1/N
        for every moment they stand together among N.
        """
        total = np.cumsum(self.sign * effect[self.who])
        return effect * self.time - self._over_runs(total * self.share)

    def _over_runs(self, segments: Floats) -> Floats:
        """Sum over the segments of all runs of each forecaster."""
        total = prefix(segments)
        return sums_by(self.forecaster, total[self.end] - total[self.start], self.size)

    def components(self) -> Index:
        """Component of each forecaster: joined by chains of moments in common."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        begins = (self.sign > 0) & (self.standing == 1)
        # Between two moments at which nobody stands, everybody is joined to everybody.
        stretch = self.size + np.cumsum(begins)[self.start] - 1
        nodes = self.size + int(begins.sum())
        edges = coo_array(
            (np.ones(stretch.size, np.int8), (self.forecaster, stretch)), (nodes, nodes)
        )
        _, labels = connected_components(edges, directed=False)
        return labels[: self.size].astype(np.intp)


def _block_runs(block: Block) -> tuple[Index, Index, Index, Floats]:
    """Forecaster, begin and end of each run of a block, and the steps between these events."""
    grid = block.grid
    stands = block.order[(block.people & (block.duration > 0.0))[block.order]]
    who, question = block.forecaster[stands], block.question[stands]
    fresh = np.ones(stands.size, bool)
    fresh[1:] = (
        (who[1:] != who[:-1])
        | (question[1:] != question[:-1])
        | (block.start[stands[1:]] != block.end[stands[:-1]])
    )
    heads = np.flatnonzero(fresh)
    first, last = stands[heads], stands[np.append(heads, stands.size)[1:] - 1]
    kept = np.zeros(grid.order.size, bool)
    kept[grid.start[first]] = kept[grid.end[last]] = True
    position = np.cumsum(kept) - 1
    step = np.diff(prefix(grid.step)[kept], append=0.0)
    step[-1:] = 0.0
    return (
        block.forecaster[first].astype(np.intp),
        position[grid.start[first]],
        position[grid.end[last]],
        step,
    )
