"""Turns: who acts next in each column, and the rows of numbers that belong to them.

Tables have forecasters and columns. The people whose turn it is stand in different rows in each
lane, whose columns are neighbours: what belongs to them is gathered in whole lanes. Where few
have something to do at a moment, columns are gathered one by one instead, so that nobody waits for
those who pass; everybody still acts in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from market.simulation.layout import Layout

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Index = NDArray[np.intp]

__all__ = ["Turn", "turns"]


class Turn(NamedTuple):
    """One of the people in each column.

    Attributes:
        place: Their places in a table of which each row is cut into pieces of one width.
        width: Columns of such a piece.
        acts: Which of them act, by column; the others' rows are not to be changed.
    """

    place: Index
    width: int
    acts: Flags

    def of(self, table: Floats) -> Floats:
        """What a table has for them: a value by column; a table of one value has it for all."""
        if table.size == 1:
            return table
        return table.reshape(-1, self.width)[self.place].reshape(-1)

    def put(self, table: Floats, row: Floats) -> None:
        """Write their part of a table."""
        table.reshape(-1, self.width)[self.place] = row.reshape(-1, self.width)


def turns(order: Index, acts: Flags, layout: Layout) -> Iterator[Turn]:
    """One turn for everybody who acts.

    Args:
        order: Who has which turn in each lane: forecasters, lanes.
        acts: Who acts: forecasters, columns.
        layout: Sizes of the block.
    """
    most = int(np.count_nonzero(acts, axis=0).max(initial=0))
    if 2 * most > layout.forecasters:
        return _by_lane(order, acts, layout)
    return _by_column(order, acts, most, layout)


def _by_lane(order: Index, acts: Flags, layout: Layout) -> Iterator[Turn]:
    acting = acts.reshape(-1, layout.lane)
    for who in order:
        place = who * layout.lanes + np.arange(layout.lanes)
        yield Turn(place, layout.lane, acting[place].reshape(-1))


def _by_column(order: Index, acts: Flags, most: int, layout: Layout) -> Iterator[Turn]:
    """The same without those who pass; columns where all have acted are done."""
    lane = np.arange(layout.columns) // layout.lane
    queue = np.take_along_axis(acts, order[:, lane], axis=0)
    column, rank = np.nonzero(queue.T)
    count = np.count_nonzero(queue, axis=0)
    turn = np.arange(column.size) - np.repeat(np.cumsum(count) - count, count)
    place = np.tile(np.arange(layout.columns), (most, 1))
    place[turn, column] += layout.columns * order[rank, lane[column]]
    for n, row in enumerate(place):
        yield Turn(row, 1, n < count)
