"""Pools: what several people say together, at one moment or over time."""

from __future__ import annotations

from scoring.pooling.crowd import Crowd, crowds, everybodys_cells, said_at
from scoring.pooling.registry import ALL_POOLS, POOLS

__all__ = ["ALL_POOLS", "POOLS", "Crowd", "crowds", "everybodys_cells", "said_at"]
