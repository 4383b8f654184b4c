"""Mechanisms that a scenario can ask for, by the name of their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.simulation.mechanisms.auction.auction import Auction
from market.simulation.mechanisms.maker.automated import Automated
from market.simulation.mechanisms.wagering import Wagering

if TYPE_CHECKING:
    from collections.abc import Mapping

    from market.simulation.mechanisms.mechanism import Mechanism

__all__ = ["MECHANISMS"]

MECHANISMS: Mapping[str, type[Mechanism]] = {
    "maker": Automated,
    "auction": Auction,
    "wagering": Wagering,
}
"""Constructors of mechanisms, whose fields are the keys of a market's table."""
