"""Pools: what several people say together, at one moment or over time."""

from __future__ import annotations

from scoring.pooling.crowd import Crowd, crowds, everybodys_cells
from scoring.pooling.registry import ALL_POOLS, POOLS, is_pool, pool_named
from scoring.pooling.spoken import crowd_stands
from scoring.pooling.standing import people_at, pooled_forecasts, said_at, standing_forecasts

__all__ = [
    "ALL_POOLS",
    "POOLS",
    "Crowd",
    "crowd_stands",
    "crowds",
    "everybodys_cells",
    "is_pool",
    "people_at",
    "pool_named",
    "pooled_forecasts",
    "said_at",
    "standing_forecasts",
]
