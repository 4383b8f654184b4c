"""Tallies of a point's blocks, joined in their order: the same bytes, whoever made them when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.measures.tally import Key, Tally

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.experiments.extent import Extent

    Floats = NDArray[np.float64]

__all__ = ["Joined"]

_MOST = 4096


class Joined:
    """The sums of a point, as far as its blocks have been added.

    In a long run neighbouring clusters are taken together, equally many each time, so that there
    are never more than 4,096 of them: what is kept of a point does not grow with the run, and its
    errors are those of batch means. A block has as many clusters as lanes, or a multiple of that.

    Args:
        extent: How far the point is run.
    """

    def __init__(self, extent: Extent) -> None:
        self._extent, self._blocks = extent, 0
        self._total: dict[Key, Floats] = {}
        self._count: dict[Key, Floats] = {}

    def add(self, tally: Tally) -> None:
        """Add the next block; of the last one, only the lanes that count."""
        for key, total in tally.total.items():
            self._put(self._total, key, total)
            self._put(self._count, key, tally.count[key])
        self._blocks += 1

    def tally(self) -> Tally:
        """The sums of all blocks that have been added."""
        return Tally(self._total, self._count)

    def _put(self, sums: dict[Key, Floats], key: Key, values: Floats) -> None:
        clusters = self._extent.lanes * values.size // self._extent.layout.lanes
        together = -(-clusters // _MOST)
        if key not in sums:
            sums[key] = np.zeros(-(-clusters // together))
        place = self._blocks * values.size + np.arange(values.size)
        counts = place < clusters
        np.add.at(sums[key], place[counts] // together, values[counts])
