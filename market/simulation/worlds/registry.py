"""Every world by the name that scenarios have for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.simulation.worlds.beta import Beta
from market.simulation.worlds.bin import Bin
from market.simulation.worlds.evidence import Evidence
from market.simulation.worlds.gaussian import Gaussian
from market.simulation.worlds.hazard import Hazard
from market.simulation.worlds.probit import Probit

if TYPE_CHECKING:
    from market.simulation.worlds.world import World

__all__ = ["WORLDS"]

WORLDS: dict[str, type[World]] = {
    "beta": Beta,
    "gaussian": Gaussian,
    "bin": Bin,
    "probit": Probit,
    "evidence": Evidence,
    "hazard": Hazard,
}
"""What ``kind`` of a scenario's world may be."""
