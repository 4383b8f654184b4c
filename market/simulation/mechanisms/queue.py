"""Queues: who acts when in each column, and tables of what is theirs in the order of their turns.

Tables have forecasters and columns. In each lane people stand in another order, and what belongs
to them is brought into it once a sweep, a lane's neighbouring columns at a time. Where few have
something to do, each column has a shorter queue of its own, without those who pass, so that nobody
waits for them; all others keep their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.layout import Layout

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Index = NDArray[np.intp]

__all__ = ["Queue", "queue"]


class Queue(NamedTuple):
    """Who acts when.

    Attributes:
        place: Where their part of a table begins, in pieces of a row: turns, pieces.
        width: Columns of a piece.
        acts: Who of those whose turn it is acts: turns, columns.
    """

    place: Index
    width: int
    acts: Flags

    def of(self, table: Floats) -> Floats:
        """A table by turn; of a table of one value, that for all."""
        turns = len(self.place)
        if table.size == 1:
            return np.broadcast_to(table.reshape(1, 1), (turns, 1))
        return table.reshape(-1, self.width)[self.place].reshape(self.acts.shape)

    def put(self, table: Floats, rows: Floats) -> None:
        """Write rows by turn back where they belong."""
        table.reshape(-1, self.width)[self.place] = rows.reshape(*self.place.shape, self.width)


def queue(order: Index, acts: Flags, layout: Layout) -> Queue:
    """The queue of a sweep.

    Args:
        order: Who has which turn in each lane: forecasters, lanes.
        acts: Who acts: forecasters, columns.
        layout: Sizes of the block.
    """
    most = int(np.count_nonzero(acts, axis=0).max(initial=0))
    if 2 * most > layout.forecasters:
        place = order * layout.lanes + np.arange(layout.lanes)
        acting = acts.reshape(-1, layout.lane)[place]
        return Queue(place, layout.lane, acting.reshape(acts.shape))
    column = np.arange(layout.columns)
    who = order[:, column // layout.lane]
    acting = np.take_along_axis(acts, who, axis=0)
    first = np.argsort(~acting.T, axis=1, kind="stable").T[:most]
    place = np.take_along_axis(who, first, axis=0) * layout.columns + column
    return Queue(place, 1, np.take_along_axis(acting, first, axis=0))
