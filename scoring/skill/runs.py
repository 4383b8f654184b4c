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
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scoring.timeline import Block

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["Runs", "components"]


@dataclass(frozen=True)
class Runs:
    """Runs of all people in a block of questions, with the events at which one begins or ends.

    Attributes:
        people: Codes of the forecasters in the block, ascending.
        forecaster: Place of each run's forecaster among them.
        start: Event at which the run begins.
        end: Event at which it ends.
        step: Time from each event until the next, lifetimes, 0 where nobody stands.
    """

    people: Index
    forecaster: Index
    start: Index
    end: Index
    step: Floats

    @classmethod
    def of(cls, block: Block) -> Self:
        """All runs of a block."""
        grid = block.grid
        first, last = _ends(block)
        begin, finish = grid.start[first], grid.end[last]
        kept = np.zeros(grid.order.size, bool)
        kept[begin] = kept[finish] = True
        place = np.cumsum(kept) - 1
        step = np.diff(prefix(grid.step)[kept], append=0.0)
        step[-1:] = 0.0
        people, forecaster = np.unique(block.forecaster[first], return_inverse=True)
        return cls(people.astype(np.intp), forecaster, place[begin], place[finish], step)

    @cached_property
    def sign(self) -> Floats:
        """1 where an event begins a run, -1 where it ends one."""
        sign = np.empty(self.step.size)
        sign[self.start], sign[self.end] = 1.0, -1.0
        return sign

    @cached_property
    def who(self) -> Index:
        """Place of each event's forecaster."""
        who = np.empty(self.step.size, np.intp)
        who[self.start] = who[self.end] = self.forecaster
        return who

    @cached_property
    def standing(self) -> Floats:
        """How many people stand after each event."""
        return np.cumsum(self.sign)

    @cached_property
    def share(self) -> Floats:
        """Length of each segment divided by how many people stand."""
        return self.step / np.maximum(self.standing, 1.0)

    @cached_property
    def time(self) -> Floats:
        """Time stood by each of the people, lifetimes."""
        return self._over(self.step)

    @property
    def exposure(self) -> Floats:
        """Integral of 1 - 1/N over the time of each, N people standing; lifetimes."""
        return self._over(self.step - self.share)

    def laplacian(self, effect: Floats) -> Floats:
        """Integral of own effect less the mean effect of those standing, for each of the people.

        As a matrix this is the Laplacian of the graph that joins two people with weight 1/N
        for every moment they stand together among N.

        Args:
            effect: Effect of each of the people.
        """
        total = np.cumsum(self.sign * effect[self.who])
        return effect * self.time - self._over(total * self.share)

    def _over(self, segments: Floats) -> Floats:
        """Sum over the segments of all runs of each of the people."""
        total = prefix(segments)
        return sums_by(self.forecaster, total[self.end] - total[self.start], self.people.size)


def components(runs: Sequence[Runs], size: int) -> Index:
    """Component of each of ``size`` forecasters: joined by chains of moments in common."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    people, stretches, nodes = [np.empty(0, np.intp)], [np.empty(0, np.intp)], size
    for part in runs:
        # Between two moments at which nobody stands, everybody is joined to everybody.
        begins = np.cumsum((part.sign > 0.0) & (part.standing == 1.0))
        people.append(part.people[part.forecaster])
        stretches.append(nodes - 1 + begins[part.start])
        nodes += int(begins[-1]) if begins.size else 0
    row, column = np.concatenate(people), np.concatenate(stretches)
    edges = coo_array((np.ones(row.size, np.int8), (row, column)), (nodes, nodes))
    _, labels = connected_components(edges, directed=False)
    return labels[:size].astype(np.intp)


def _ends(block: Block) -> tuple[Index, Index]:
    """First and last stand of each run."""
    stands = block.order[(block.people & (block.end > block.start))[block.order]]
    who, question = block.forecaster[stands], block.question[stands]
    fresh = np.ones(stands.size, bool)
    fresh[1:] = (
        (who[1:] != who[:-1])
        | (question[1:] != question[:-1])
        | (block.start[stands[1:]] != block.end[stands[:-1]])
    )
    heads = np.flatnonzero(fresh)
    return stands[heads], stands[np.append(heads, stands.size)[1:] - 1]
