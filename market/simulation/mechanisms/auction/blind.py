"""People of zero intelligence: orders at random that they can pay, and nothing else.

Source: Gode & Sunder 1993 (Journal of Political Economy 101:119), whose traders with a budget make
markets efficient that know nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from market.simulation.mechanisms.auction.behaviour import Quote

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.mechanisms.auction.behaviour import Standing

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Index = NDArray[np.intp]

__all__ = ["ZeroIntelligence"]


@dataclass(frozen=True, slots=True)
class ZeroIntelligence:
    """As `Behaviour` says: limit orders; each attribute has an entry for each of the people.

    Attributes:
        bids: Whether they buy; else they sell.
        limit: The worst price at which they do, ticks.
        units: How many units.
    """

    bids: NDArray[np.bool_]
    limit: Ints
    units: Ints

    def wants(self, which: Index, tick: Ints, standing: Standing) -> Floats:
        """The rest of the order at its limit or a better price."""
        bids, limit = self.bids[which], self.limit[which]
        units = np.where(bids, self.units[which], -self.units[which])
        good = np.where(bids, tick <= limit, tick >= limit)
        return np.where(good, units - standing.bought, 0).astype(np.float64)

    def quote(self, standing: Standing) -> Quote:
        """The limit."""
        del standing
        return Quote(self.bids, self.limit)
