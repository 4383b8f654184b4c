"""The order in which people act: a random one, another in each lane, anew each time.

People who act in the order of a list, always the same, may keep a market from its equilibrium for
as long as one cares to look: see Sun & Ye 2021 (Mathematical Programming 185:487), on coordinate
descent in cyclic order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.layout import Layout

__all__ = ["orders"]


def orders(rng: np.random.Generator, layout: Layout, sweeps: int) -> NDArray[np.intp]:
    """Who acts at each turn in each lane: turns, lanes.

    Args:
        rng: Source of randomness.
        layout: Sizes of the block.
        sweeps: How often everybody has a turn, before anybody has one more.

    >>> from market.simulation.layout import Layout
    >>> turns = orders(np.random.default_rng(1), Layout.full(3, 1, 1), sweeps=2)
    >>> turns.shape, sorted(turns[:3, 0].tolist()), sorted(turns[3:, 0].tolist())
    ((6, 16), [0, 1, 2], [0, 1, 2])
    """
    people = np.arange(layout.forecasters)[:, None]
    everybody = np.broadcast_to(people, (sweeps, layout.forecasters, layout.lanes))
    return rng.permuted(everybody, axis=1).reshape(-1, layout.lanes)
