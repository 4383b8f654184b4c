"""One small adapter for each metric of pools and recalibrations: inputs in, figure out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["POOLING"]

Inputs = dict[str, Any]

POOLING: dict[str, Callable[[Inputs], Any]] = {}
"""Adapters by the metric's name."""
